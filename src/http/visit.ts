import type { AnySsoError, Refusal } from '../errors/index.js';
import type { ReferencedRefusal } from '../service-provider/refused.js';
import { type Page, pageOf } from '../service-provider/service-provider-urls.js';
import { clearCookie } from './cookies.js';
import type { HandlerSettings } from './handler-options.js';
import { protect } from './protective-headers.js';
import { REFUSAL_PAGE_POLICY, refusalPage } from './refusal-page.js';
import { statusOf } from './status-of.js';

/** One request to one of our pages. */
export interface Visit<Context> {
  readonly settings: HandlerSettings<Context>;
  readonly request: Request;
  readonly context: Context;
  /** Path and query as the platform gave them; nothing is made of its host. */
  readonly url: URL;
  /** Null for a path that is not ours. */
  readonly page: Page | null;
}

/** Reads where a request goes. */
export function visitOf<Context>(
  settings: HandlerSettings<Context>,
  request: Request,
  context: Context,
): Visit<Context> {
  const url = new URL(request.url);
  return { settings, request, context, url, page: pageOf(settings.serviceProvider.pathPrefix, url.pathname) };
}

/** Reports a refusal that arose in HTTP and answers it. */
export function refuse<Context>(
  visit: Visit<Context>,
  { error }: Refusal,
  cookieToClear: string | null = null,
): Promise<Response> {
  const connectionId = visit.page?.connectionId ?? null;
  const reported = visit.settings.serviceProvider.reportRefusal(error, connectionId, duringOf(visit));
  return answerRefusal(visit, reported, cookieToClear);
}

function duringOf<Context>({ page }: Visit<Context>): 'sign-in' | 'logout' {
  return page?.name === 'logout' ? 'logout' : 'sign-in';
}

/** Answers a refusal that was reported: as the application wants it, or with the page. */
export async function answerRefusal<Context>(
  visit: Visit<Context>,
  { error, reference }: ReferencedRefusal,
  cookieToClear: string | null = null,
): Promise<Response> {
  const own = await ownAnswer(visit, error, reference);
  return withHeaders(own ?? defaultAnswer(visit, error, reference), cookieToClear);
}

/** A copy of a response with the protective headers, and with the spent cookie deleted. */
export function withHeaders(response: Response, cookieToClear: string | null = null): Response {
  const headers = new Headers(response.headers);
  protect(headers);
  if (cookieToClear !== null) headers.append('Set-Cookie', clearCookie(cookieToClear));
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

/** Whether a hook of the application gave a Response, also one of another copy of the Fetch API. */
export function isResponse(value: unknown): value is Response {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof Reflect.get(value, 'status') === 'number' &&
    typeof Reflect.get(value, 'headers') === 'object'
  );
}

async function ownAnswer<Context>(
  { settings, request, context }: Visit<Context>,
  error: AnySsoError,
  reference: string,
): Promise<Response | null> {
  try {
    const own = await settings.onError?.(error, { request, reference, context });
    return isResponse(own) ? own : null;
  } catch {
    // The refusal stands and is reported; a failing hook must not hide the page that explains it.
    return null;
  }
}

function defaultAnswer<Context>(visit: Visit<Context>, error: AnySsoError, reference: string): Response {
  const html = refusalPage({
    refused: duringOf(visit),
    message: error.publicMessage,
    reference,
    signInPath: signInPath(visit, error),
  });
  const headers = new Headers({
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': REFUSAL_PAGE_POLICY,
    'X-Frame-Options': 'DENY',
  });
  if (error.code === 'method_not_allowed') headers.set('Allow', error.details.allowed.join(', '));
  return new Response(html, { status: statusAt(visit, error), headers });
}

/** At the shared Reply URL no refusal of a message stands out by its status, as none does by its sentence. */
function statusAt<Context>({ page }: Visit<Context>, { code }: AnySsoError): number {
  const isShared = page?.name === 'acs' && page.connectionId === null;
  return isShared && code === 'connection_unknown' ? 200 : statusOf(code);
}

/** Made of our own prefix and an id that has the grammar of ids: nothing else can stand in it. */
function signInPath<Context>({ page, settings }: Visit<Context>, error: AnySsoError): string | null {
  const hopeless = error.code === 'connection_unknown' || error.code === 'connection_disabled';
  if (hopeless || page === null || page.connectionId === null || page.name === 'logout') return null;
  return `${settings.serviceProvider.pathPrefix}/${page.connectionId}/sign-in`;
}
