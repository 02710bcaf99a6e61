import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createFakeEntra } from './fake-entra.js';
import type { FakeEntra, FakeEntraOptions } from './fake-entra-options.js';

/** Where a fake Entra listens. */
export interface FakeEntraAddress {
  /** Default 0: any free port. */
  readonly port?: number;
  /** Default `127.0.0.1`. */
  readonly host?: string;
}

/** A fake Entra that can be reached by a browser. */
export interface RunningFakeEntra extends FakeEntra {
  /** Such as `http://127.0.0.1:3001`. */
  readonly url: string;
  close(): Promise<void>;
}

const MAX_BODY_BYTES = 65_536;

/**
 * Starts a fake Entra on this machine. Rejects with Node's own error where the port cannot be had
 * (`EADDRINUSE`).
 */
export async function listenFakeEntra(
  options: Omit<FakeEntraOptions, 'baseUrl'>,
  { port = 0, host = '127.0.0.1' }: FakeEntraAddress = {},
): Promise<RunningFakeEntra> {
  let fakeEntra: FakeEntra | null = null;
  const server = createServer((incoming, outgoing) => {
    if (fakeEntra !== null) void respond(fakeEntra, incoming, outgoing);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address() as AddressInfo;
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`;
  const made = createFakeEntra({ ...options, baseUrl: url });
  fakeEntra = made;
  return {
    ...made,
    // Not what it was at the start: the key can be rolled.
    get keyPair() {
      return made.keyPair;
    },
    url,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}

async function respond(
  fakeEntra: FakeEntra,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  try {
    const request = await requestFrom(fakeEntra, incoming);
    const response =
      request === null ? new Response('Too large', { status: 413 }) : await fakeEntra.handle(request);
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    outgoing.end(Buffer.from(await response.arrayBuffer()));
  } catch {
    if (!outgoing.headersSent) outgoing.writeHead(400);
    outgoing.end('Bad request');
  }
}

/** Null where the body is larger than any form of ours. */
async function requestFrom(fakeEntra: FakeEntra, incoming: IncomingMessage): Promise<Request | null> {
  const url = new URL(incoming.url ?? '/', fakeEntra.signInUrl);
  const method = incoming.method ?? 'GET';
  if (method === 'GET' || method === 'HEAD') return new Request(url, { method });
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) return null;
    chunks.push(chunk);
  }
  const headers = new Headers();
  for (const name of ['origin', 'sec-fetch-site']) {
    const value = incoming.headers[name];
    if (typeof value === 'string') headers.set(name, value);
  }
  return new Request(url, { method, headers, body: Buffer.concat(chunks) });
}
