import { type Refusal, type Result, refusal, success } from '../errors/index.js';
import type { PostedAnswer } from '../service-provider/posted-answer.js';
import type { SignIn } from '../service-provider/sign-in.js';
import { answerTest } from './answer-test.js';
import { readCookies } from './cookies.js';
import { holdRefusal } from './hold-refusal.js';
import { readForm } from './read-form.js';
import { answerRefusal, isResponse, refuse, type Visit, withHeaders } from './visit.js';

/** Takes the identity provider's form post (saml-bindings 3.5.4) to a session of the application. */
export async function answerAssertionConsumerService<Context>(
  visit: Visit<Context>,
  connectionId: string | null,
): Promise<Response> {
  const message = await readMessage(visit);
  if (!message.ok) return refuse(visit, message);
  const startedAt = performance.now();
  const cookies = readCookies(visit.request);
  const finished = await visit.settings.serviceProvider.finishSignIn({
    ...message.value,
    connectionId,
    cookie: (name) => cookies.get(name),
  });
  if (finished.ok) return signIn(visit, finished.value, finished.spentCookie);
  if (connectionId === null) await holdRefusal(startedAt);
  const own = finished.test && (await answerTest(visit, finished.test, message.value.samlResponse));
  return own === undefined
    ? answerRefusal(visit, finished, finished.spentCookie)
    : withHeaders(own, finished.spentCookie);
}

type Message = Pick<PostedAnswer, 'samlResponse' | 'relayState'>;

async function readMessage<Context>({ request, settings, url }: Visit<Context>): Promise<Result<Message>> {
  const violation = queryViolation(url.searchParams);
  if (violation !== null) return violation;
  if (request.method !== 'POST') {
    return refusal('method_not_allowed', { received: request.method, allowed: ['POST'] });
  }
  const form = await readForm(request, settings.maxBodyBytes);
  return form.ok ? messageOf(form.value) : form;
}

/** The Redirect binding is not for Responses (saml-profiles 4.1.2), and two sources could contradict each other. */
function queryViolation(query: URLSearchParams): Refusal | null {
  for (const parameter of ['SAMLResponse', 'SAMLRequest', 'RelayState']) {
    if (query.has(parameter)) return refusal('parameter_in_query', { parameter });
  }
  return null;
}

function messageOf(form: URLSearchParams): Result<Message> {
  if (form.has('SAMLRequest')) return refusal('saml_request_unexpected', {});
  const [samlResponse, ...furtherResponses] = form.getAll('SAMLResponse');
  if (samlResponse === undefined) return refusal('response_missing', {});
  if (furtherResponses.length > 0) {
    return refusal('response_repeated', { count: furtherResponses.length + 1 });
  }
  const [relayState = null, ...furtherStates] = form.getAll('RelayState');
  return furtherStates.length === 0
    ? success({ samlResponse, relayState })
    : refusal('relay_state_repeated', {});
}

async function signIn<Context>(
  visit: Visit<Context>,
  accepted: SignIn,
  spentCookie: string | null,
): Promise<Response> {
  const { context, request, settings } = visit;
  try {
    const response: unknown = await settings.onSignIn(accepted, request, context);
    if (!isResponse(response)) throw new TypeError('onSignIn must return a Response');
    return withHeaders(response, spentCookie);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return refuse(visit, refusal('sign_in_hook_failed', { reason }, { cause }), spentCookie);
  }
}
