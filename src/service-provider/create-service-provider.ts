import { type AnySsoError, type Result, type Success, success } from '../errors/index.js';
import { type EntraSetting, entraSettings } from '../metadata/entra-settings.js';
import { serviceProviderMetadata } from '../metadata/service-provider-metadata.js';
import type { Connection } from '../organizations/connection.js';
import { type FinishedSignIn, finishSignIn } from './finish-sign-in.js';
import type { PostedAnswer } from './posted-answer.js';
import { type ReferencedRefusal, refused } from './refused.js';
import { type ConnectionUrls, derivedUrls, findConnection, urlsOf } from './service-provider-urls.js';
import { readSettings, type ServiceProviderOptions } from './settings.js';
import {
  type SignInRedirect,
  type SignInSubject,
  type StartSignInOptions,
  startSignIn,
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

  /** Takes the posted answer; every check of the walk, the claimed domain, and once only. */
  finishSignIn(answer: PostedAnswer): Promise<FinishedSignIn>;

  /** The addresses that a connection id has by default; the connection need not be stored yet. */
  urls(connectionId: string): ConnectionUrls;

  /** SAML metadata of a stored connection, enabled or not (saml-metadata 2.4.4). */
  metadata(connectionId: string): Promise<Result<string>>;

  /** What to enter in Entra for a stored connection, enabled or not. */
  entraSettings(connectionId: string): Promise<Result<readonly EntraSetting[]>>;

  /**
   * Gives a refusal that arose around the service provider (in an HTTP handler, in the application's own sign-in
   * code) a reference, and reports it as `sign_in_refused`.
   */
  reportRefusal(error: AnySsoError, connectionId: string | null): ReferencedRefusal;
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
    finishSignIn: (answer) => finishSignIn(settings, answer),
    urls: (connectionId) => derivedUrls(settings, connectionId),
    async metadata(connectionId) {
      const found = await findConnection(settings, connectionId);
      if (!found.ok) return found;
      return success(serviceProviderMetadata({ ...urlsOf(settings, found.value), ...keysOf(found.value) }));
    },
    async entraSettings(connectionId) {
      const found = await findConnection(settings, connectionId);
      if (!found.ok) return found;
      const { emailAttribute, firstNameAttribute, lastNameAttribute } = found.value;
      const names = { emailAttribute, firstNameAttribute, lastNameAttribute };
      return success(entraSettings({ ...urlsOf(settings, found.value), ...names }));
    },
    reportRefusal: (error, connectionId) => refused(settings, error, connectionId),
  });
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
