import { refusal } from '../errors/index.js';
import type { TestSignIn } from '../service-provider/test-sign-in.js';
import { isResponse, refuse, type Visit } from './visit.js';

/** What the application shows of a test sign-in; undefined leaves it to the page for a refusal. */
export async function answerTest<Context>(
  visit: Visit<Context>,
  test: TestSignIn,
  samlResponse: string,
): Promise<Response | undefined> {
  const { context, request, settings } = visit;
  if (!settings.onTestSignIn) return undefined;
  try {
    const response: unknown = await settings.onTestSignIn(test, { request, context, samlResponse });
    if (isResponse(response)) return response;
    if (response !== undefined) throw new TypeError('onTestSignIn must return a Response or undefined');
    if (!test.passed) return undefined;
    return new Response(null, { status: 303, headers: { Location: test.returnTo } });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return refuse(visit, refusal('test_sign_in_hook_failed', { reason }, { cause }));
  }
}
