import { randomUUID } from 'node:crypto';
import type { AnySsoError } from '../../errors/index.js';
import type { ScimClient } from '../credentials/authenticate.js';
import { type Scim, scimSettings } from '../service/create-scim.js';
import { StoreFailure } from '../service/guard-store.js';
import type { ScimSettings } from '../service/settings.js';
import { answer } from './answer.js';
import { note, noteRefused } from './note.js';
import { type HttpRefusal, respond, respondRefusal } from './respond.js';
import { isTokenPath, pathBelow, routeOf } from './route.js';
import type { Answer } from './visit.js';

/** The HTTP side of provisioning. */
export interface ScimHandlers {
  /** Answers every request below the prefix and at the token endpoint, and 404 for others. It never rejects. */
  readonly handle: (request: Request) => Promise<Response>;
}

const RETRY_SECONDS = 5;
/** One answer for whatever is wrong with a credential: a prober learns nothing from it. */
const UNAUTHORIZED: HttpRefusal = {
  status: 401,
  detail: 'The request carries no valid bearer token.',
  headers: { 'WWW-Authenticate': 'Bearer realm="SCIM"' },
};
const UNAVAILABLE: HttpRefusal = {
  status: 503,
  detail: 'The service is not available at the moment. Send the request again.',
  headers: { 'Retry-After': `${RETRY_SECONDS}` },
};

/**
 * Makes the HTTP handlers of a `Scim`. Who sends a request is found out before its body is read; the organisation follows
 * from the credential alone. They read path, query, method, headers and body, never the host.
 */
export function createScimHandlers(scim: Scim): ScimHandlers {
  const settings = scimSettings(scim);
  return Object.freeze<ScimHandlers>({
    handle: async (request) => {
      const { pathname } = new URL(request.url);
      try {
        if (isTokenPath(settings, pathname)) return await handleToken(settings, request);
        const path = pathBelow(settings, pathname);
        if (path !== null) return await handleBelow(settings, request, path);
        return respondRefusal(request, { status: 404, detail: 'There is no such endpoint.' });
      } catch (cause) {
        return respondRefusal(request, failure(settings, cause));
      }
    },
  });
}

async function handleToken(settings: ScimSettings, request: Request): Promise<Response> {
  const errors: AnySsoError[] = [];
  const response = await settings.credentials.tokenEndpoint(request, (error) => errors.push(error));
  const { status } = response;
  for (const error of errors) await noteRefused(settings, error, request, { path: null, status });
  return response;
}

async function handleBelow(settings: ScimSettings, request: Request, path: string): Promise<Response> {
  const client = await settings.credentials.authenticate(request.headers.get('authorization'));
  if (!client.ok) {
    const refused = unauthenticated(client.error);
    await noteRefused(settings, client.error, request, { path, status: refused.status });
    return respondRefusal(request, refused);
  }
  const startedAt = settings.now();
  const answered = await tryToAnswer(settings, client.value, request, path);
  const response = answered.ok
    ? respond(request, answered.value)
    : respondRefusal(request, withRetry(answered.error));
  const error = answered.ok ? null : answered.error;
  await note(settings, client.value, request, { path, startedAt, status: response.status, error });
  return response;
}

async function tryToAnswer(
  settings: ScimSettings,
  client: ScimClient,
  request: Request,
  path: string,
): Promise<Answer> {
  try {
    return await answer({ settings, client, request, url: new URL(request.url), route: routeOf(path) });
  } catch (cause) {
    return { ok: false, error: failure(settings, cause) };
  }
}

function unauthenticated(error: AnySsoError): HttpRefusal {
  if (error.code === 'scim_credential_refused') return UNAUTHORIZED;
  if (error.code !== 'scim_rate_limited') return UNAVAILABLE;
  const { retryAfterSeconds } = error.details;
  return {
    status: 429,
    detail: `Too many requests. Send the next one in ${retryAfterSeconds} s.`,
    headers: { 'Retry-After': `${retryAfterSeconds}` },
  };
}

/** What the client is told of something that failed: nothing of what it was. */
function failure(settings: ScimSettings, cause: unknown): HttpRefusal {
  // Not by the clock of the application, which may be what failed.
  const at = new Date();
  if (cause instanceof StoreFailure) {
    settings.emit({ type: 'scim_store_failed', at, store: cause.store, cause: cause.cause });
    return UNAVAILABLE;
  }
  const reference = randomUUID();
  settings.emit({ type: 'scim_failed', at, reference, cause });
  return { status: 500, detail: `Something failed in the service. Reference: ${reference}` };
}

function withRetry(error: HttpRefusal): HttpRefusal {
  const isLater = error.status === 503 || error.status === 429;
  return isLater ? { ...error, headers: { 'Retry-After': `${RETRY_SECONDS}` } } : error;
}
