import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server without pages yet, so that both sides know each other's address before either is made. */
export interface Site {
  /** Such as `http://sp.localhost:41234`; the browser takes every name below `localhost` for this machine. */
  readonly url: string;
  readonly server: Server;
  close(): Promise<void>;
}

/** Opens a port of this machine for a site of its own: to a browser, two names below localhost are two sites. */
export async function openSite(host: string): Promise<Site> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    url: `http://${host}:${portOf(server)}`,
    server,
    close: () => close(server),
  };
}

/** A port for a server that cannot choose one itself. */
export async function freePort(): Promise<number> {
  const { server, close } = await openSite('localhost');
  const port = portOf(server);
  await close();
  return port;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
