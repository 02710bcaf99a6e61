import { type Result, refusal, success } from '../errors/index.js';
import type { SignInRedirect, SignInSubject } from '../service-provider/start-sign-in.js';
import { clearCookie, readCookies, setCookie, surplusCookies } from './cookies.js';
import { deliveryResponse } from './delivery-response.js';
import { readForm } from './read-form.js';
import { answerRefusal, refuse, type Visit } from './visit.js';

const ALLOWED = ['GET', 'POST'];
/** An address and a path are all that is asked for. */
const FORM_LIMIT = 16 * 1024;

/** Starts a sign-in: by the field `email`, or of the connection in the path; `returnTo` may say where to go then. */
export async function answerSignIn<Context>(visit: Visit<Context>): Promise<Response> {
  const fields = await readFields(visit);
  if (!fields.ok) return refuse(visit, fields);
  const subject = readSubject(visit, fields.value);
  if (!subject.ok) return refuse(visit, subject);
  const returnTo = readReturnTo(fields.value);
  if (!returnTo.ok) return refuse(visit, returnTo);

  const started = await visit.settings.serviceProvider.startSignIn(subject.value, {
    returnTo: returnTo.value,
  });
  return started.ok ? sendToProvider(visit, started.value) : answerRefusal(visit, started);
}

async function readFields<Context>({ request, url }: Visit<Context>): Promise<Result<URLSearchParams>> {
  if (request.method === 'GET') return success(url.searchParams);
  if (request.method !== 'POST') {
    return refusal('method_not_allowed', { received: request.method, allowed: ALLOWED });
  }
  return readForm(request, FORM_LIMIT);
}

function readSubject<Context>({ page }: Visit<Context>, fields: URLSearchParams): Result<SignInSubject> {
  if (page !== null && page.connectionId !== null) return success({ connectionId: page.connectionId });
  const [email, ...others] = fields.getAll('email');
  if (email === undefined) return refusal('sign_in_email_invalid', { reason: 'missing' });
  if (others.length > 0) return refusal('sign_in_email_invalid', { reason: 'repeated' });
  return success({ email });
}

function readReturnTo(fields: URLSearchParams): Result<string> {
  const [returnTo = '/', ...others] = fields.getAll('returnTo');
  return others.length === 0
    ? success(returnTo)
    : refusal('return_to_not_allowed', { received: `${others.length + 1} values` });
}

function sendToProvider<Context>({ request }: Visit<Context>, started: SignInRedirect): Response {
  const response = deliveryResponse(started);
  const { cookie } = started;
  for (const name of surplusCookies(readCookies(request))) {
    response.headers.append('Set-Cookie', clearCookie(name));
  }
  response.headers.append('Set-Cookie', setCookie(cookie.name, cookie.value, cookie.maxAgeSeconds));
  return response;
}
