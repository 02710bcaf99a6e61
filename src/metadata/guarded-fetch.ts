import type { ClientRequest, IncomingMessage } from 'node:http';
import { type Result, refusal, success } from '../errors/index.js';
import { METADATA_LIMIT } from './federation-document.js';
import { assertConnectedTo, type FetchGuard, GuardError, guardedLookup, hostOf } from './guarded-url.js';

/** The answer to one request. */
export type GuardedAnswer =
  | { readonly kind: 'document'; readonly document: Buffer }
  | { readonly kind: 'redirect'; readonly location: string };

export interface GuardedRequest {
  readonly url: URL;
  readonly guard: FetchGuard;
  /** PEM certificates to trust instead of those of Node. */
  readonly certificateAuthorities: readonly string[] | null;
  /** Epoch milliseconds of the process’s clock. */
  readonly deadline: number;
  /** The whole time that was given, to be told. */
  readonly milliseconds: number;
}

interface Protocols {
  readonly http: typeof import('node:http');
  readonly https: typeof import('node:https');
}

const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];
const HEADERS = {
  accept: 'application/samlmetadata+xml, application/xml;q=0.9, text/xml;q=0.8, */*;q=0.1',
  // What is not compressed cannot unfold into something huge.
  'accept-encoding': 'identity',
  'user-agent': 'claimgate',
};

/** Sends one GET without following redirects; address, size and time are guarded. Never rejects. */
export async function fetchGuarded(asked: GuardedRequest): Promise<Result<GuardedAnswer>> {
  const { url, deadline, milliseconds } = asked;
  // Loaded when something is fetched first: no response needs TLS.
  const protocols = { http: await import('node:http'), https: await import('node:https') };
  return new Promise((resolve) => {
    const request = open(asked, protocols);
    const timer = setTimeout(
      () => settle(refusal('metadata_fetch_timed_out', { url: url.href, milliseconds })),
      Math.max(0, deadline - Date.now()),
    );
    const settle = (result: Result<GuardedAnswer>): void => {
      clearTimeout(timer);
      resolve(result);
      request.destroy();
    };
    request.on('error', (error) => settle(failed(url, error)));
    request.on('response', (response) => readAnswer(url, response, settle));
    request.end();
  });
}

function open(
  { url, guard, certificateAuthorities }: GuardedRequest,
  { http, https }: Protocols,
): ClientRequest {
  const common = {
    method: 'GET',
    headers: HEADERS,
    lookup: guardedLookup(guard),
    host: hostOf(url),
    path: url.pathname + url.search,
  };
  // An agent of its own: connections that something else opened, and proxies of the environment, are not used.
  const request =
    url.protocol === 'http:'
      ? http.request({ ...common, port: url.port || 80, agent: new http.Agent() })
      : https.request({
          ...common,
          port: url.port || 443,
          agent: new https.Agent({ keepAlive: false, maxCachedSessions: 0 }),
          rejectUnauthorized: true,
          ...(certificateAuthorities === null ? {} : { ca: [...certificateAuthorities] }),
        });
  return request.once('socket', (socket) => {
    socket.once('connect', () => {
      try {
        assertConnectedTo(hostOf(url), socket.remoteAddress, guard);
      } catch (error) {
        request.destroy(error as Error);
      }
    });
  });
}

function readAnswer(
  url: URL,
  response: IncomingMessage,
  settle: (result: Result<GuardedAnswer>) => void,
): void {
  const known = answerByHead(url, response);
  if (known !== null) {
    settle(known);
    return;
  }
  const parts: Buffer[] = [];
  let size = 0;
  response.on('data', (part: Buffer) => {
    size += part.length;
    if (size > METADATA_LIMIT) settle(tooLarge(size));
    else parts.push(part);
  });
  response.on('error', (error) => settle(failed(url, error)));
  response.on('end', () => settle(success({ kind: 'document', document: Buffer.concat(parts) })));
}

/** What the status and the headers decide alone; null where the body is wanted. */
function answerByHead(
  url: URL,
  { statusCode: status = 0, headers }: IncomingMessage,
): Result<GuardedAnswer> | null {
  if (REDIRECTS.includes(status) && headers.location !== undefined) {
    return success({ kind: 'redirect', location: headers.location });
  }
  if (status !== 200) return refusal('metadata_http_status', { url: url.href, status });
  const encoding = (headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding !== 'identity') {
    return refusal('metadata_encoding_unexpected', { url: url.href, encoding: encoding.slice(0, 40) });
  }
  const announced = Number(headers['content-length'] ?? 0);
  return announced > METADATA_LIMIT ? tooLarge(announced) : null;
}

function tooLarge(size: number): Result<never> {
  return refusal('metadata_too_large', { size, limit: METADATA_LIMIT });
}

function failed(url: URL, error: Error): Result<never> {
  if (error instanceof GuardError) return error.refusal;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  return refusal('metadata_fetch_failed', { url: url.href, reason: code }, { cause: error });
}
