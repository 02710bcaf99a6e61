import type { IncomingMessage } from 'node:http';

/** What Express adds to a request of Node and a body parser may have left there. */
export type RequestLike = IncomingMessage & { readonly originalUrl?: string; readonly body?: unknown };

/** Methods that a Fetch request cannot have. */
const NOT_FETCHED: ReadonlySet<string> = new Set(['CONNECT', 'TRACE', 'TRACK']);

/**
 * The path and query that the browser asked for, also below a mounted router. Null for what has no path, as
 * `OPTIONS *`, and for methods that no page of ours takes part in.
 */
export function pathOf(request: RequestLike): string | null {
  const path = request.originalUrl ?? request.url ?? '';
  return path.startsWith('/') && !NOT_FETCHED.has(request.method ?? '') ? path : null;
}

/**
 * The path without its query as it is written, because that is what Express compares: where `/x/../saml` or a
 * backslash led to our pages, what is mounted in front of them (a rate limit, say) would be walked around.
 */
export function pathnameOf(path: string): string {
  return path.replace(/[?#].*$/su, '');
}

/** What a handler reads of a request, and how a body is written again that a body parser has read. */
export interface Bridge {
  readonly headers: readonly string[];
  encode(body: unknown): string;
}

/** The forms of single sign-on. */
const FORMS: Bridge = { headers: ['content-length', 'content-type', 'cookie'], encode: encodedAgain };

/** The Fetch request of an Express request. Its origin is the configured one, never the Host header's. */
export function requestOf(
  request: RequestLike,
  origin: string,
  path: string,
  bridge: Bridge = FORMS,
): Request {
  const method = request.method ?? 'GET';
  const headers = new Headers();
  for (const name of bridge.headers) {
    const value = request.headers[name];
    if (typeof value === 'string') headers.set(name, value);
  }
  // A string joined, not a URL resolved: a path of `//other.example` stays a path.
  const url = new URL(origin + path);
  if (method === 'GET' || method === 'HEAD') return new Request(url, { method, headers });
  return new Request(url, { method, headers, body: bodyOf(request, bridge), duplex: 'half' });
}

function bodyOf(request: RequestLike, bridge: Bridge): ReadableStream<Uint8Array> {
  // A body parser that passes a request by may still set `body`; whether it was read is what counts.
  if (!request.readableDidRead) return unreadBody(request);
  return new ReadableStream({
    // In pull, where what is thrown becomes the stream's error, and so the refusal of the body.
    pull(controller) {
      controller.enqueue(new TextEncoder().encode(bridge.encode(request.body)));
      controller.close();
    },
  });
}

/**
 * The bytes as they come in. Nothing is taken from the request before the first read, so that Node itself clears
 * away a body that nobody wanted. Stopping early lets the rest run by: the answer still gets through.
 */
function unreadBody(request: RequestLike): ReadableStream<Uint8Array> {
  let open: ReadableStreamDefaultController<Uint8Array> | null = null;
  const settle = (finish: (controller: ReadableStreamDefaultController<Uint8Array>) => void): void => {
    if (open !== null) finish(open);
    open = null;
  };
  const attach = (controller: ReadableStreamDefaultController<Uint8Array>): void => {
    open = controller;
    request.on('data', (chunk: Uint8Array) => {
      request.pause();
      open?.enqueue(chunk);
      if (open === null) request.resume();
    });
    request.once('end', () => settle((stream) => stream.close()));
    request.once('error', (error) => settle((stream) => stream.error(error)));
    request.once('close', () => settle((stream) => stream.error(new Error('the request was aborted'))));
  };
  let attached = false;
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (request.readableEnded) return controller.close();
        if (request.destroyed) return controller.error(new Error('the request was aborted'));
        if (!attached) attach(controller);
        attached = true;
        request.resume();
      },
      cancel() {
        open = null;
        request.resume();
      },
    },
    { highWaterMark: 0 },
  );
}

/** A form that a body parser read, as a form again; repeated fields, which it made arrays of, stay repeated. */
export function encodedAgain(body: unknown): string {
  if (typeof body === 'string') return body;
  if (Buffer.isBuffer(body)) return body.toString('utf8');
  if (typeof body !== 'object' || body === null) {
    throw new TypeError('it was read before the handler, and req.body does not hold it');
  }
  const form = new URLSearchParams();
  for (const [name, given] of Object.entries(body)) {
    const values: readonly unknown[] = Array.isArray(given) ? given : [given];
    for (const value of values) {
      if (typeof value !== 'string') throw new TypeError('a field in req.body is not a string');
      form.append(name, value);
    }
  }
  return form.toString();
}
