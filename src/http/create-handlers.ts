import { refusal } from '../errors/index.js';
import type { ServiceProvider } from '../service-provider/create-service-provider.js';
import type { Page } from '../service-provider/service-provider-urls.js';
import { answerAssertionConsumerService } from './assertion-consumer-service.js';
import { type HandlerOptions, readHandlerSettings } from './handler-options.js';
import { answerLogout } from './logout-page.js';
import { answerMetadata } from './metadata-page.js';
import { answerSignIn } from './sign-in-page.js';
import { refuse, type Visit, visitOf } from './visit.js';

/** A Fetch-style handler. `context` is for the hooks only; without one it is called with the request alone. */
export type Handler<Context = void> = (request: Request, context: Context) => Promise<Response>;

/** The pages of single sign-on, below the service provider's `pathPrefix`. */
export interface Handlers<Context = void> {
  /** Every page, by path; `path_unknown` for any other path. */
  readonly handle: Handler<Context>;
  /** GET or POST `…/sign-in` with `email` (where `signInByEmail` is true), or `…/<connectionId>/sign-in`; both take `returnTo`. */
  readonly signIn: Handler<Context>;
  /** POST `…/<connectionId>/acs`, and `…/acs` for connections that share it. */
  readonly assertionConsumerService: Handler<Context>;
  /** GET `…/<connectionId>/metadata`, and `…/metadata` for connections that share it. */
  readonly metadata: Handler<Context>;
  /** GET or POST `…/<connectionId>/logout` with a logout message of the identity provider. */
  readonly logout: Handler<Context>;
}

/**
 * Makes the HTTP handlers of a service provider. They read path, query, method, cookies and body of a request,
 * never its host; every response has the headers that keep it out of caches. Refused sign-ins get a page with a
 * reference. Throws `TypeError` for wrong options.
 */
export function createHandlers<Context = void>(
  serviceProvider: ServiceProvider,
  options: HandlerOptions<Context>,
): Handlers<Context> {
  const settings = readHandlerSettings(serviceProvider, options);
  const handlerFor =
    (names: readonly Page['name'][]): Handler<Context> =>
    (request, context) =>
      answer(visitOf(settings, request, context), names);
  return Object.freeze({
    handle: handlerFor(['sign-in', 'acs', 'metadata', 'logout']),
    signIn: handlerFor(['sign-in']),
    assertionConsumerService: handlerFor(['acs']),
    metadata: handlerFor(['metadata']),
    logout: handlerFor(['logout']),
  });
}

async function answer<Context>(visit: Visit<Context>, names: readonly Page['name'][]): Promise<Response> {
  const { page, settings, url } = visit;
  const isHidden = page?.name === 'sign-in' && page.connectionId === null && !settings.signInByEmail;
  if (page === null || isHidden || !names.includes(page.name)) {
    return refuse(visit, refusal('path_unknown', { path: url.pathname }));
  }
  switch (page.name) {
    case 'sign-in':
      return answerSignIn(visit);
    case 'acs':
      return answerAssertionConsumerService(visit, page.connectionId);
    case 'metadata':
      return answerMetadata(visit, page.connectionId);
    case 'logout':
      return answerLogout(visit, page.connectionId);
  }
}
