import type { AnySsoError, ErrorCode } from '../../src/errors/index.js';
import { createHandlers, type Handlers } from '../../src/http/create-handlers.js';
import type { HandlerOptions } from '../../src/http/handler-options.js';
import { BASE_URL, type Site } from '../service-provider/site.js';

export const ACS = '/saml/contoso/acs';
const FORM = 'application/x-www-form-urlencoded';

/** Handlers whose hook answers with the session cookie and the redirect of an application. */
export function handlersOf(site: Site, options: Partial<HandlerOptions> = {}): Handlers {
  return createHandlers(site.serviceProvider, {
    signInByEmail: true,
    onSignIn: (signIn) =>
      new Response(null, {
        status: 303,
        headers: { Location: signIn.returnTo, 'Set-Cookie': `session=${encodeURIComponent(signIn.email)}` },
      }),
    ...options,
  });
}

export function get(path: string, headers: Record<string, string> = {}): Request {
  return new Request(BASE_URL + path, { headers });
}

/** A form post as a browser makes it; `fields` may be text that is sent as it is. */
export function post(
  path: string,
  fields: Record<string, string> | string,
  headers: Record<string, string> = {},
): Request {
  const body = typeof fields === 'string' ? fields : new URLSearchParams(fields).toString();
  return new Request(BASE_URL + path, {
    method: 'POST',
    headers: { 'content-type': FORM, ...headers },
    body,
  });
}

/** Name and value of each cookie that a response sets. */
export function cookiesOf(response: Response): Map<string, string> {
  return new Map(
    response.headers.getSetCookie().map((line) => {
      const [pair = ''] = line.split(';');
      return [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
    }),
  );
}

/** What a response is about: its status, and the code under which the log has the refusal. */
export function outcomeOf(site: Site, response: Response): { status: number; code: ErrorCode | null } {
  const event = site.events.at(-1);
  return { status: response.status, code: event?.type === 'sign_in_refused' ? event.code : null };
}

/** The error that the log has last. */
export function lastError(site: Site): AnySsoError | null {
  const event = site.events.at(-1);
  return event?.type === 'sign_in_refused' ? event.error : null;
}

/** A stream of `chunks` chunks of 1000 bytes that counts how many were taken. */
export function countedStream(chunks: number): { stream: ReadableStream<Uint8Array>; taken: () => number } {
  let taken = 0;
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        taken += 1;
        controller.enqueue(new Uint8Array(1000).fill(0x61));
        if (taken === chunks) controller.close();
      },
    },
    { highWaterMark: 0 },
  );
  return { stream, taken: () => taken };
}
