import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import forge from 'node-forge';
import type { Result } from '../../src/errors/index.js';
import {
  type FetchedFederationMetadata,
  type FetchFederationMetadataOptions,
  fetchFederationMetadata,
} from '../../src/metadata/fetch-federation-metadata.js';
import { selfSigned } from './self-signed.js';

/** Host that only the tests’ own resolver knows. */
export const HOST = 'idp.example.com';

export interface MetadataServer {
  readonly port: number;
  readonly url: string;
  /** Host names that were asked for, in order. */
  readonly asked: string[];
  /** Fetches from this server, with the guard opened for it alone. */
  fetch(path?: string, options?: FetchFederationMetadataOptions): Promise<Result<FetchedFederationMetadata>>;
  readonly options: FetchFederationMetadataOptions;
  close(): Promise<void>;
}

const tls = serverCertificate();

/** An https server on a port of its own, for `idp.example.com`. */
export async function listenMetadata(listener: RequestListener): Promise<MetadataServer> {
  const server = createServer(tls, listener);
  const port = await listen(server);
  const asked: string[] = [];
  const options: FetchFederationMetadataOptions = {
    ports: [port],
    certificateAuthorities: [tls.cert],
    dangerouslyAllowAddresses: ['127.0.0.1'],
    resolve: async (hostname) => {
      asked.push(hostname);
      return ['127.0.0.1'];
    },
  };
  const url = `https://${HOST}:${port}`;
  return {
    port,
    url,
    asked,
    options,
    fetch: (path = '/', more = {}) => fetchFederationMetadata(url + path, { ...options, ...more }),
    close: () => close(server),
  };
}

/** An http server on loopback. */
export async function listenPlain(
  listener: RequestListener,
): Promise<{ readonly port: number; close(): Promise<void> }> {
  const server = createHttpServer(listener);
  const port = await listen(server);
  return { port, close: () => close(server) };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** A certificate of the kind that web servers have: with the name as subjectAltName. */
function serverCertificate(): { readonly cert: string; readonly key: string } {
  const { pem, key } = selfSigned(HOST);
  const certificate = forge.pki.certificateFromPem(pem);
  certificate.validity.notBefore = new Date(Date.now() - 3_600_000);
  certificate.validity.notAfter = new Date(Date.now() + 3_600_000);
  certificate.setExtensions([
    { name: 'basicConstraints', cA: true },
    { name: 'subjectAltName', altNames: [{ type: 2, value: HOST }] },
  ]);
  certificate.sign(forge.pki.privateKeyFromPem(key), forge.md.sha256.create());
  return { cert: forge.pki.certificateToPem(certificate), key };
}
