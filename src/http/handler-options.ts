import type { AnySsoError } from '../errors/index.js';
import type { ServiceProvider } from '../service-provider/create-service-provider.js';
import type { EndSessions, FinishedLogout } from '../service-provider/logout.js';
import { ownOption } from '../service-provider/own-option.js';
import type { SignIn } from '../service-provider/sign-in.js';
import type { TestSignIn } from '../service-provider/test-sign-in.js';
import type { IndexedSession } from '../stores/interfaces/sign-in.js';

/** What the application does at the end of a sign-in. `Context` is whatever its platform passes along. */
export interface HandlerOptions<Context = void> {
  /**
   * Makes the session of the person and answers, as a rule with a redirect to `signIn.returnTo`. Rotate the
   * session's id here. When it throws, nobody is signed in and `sign_in_hook_failed` is reported.
   */
  onSignIn(signIn: SignIn, request: Request, context: Context): Response | Promise<Response>;
  /**
   * Ends sessions that the identity provider logged out, each by its `sessionKey`, without any cookie of the
   * person. What could not be ended is returned as `remaining`; when it throws, the identity provider is told that
   * the logout failed. Required with a service provider that has `sessions`.
   */
  onLogout?(sessions: readonly IndexedSession[], request: Request, context: Context): ReturnType<EndSessions>;
  /**
   * Answers the end of a logout that the application began; undefined sends the person to `returnTo`. When it throws,
   * `logged_out_hook_failed` is reported and answered.
   */
  onLoggedOut?(
    finished: FinishedLogout,
    request: Request,
    context: Context,
  ): Response | undefined | Promise<Response | undefined>;
  /**
   * Shows an administrator how a test sign-in ended; undefined sends the person to `test.returnTo`, or to the page for a
   * refusal. The answer came in the browser that began the test; that its person is an administrator still, the
   * application checks. Make no session of it. When it throws, `test_sign_in_hook_failed` is reported and answered.
   */
  onTestSignIn?(
    test: TestSignIn,
    tested: TestedRequest<Context>,
  ): Response | undefined | Promise<Response | undefined>;
  /** Answers a refusal in the application's own way; undefined leaves it to the page of claimgate. */
  onError?(
    error: AnySsoError,
    refused: RefusedRequest<Context>,
  ): Response | undefined | Promise<Response | undefined>;
  /**
   * Whether `…/sign-in` takes an email address and sends the browser to the identity provider of its domain. Whoever
   * asks there learns which domains are customers', and where these sign in. Without it nobody does: the page is
   * `path_unknown` whatever is asked, and nothing is looked up. Sign-ins then start at `…/<connectionId>/sign-in`, or
   * by `startSignIn` once the person has proven to read mail at the address. Default false.
   */
  readonly signInByEmail?: boolean;
  /** Most bytes of a posted form, 16384–4194304. Default 409600, which holds a SAMLResponse of 256 KiB. */
  readonly maxBodyBytes?: number;
}

/** The request that ended a test, and what the identity provider sent, as for `inspectSamlResponse`. */
export interface TestedRequest<Context = void> {
  readonly request: Request;
  readonly context: Context;
  /** The form field as it was posted. It is personal data: show it to the administrator, and keep it nowhere. */
  readonly samlResponse: string;
}

/** The request that was refused, and the reference under which the log has it. */
export interface RefusedRequest<Context = void> {
  readonly request: Request;
  readonly reference: string;
  readonly context: Context;
}

/** The options, checked and resolved, beside the service provider. */
export interface HandlerSettings<Context> {
  readonly serviceProvider: ServiceProvider;
  readonly maxBodyBytes: number;
  readonly signInByEmail: boolean;
  readonly onSignIn: HandlerOptions<Context>['onSignIn'];
  readonly onError: HandlerOptions<Context>['onError'] | null;
  readonly onTestSignIn: HandlerOptions<Context>['onTestSignIn'] | null;
  readonly onLogout: NonNullable<HandlerOptions<Context>['onLogout']>;
  readonly onLoggedOut: HandlerOptions<Context>['onLoggedOut'] | null;
}

const DEFAULT_MAX_BODY_BYTES = 400 * 1024;

/** Throws `TypeError` for options that could only fail at somebody's sign-in. */
export function readHandlerSettings<Context>(
  serviceProvider: ServiceProvider,
  options: HandlerOptions<Context>,
): HandlerSettings<Context> {
  if (typeof serviceProvider?.finishSignIn !== 'function') {
    throw new TypeError('serviceProvider must come from createServiceProvider');
  }
  if (typeof options?.onSignIn !== 'function') throw new TypeError('onSignIn must be a function');
  const onError = optionalHook(options, 'onError');
  const onTestSignIn = optionalHook(options, 'onTestSignIn');
  const onLogout = optionalHook(options, 'onLogout');
  const onLoggedOut = optionalHook(options, 'onLoggedOut');
  if (serviceProvider.handlesLogout === (onLogout === undefined)) {
    throw new TypeError('single logout takes both: sessions of the service provider, and onLogout');
  }
  const maxBodyBytes = ownOption(options, 'maxBodyBytes') ?? DEFAULT_MAX_BODY_BYTES;
  if (!Number.isInteger(maxBodyBytes) || maxBodyBytes < 16_384 || maxBodyBytes > 4_194_304) {
    throw new TypeError('maxBodyBytes must be a whole number from 16384 to 4194304');
  }
  const signInByEmail = ownOption(options, 'signInByEmail') ?? false;
  if (typeof signInByEmail !== 'boolean') throw new TypeError('signInByEmail must be a boolean');
  return {
    serviceProvider,
    maxBodyBytes,
    signInByEmail,
    onSignIn: (signIn, request, context) => options.onSignIn(signIn, request, context),
    onError: onError === undefined ? null : (error, refused) => onError.call(options, error, refused),
    onTestSignIn:
      onTestSignIn === undefined ? null : (test, tested) => onTestSignIn.call(options, test, tested),
    onLogout: (sessions, request, context) => onLogout?.call(options, sessions, request, context),
    onLoggedOut:
      onLoggedOut === undefined
        ? null
        : (finished, request, context) => onLoggedOut.call(options, finished, request, context),
  };
}

function optionalHook<Context, Name extends 'onError' | 'onLogout' | 'onLoggedOut' | 'onTestSignIn'>(
  options: HandlerOptions<Context>,
  name: Name,
): HandlerOptions<Context>[Name] {
  const hook = ownOption(options, name);
  if (hook !== undefined && typeof hook !== 'function') throw new TypeError(`${name} must be a function`);
  return hook;
}
