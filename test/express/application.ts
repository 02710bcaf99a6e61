import { createRequire } from 'node:module';
import { type AddressInfo, connect } from 'node:net';
import express, { type Express, type Request, type Response } from 'express';
import { afterEach } from 'vitest';
import { type ExpressHandler, type ExpressOptions, toExpress } from '../../src/express/index.js';
import { answerTo, relayStateOf, type Site, start } from '../service-provider/site.js';

export const ACS = '/saml/contoso/acs';

// Version 4 has no types beside those of version 5; what the tests use of it is the same.
const express4 = createRequire(import.meta.url)('express4') as typeof express;

export const VERSIONS: readonly (readonly [string, typeof express])[] = [
  ['Express 4', express4],
  ['Express 5', express],
];

/** A running application; `fetch` follows no redirect. */
interface RunningApplication {
  readonly port: number;
  fetch(path: string, init?: RequestInit): Promise<globalThis.Response>;
  close(): Promise<void>;
}

async function listen(application: Express): Promise<RunningApplication> {
  const server = application.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    fetch: (path, init) => fetch(`http://127.0.0.1:${port}${path}`, { redirect: 'manual', ...init }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const running: RunningApplication[] = [];

afterEach(async () => {
  for (const application of running.splice(0)) await application.close();
});

/** Runs an application until the end of the test. */
export async function run(application: Express): Promise<RunningApplication> {
  const started = await listen(application);
  running.push(started);
  return started;
}

/** The middleware of a site whose hook sets a session cookie. */
export function middlewareOf(
  site: Site,
  options: Partial<ExpressOptions<Request, Response>> = {},
): ExpressHandler<Request, Response> {
  return toExpress(site.serviceProvider, {
    signInByEmail: true,
    onSignIn(signIn, _req: Request, res: Response) {
      res.cookie('session', signIn.email);
    },
    ...options,
  });
}

/** The form and cookie with which a browser brings the answer to a new sign-in. */
export async function answerOf(site: Site): Promise<RequestInit> {
  const started = await start(site, { returnTo: '/reports' });
  const fields = { SAMLResponse: answerTo(site, started), RelayState: relayStateOf(started) ?? '' };
  const { name, value } = started.cookie;
  return { method: 'POST', body: new URLSearchParams(fields), headers: { cookie: `${name}=${value}` } };
}

/** What a server answers to bytes, until it closes the connection. */
export function raw(port: number, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.setEncoding('latin1');
    socket.on('data', (text) => {
      received += text;
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(received));
  });
}
