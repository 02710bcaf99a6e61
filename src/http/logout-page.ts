import { type Result, refusal, success } from '../errors/index.js';
import type { AnsweredLogout, FinishedLogout, ReceivedLogout } from '../service-provider/logout.js';
import { deliveryResponse } from './delivery-response.js';
import { readForm } from './read-form.js';
import { answerRefusal, isResponse, refuse, type Visit, withHeaders } from './visit.js';

const ALLOWED = ['GET', 'POST'];
/** A logout message is a signed kilobyte or two. */
const FORM_LIMIT = 128 * 1024;

/**
 * Takes a message at the Logout URL, by either binding. Without one it does nothing: a GET from another site
 * logs nobody out, and the application starts a logout by a POST of its own.
 */
export async function answerLogout<Context>(visit: Visit<Context>, connectionId: string): Promise<Response> {
  const received = await readReceived(visit, connectionId);
  if (!received.ok) return refuse(visit, received);
  const { context, request, settings } = visit;
  const step = await settings.serviceProvider.receiveLogout(received.value, (sessions) =>
    settings.onLogout(sessions, request, context),
  );
  if (!step.ok) return answerRefusal(visit, step);
  return step.value.kind === 'answered' ? answer(visit, step.value) : finish(visit, step.value);
}

async function readReceived<Context>(
  { request, url }: Visit<Context>,
  connectionId: string,
): Promise<Result<ReceivedLogout>> {
  if (request.method === 'GET') {
    // Not from searchParams, and not from url.search alone: the octets as they stand in the request are signed.
    return success({ binding: 'redirect', query: rawQueryOf(request.url), connectionId });
  }
  if (request.method !== 'POST') {
    return refusal('method_not_allowed', { received: request.method, allowed: ALLOWED });
  }
  for (const parameter of ['SAMLRequest', 'SAMLResponse', 'RelayState']) {
    if (url.searchParams.has(parameter)) return refusal('parameter_in_query', { parameter });
  }
  const form = await readForm(request, FORM_LIMIT);
  return form.ok ? success({ binding: 'post', form: form.value, connectionId }) : form;
}

/** What stands behind the first question mark. A Request's URL keeps escapes as they were written. */
function rawQueryOf(url: string): string {
  const start = url.indexOf('?');
  const end = url.indexOf('#');
  return start === -1 ? '' : url.slice(start + 1, end === -1 ? undefined : end);
}

async function answer<Context>(
  visit: Visit<Context>,
  { connectionId, delivery }: AnsweredLogout,
): Promise<Response> {
  if (delivery === null) return refuse(visit, refusal('logout_not_configured', { connectionId }));
  // Some identity providers take all their applications to this page at once, each in a frame.
  return deliveryResponse(delivery, delivery.url);
}

async function finish<Context>(visit: Visit<Context>, finished: FinishedLogout): Promise<Response> {
  const { context, request, settings } = visit;
  const headers = { Location: finished.returnTo };
  try {
    const own: unknown = await settings.onLoggedOut?.(finished, request, context);
    if (own === undefined) return withHeaders(new Response(null, { status: 303, headers }));
    if (!isResponse(own)) throw new TypeError('onLoggedOut must return a Response or undefined');
    return withHeaders(own);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return refuse(visit, refusal('logged_out_hook_failed', { reason }, { cause }));
  }
}
