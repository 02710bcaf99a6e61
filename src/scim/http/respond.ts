import { protect } from '../../http/protective-headers.js';
import { weakETag } from '../engine/index.js';
import { type ScimError, scimErrorBody } from '../scim-error.js';
import type { ScimOutcome } from '../service/outcome.js';

/** A refusal with what only HTTP has a place for. */
export interface HttpRefusal extends ScimError {
  readonly headers?: Readonly<Record<string, string>>;
}

const STATUS: Readonly<Record<ScimOutcome['kind'], number>> = {
  created: 201,
  resource: 200,
  list: 200,
  document: 200,
  done: 204,
  'not-modified': 304,
};

/** The answer to a request that was carried out. */
export function respond(request: Request, outcome: ScimOutcome): Response {
  const headers = headersFor(request);
  if ('version' in outcome && outcome.version !== null) headers.set('ETag', weakETag(outcome.version));
  if (outcome.kind === 'created') headers.set('Location', outcome.location);
  const status = STATUS[outcome.kind];
  return 'body' in outcome ? withBody(request, status, headers, outcome.body) : empty(status, headers);
}

/** The answer to a request that was refused (RFC 7644 §3.12). */
export function respondRefusal(request: Request, { headers: more = {}, ...error }: HttpRefusal): Response {
  const headers = headersFor(request);
  for (const [name, value] of Object.entries(more)) headers.set(name, value);
  return withBody(request, error.status, headers, scimErrorBody(error));
}

function withBody(request: Request, status: number, headers: Headers, body: object): Response {
  headers.set('Content-Type', `${mediaTypeFor(request.headers.get('accept'))}; charset=utf-8`);
  return new Response(request.method === 'HEAD' ? null : JSON.stringify(body), { status, headers });
}

function empty(status: number, headers: Headers): Response {
  return new Response(null, { status, headers });
}

function headersFor(request: Request): Headers {
  const headers = new Headers({ Vary: 'Authorization' });
  if (request.headers.has('accept')) headers.append('Vary', 'Accept');
  protect(headers);
  return headers;
}

/** SCIM's own type, unless the client asks for plain JSON and not for it (RFC 7644 §3.8). */
function mediaTypeFor(accept: string | null): string {
  const wanted = (accept ?? '').toLowerCase();
  const asksForPlain = wanted.includes('application/json');
  return asksForPlain && !wanted.includes('application/scim+json')
    ? 'application/json'
    : 'application/scim+json';
}
