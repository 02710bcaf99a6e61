import type { ServerResponse } from 'node:http';
import type { AnySsoError } from '../errors/index.js';
import { createHandlers } from '../http/create-handlers.js';
import type { HandlerOptions } from '../http/handler-options.js';
import { protect } from '../http/protective-headers.js';
import type { ServiceProvider } from '../service-provider/create-service-provider.js';
import type { EndSessions, FinishedLogout } from '../service-provider/logout.js';
import { ownOption } from '../service-provider/own-option.js';
import { pageOf } from '../service-provider/service-provider-urls.js';
import type { SignIn } from '../service-provider/sign-in.js';
import type { TestSignIn } from '../service-provider/test-sign-in.js';
import type { IndexedSession } from '../stores/interfaces/sign-in.js';
import { pathnameOf, pathOf, type RequestLike, requestOf } from './request-of.js';
import { send } from './send.js';

/** What an Express application does at the end of a sign-in, with its own request and response. */
export interface ExpressOptions<Req extends RequestLike, Res extends ServerResponse> {
  /**
   * Makes the session of the person, with a new session id. Afterwards the browser is sent to
   * `signIn.returnTo`, unless this has answered already. When it throws, `sign_in_hook_failed` is reported and
   * the page for a refused sign-in is shown: set the session as the last thing that can fail.
   */
  onSignIn(signIn: SignIn, req: Req, res: Res): void | Promise<void>;
  /** May answer a refusal in the application's own way; where it does not answer, the page is shown. */
  onError?(
    error: AnySsoError,
    refused: { readonly reference: string; readonly req: Req; readonly res: Res },
  ): void | Promise<void>;
  /** May show an administrator how a test sign-in ended, as for `createHandlers`; else it goes on as there. */
  onTestSignIn?(
    test: TestSignIn,
    tested: { readonly samlResponse: string; readonly req: Req; readonly res: Res },
  ): void | Promise<void>;
  /** Ends sessions that the identity provider logged out, as for `createHandlers`; it must not answer. */
  onLogout?(sessions: readonly IndexedSession[], req: Req, res: Res): ReturnType<EndSessions>;
  /** May answer the end of a logout that the application began; else the person goes to `returnTo`. */
  onLoggedOut?(finished: FinishedLogout, req: Req, res: Res): void | Promise<void>;
  /** As for `createHandlers`. */
  readonly signInByEmail?: boolean;
  /** As for `createHandlers`. */
  readonly maxBodyBytes?: number;
}

/** Fits `app.use` and `router.use` of Express 4 and 5, and of whatever else speaks Connect. */
export type ExpressHandler<Req, Res> = (req: Req, res: Res, next: (error?: unknown) => void) => void;

/**
 * Serves the pages of single sign-on from an Express 4 or 5 application, at its root or mounted at the path
 * prefix; every other path goes to `next`. It needs no body parser, and bears one. Throws `TypeError` for wrong
 * options.
 */
export function toExpress<Req extends RequestLike = RequestLike, Res extends ServerResponse = ServerResponse>(
  serviceProvider: ServiceProvider,
  options: ExpressOptions<Req, Res>,
): ExpressHandler<Req, Res> {
  requireHooks(options);
  const { handle } = createHandlers<{ readonly req: Req; readonly res: Res }>(serviceProvider, {
    ...plainOptionsOf(options),
    ...furtherHooksOf(options),
    async onSignIn(signIn, _request, { req, res }) {
      setProtectiveHeaders(res);
      await withCookiesOnSuccess(res, () => options.onSignIn(signIn, req, res));
      return new Response(null, { status: 303, headers: { Location: signIn.returnTo } });
    },
    async onError(error, { reference, context: { req, res } }) {
      if (res.headersSent) return undefined;
      setProtectiveHeaders(res);
      await ownOption(options, 'onError')?.call(options, error, { reference, req, res });
      return undefined;
    },
  });
  return (req, res, next) => {
    const path = pathOf(req);
    const { pathPrefix } = serviceProvider;
    if (path === null || pageOf(pathPrefix, pathnameOf(path)) === null) return next();
    serve(path, req, res).catch(next);
  };

  async function serve(path: string, req: Req, res: Res): Promise<void> {
    await send(await handle(requestOf(req, serviceProvider.baseUrl, path), { req, res }), req, res);
  }
}

interface Platform<Req, Res> {
  readonly req: Req;
  readonly res: Res;
}

function furtherHooksOf<Req extends RequestLike, Res extends ServerResponse>(
  options: ExpressOptions<Req, Res>,
): Pick<HandlerOptions<Platform<Req, Res>>, 'onLogout' | 'onLoggedOut' | 'onTestSignIn'> {
  const onLogout = ownOption(options, 'onLogout');
  const onLoggedOut = ownOption(options, 'onLoggedOut');
  const onTestSignIn = ownOption(options, 'onTestSignIn');
  return {
    ...(onLogout && {
      onLogout: (sessions, _request, { req, res }) => onLogout.call(options, sessions, req, res),
    }),
    ...(onTestSignIn && {
      async onTestSignIn(test, { context: { req, res }, samlResponse }) {
        setProtectiveHeaders(res);
        await onTestSignIn.call(options, test, { samlResponse, req, res });
        return undefined;
      },
    }),
    ...(onLoggedOut && {
      async onLoggedOut(finished, _request, { req, res }) {
        setProtectiveHeaders(res);
        await onLoggedOut.call(options, finished, req, res);
        return undefined;
      },
    }),
  };
}

function requireHooks(options: { readonly onSignIn?: unknown; readonly onError?: unknown }): void {
  if (typeof options?.onSignIn !== 'function') throw new TypeError('onSignIn must be a function');
  const onError = ownOption(options, 'onError');
  if (onError !== undefined && typeof onError !== 'function') {
    throw new TypeError('onError must be a function');
  }
}

/** Runs the hook so that a failing one leaves no session cookie behind, nor a response that never ends. */
async function withCookiesOnSuccess(res: ServerResponse, hook: () => void | Promise<void>): Promise<void> {
  const before = res.getHeader('Set-Cookie');
  try {
    await hook();
  } catch (error) {
    if (res.headersSent) res.destroy();
    else if (before === undefined) res.removeHeader('Set-Cookie');
    else res.setHeader('Set-Cookie', before);
    throw error;
  }
}

function plainOptionsOf(
  options: Pick<HandlerOptions, 'maxBodyBytes' | 'signInByEmail'>,
): Pick<HandlerOptions, 'maxBodyBytes' | 'signInByEmail'> {
  const maxBodyBytes = ownOption(options, 'maxBodyBytes');
  const signInByEmail = ownOption(options, 'signInByEmail');
  return {
    ...(maxBodyBytes === undefined ? {} : { maxBodyBytes }),
    ...(signInByEmail === undefined ? {} : { signInByEmail }),
  };
}

function setProtectiveHeaders(res: ServerResponse): void {
  const headers = new Headers();
  protect(headers);
  for (const [name, value] of headers) res.setHeader(name, value);
}
