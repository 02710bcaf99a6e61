import { type AnySsoError, type Result, type Success, success } from '../errors/index.js';
import { type EntraSetting, entraSettings } from '../metadata/entra-settings.js';
import { serviceProviderMetadata } from '../metadata/service-provider-metadata.js';
import type { Addresses, Connection } from '../organizations/connection.js';
import type { IndexedSession } from '../stores/interfaces/sign-in.js';
import { type FinishedSignIn, finishSignIn } from './finish-sign-in.js';
import type {
  EndSessions,
  LogoutRedirect,
  LogoutStep,
  LogoutSubject,
  ReceivedLogout,
  StartLogoutOptions,
} from './logout.js';
import type { PostedAnswer } from './posted-answer.js';
import { receiveLogout } from './receive-logout.js';
import { type ReferencedRefusal, refused } from './refused.js';
import {
  type ConnectionUrls,
  derivedUrls,
  findConnection,
  sharedUrls,
  urlsOf,
} from './service-provider-urls.js';
import { addSession, type NewSession, removeSession } from './session-index.js';
import { readSettings, type ServiceProviderOptions, type Settings } from './settings.js';
import type { SignIn } from './sign-in.js';
import { startLogout } from './start-logout.js';
import {
  type SignInRedirect,
  type SignInSubject,
  type StartSignInOptions,
  startSignIn,
  startTestSignIn,
  type TestSubject,
} from './start-sign-in.js';

/** The service provider of one application: for all its organisations, over its stores and its clock. */
export interface ServiceProvider {
  /** Origin of the application, without a slash at the end. */
  readonly baseUrl: string;
  readonly pathPrefix: string;

  /** Sends a person to the identity provider, by email address (domain → organisation → connection) or by connection. */
  startSignIn(
    subject: SignInSubject,
    options?: StartSignInOptions,
  ): Promise<Success<SignInRedirect> | ReferencedRefusal>;

  /**
   * Sends an administrator to the identity provider to try a connection that is complete, enabled or not. The answer is
   * checked as that to a sign-in, in the same browser, and signs nobody in: `finishSignIn` gives its outcome as `test`
   * of a refusal, and `createHandlers` gives it to `onTestSignIn`. Whether the person may test is the application's to
   * check.
   */
  startTestSignIn(
    subject: TestSubject,
    options?: StartSignInOptions,
  ): Promise<Success<SignInRedirect> | ReferencedRefusal>;

  /** Takes the posted answer; every check of the walk, the claimed domain, and once only. */
  finishSignIn(answer: PostedAnswer): Promise<FinishedSignIn>;

  /** The addresses that a connection id has by default (`own`); the connection need not be stored yet. */
  urls(connectionId: string, addresses?: Addresses): ConnectionUrls;

  /**
   * SAML metadata of a stored connection, enabled or not (saml-metadata 2.4.4). Null: of the shared addresses alone,
   * without the keys, which each connection has of its own.
   */
  metadata(connectionId: string | null): Promise<Result<string>>;

  /** What to enter in Entra for a stored connection, enabled or not. */
  entraSettings(connectionId: string): Promise<Result<readonly EntraSetting[]>>;

  /** Whether single logout is on: whether the service provider has an index of sessions. */
  readonly handlesLogout: boolean;

  /** Puts a session that was made of a sign-in into the index; refused where it was logged out meanwhile. */
  addSession(signIn: SignIn, session: NewSession): Promise<Success<IndexedSession> | ReferencedRefusal>;

  /** Takes a session out of the index that ended without single logout. True when it was there. */
  removeSession(connectionId: string, sessionKey: string): Promise<Result<boolean>>;

  /**
   * Makes a LogoutRequest for a session, which leaves the index. End the application's own session first,
   * whatever this returns, and call it for a POST of the application's own pages only.
   */
  startLogout(
    subject: LogoutSubject,
    options?: StartLogoutOptions,
  ): Promise<Success<LogoutRedirect> | ReferencedRefusal>;

  /** Takes a message at the Logout URL: ends the sessions of a LogoutRequest and answers it, or finishes ours. */
  receiveLogout(
    received: ReceivedLogout,
    endSessions: EndSessions,
  ): Promise<Success<LogoutStep> | ReferencedRefusal>;

  /**
   * Gives a refusal that arose around the service provider (in an HTTP handler, in the application's own sign-in
   * code) a reference, and reports it as `sign_in_refused`, or `logout_refused`.
   */
  reportRefusal(
    error: AnySsoError,
    connectionId: string | null,
    during?: 'sign-in' | 'logout',
  ): ReferencedRefusal;
}

/**
 * Makes the service provider. Throws `TypeError` for options that could only fail later: a base URL that is
 * neither https nor http on a loopback host, a missing store, a lifetime out of range.
 */
export function createServiceProvider(options: ServiceProviderOptions): ServiceProvider {
  const settings = readSettings(options);
  return Object.freeze<ServiceProvider>({
    baseUrl: settings.origin,
    pathPrefix: settings.pathPrefix,
    startSignIn: (subject, startOptions = {}) => startSignIn(settings, subject, startOptions),
    startTestSignIn: (subject, startOptions = {}) => startTestSignIn(settings, subject, startOptions),
    finishSignIn: (answer) => finishSignIn(settings, answer),
    urls: (connectionId, addresses = 'own') => derivedUrls(settings, connectionId, addresses),
    async metadata(connectionId) {
      if (connectionId === null) return success(serviceProviderMetadata(sharedUrls(settings)));
      const found = await findConnection(settings, connectionId);
      if (!found.ok) return found;
      return success(
        serviceProviderMetadata({ ...publicUrls(settings, found.value), ...keysOf(found.value) }),
      );
    },
    async entraSettings(connectionId) {
      const found = await findConnection(settings, connectionId);
      if (!found.ok) return found;
      const { emailAttribute, firstNameAttribute, lastNameAttribute } = found.value;
      const names = { emailAttribute, firstNameAttribute, lastNameAttribute };
      return success(entraSettings({ ...publicUrls(settings, found.value), ...names }));
    },
    handlesLogout: settings.sessions !== null,
    addSession: (signIn, session) => addSession(settings, signIn, session),
    removeSession: (connectionId, sessionKey) => removeSession(settings, connectionId, sessionKey),
    startLogout: (subject, startOptions = {}) => startLogout(settings, subject, startOptions),
    receiveLogout: (received, endSessions) => receiveLogout(settings, received, endSessions),
    reportRefusal: (error, connectionId, during = 'sign-in') =>
      refused(settings, error, connectionId, during === 'logout' ? 'logout_refused' : 'sign_in_refused'),
  });
}

/** The addresses to publish: the Logout URL where somebody takes what arrives there. */
function publicUrls(settings: Settings, connection: Connection) {
  const { logoutUrl, ...urls } = urlsOf(settings, connection);
  return settings.sessions === null ? urls : { ...urls, logoutUrl };
}

/** Both keys for both uses, the current one first: an identity provider learns of the next one before it is used. */
function keysOf({ keys, signAuthnRequests }: Connection) {
  if (keys === null) return {};
  const certificates = [keys.current, ...(keys.next === null ? [] : [keys.next])].map(
    ({ certificate }) => certificate.pem,
  );
  return {
    signingCertificates: certificates,
    encryptionCertificates: certificates,
    authnRequestsSigned: signAuthnRequests,
  };
}
