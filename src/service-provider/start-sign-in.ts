import { type Result, refusal, type Success, success } from '../errors/index.js';
import type { Connection } from '../organizations/connection.js';
import { parseEmailAddress } from '../organizations/email-address.js';
import { routeByEmail } from '../organizations/resolve.js';
import { buildAuthnRequest } from '../request/authn-request.js';
import { browserCookieName, newBrowserBinding } from '../request/browser-binding.js';
import { type Delivery, deliverMessage } from '../request/deliver-message.js';
import { newRelayState, newRequestId } from '../request/identifiers.js';
import { requireRelayState } from '../request/outgoing-message.js';
import type { PostForm } from '../request/post-form.js';
import type { PendingRequest } from '../stores/interfaces/sign-in.js';
import { askStore } from './ask-store.js';
import { ownOption } from './own-option.js';
import { type ReferencedRefusal, refused } from './refused.js';
import { readReturnPlace } from './return-place.js';
import { findConnection, findEnabledConnection, urlsOf } from './service-provider-urls.js';
import type { Settings } from './settings.js';
import { requireSigner } from './signer.js';

/** Who signs in: the person of an address, or whoever the identity provider of a connection lets choose. */
export type SignInSubject = { readonly email: string } | { readonly connectionId: string };

/** Which connection of which organisation an administrator tests. */
export interface TestSubject {
  readonly organizationId: string;
  readonly connectionId: string;
}

export interface StartSignInOptions {
  /** Path on our own site to go to after signing in, with its query. Default `/`. */
  readonly returnTo?: string;
  /** Demand a fresh authentication (saml-core 3.4.1). Default false. */
  readonly forceAuthn?: boolean;
  /** Ask for an answer without any dialogue (saml-core 3.4.1). Default false. */
  readonly isPassive?: boolean;
  /** User name that Entra fills in. Default: the address, when there is one. */
  readonly loginHint?: string;
  /** A verified federated domain of the tenant, so that Entra skips its own page. Default: none. */
  readonly domainHint?: string;
}

/** Where to send the browser, and the cookie without which the answer will not be taken. */
export interface SignInRedirect {
  readonly url: string;
  /** The form to post to `url` where the connection's `authnRequestBinding` is `post`; null for a redirect. */
  readonly form: PostForm | null;
  readonly requestId: string;
  readonly connectionId: string;
  /** Set it with `Path=/; Secure; HttpOnly; SameSite=None`: the answer is a POST from another site. */
  readonly cookie: { readonly name: string; readonly value: string; readonly maxAgeSeconds: number };
}

/** Chooses the connection, remembers the request and builds the redirect to the identity provider. */
export async function startSignIn(
  settings: Settings,
  subject: SignInSubject,
  options: StartSignInOptions,
): Promise<Success<SignInRedirect> | ReferencedRefusal> {
  const who = readSubject(subject);
  const connection = await chooseConnection(settings, who);
  if (!connection.ok) return refused(settings, connection.error, who.connectionId);
  const sent = await sendToProvider(settings, connection.value, 'sign-in', who.email, options);
  if (!sent.ok) return sent;
  const { connectionId, requestId } = sent.value;
  const { organizationId } = connection.value;
  settings.emit({ type: 'sign_in_started', at: settings.now(), organizationId, connectionId, requestId });
  return sent;
}

/**
 * Starts a test sign-in of a connection that need not be enabled. A connection of another organisation is as unknown as
 * one that does not exist.
 */
export async function startTestSignIn(
  settings: Settings,
  { connectionId, organizationId }: TestSubject,
  options: StartSignInOptions,
): Promise<Success<SignInRedirect> | ReferencedRefusal> {
  const found = await findConnection(settings, connectionId);
  const connection =
    found.ok && found.value.organizationId !== organizationId
      ? refusal('connection_unknown', { connectionId })
      : found;
  if (!connection.ok) return refused(settings, connection.error, connectionId);
  return sendToProvider(settings, connection.value, 'test', null, options);
}

async function sendToProvider(
  settings: Settings,
  connection: Connection,
  purpose: 'sign-in' | 'test',
  email: string | null,
  options: StartSignInOptions,
): Promise<Success<SignInRedirect> | ReferencedRefusal> {
  const returnTo = readReturnPlace(settings, ownOption(options, 'returnTo'));
  if (!returnTo.ok) return refused(settings, returnTo.error, connection.id);

  const binding = newBrowserBinding();
  const request = pendingRequest(settings, connection, {
    purpose,
    browserHash: binding.hash,
    returnTo: returnTo.value,
    forceAuthn: ownOption(options, 'forceAuthn') === true,
  });
  const delivery = await deliveryOf(settings, connection, request, email, options);
  const saved = await askStore('requests', () => settings.requests.save(request));
  if (!saved.ok) return refused(settings, saved.error, connection.id);

  const { id: requestId, connectionId } = request;
  const cookie = {
    name: browserCookieName(requestId),
    value: binding.secret,
    maxAgeSeconds: settings.requestLifetimeSeconds,
  };
  return success({ ...delivery, requestId, connectionId, cookie });
}

interface Subject {
  readonly email: string | null;
  readonly connectionId: string | null;
}

function readSubject(subject: SignInSubject): Subject {
  const given: { readonly email?: string; readonly connectionId?: string } = subject;
  const email = ownOption(given, 'email') ?? null;
  const connectionId = ownOption(given, 'connectionId') ?? null;
  if ((email === null) === (connectionId === null)) {
    throw new TypeError('startSignIn takes either { email } or { connectionId }');
  }
  return { email, connectionId };
}

async function chooseConnection(settings: Settings, who: Subject): Promise<Result<Connection>> {
  if (who.email === null) return findEnabledConnection(settings, who.connectionId ?? '');
  const email = parseEmailAddress(who.email);
  if (!email.ok) return refusal('sign_in_email_invalid', { reason: email.reason });
  const route = await routeByEmail(email.value, settings);
  return route.ok ? success(route.value.connection) : route;
}

function pendingRequest(
  settings: Settings,
  connection: Connection,
  given: Pick<PendingRequest, 'purpose' | 'browserHash' | 'returnTo' | 'forceAuthn'>,
): PendingRequest {
  const issuedAt = settings.now();
  return {
    id: newRequestId(),
    organizationId: connection.organizationId,
    connectionId: connection.id,
    connectionVersion: connection.version,
    relayState: newRelayState(),
    ...given,
    issuedAt,
    expiresAt: new Date(issuedAt.getTime() + settings.requestLifetimeSeconds * 1000),
  };
}

async function deliveryOf(
  settings: Settings,
  connection: Connection,
  request: PendingRequest,
  email: string | null,
  options: StartSignInOptions,
): Promise<Delivery> {
  const { entityId, assertionConsumerServiceUrl } = urlsOf(settings, connection);
  const xml = await buildAuthnRequest({
    connection,
    entityId,
    assertionConsumerServiceUrl,
    id: request.id,
    issuedAt: request.issuedAt,
    forceAuthn: request.forceAuthn,
    isPassive: ownOption(options, 'isPassive') === true,
  });
  const hints = {
    loginHint: ownOption(options, 'loginHint') ?? email,
    domainHint: ownOption(options, 'domainHint') ?? null,
  };
  const { authnRequestBinding: binding, signAuthnRequests, signInUrl: address } = connection;
  return deliverMessage(
    { address, binding, hints },
    { field: 'SAMLRequest', xml, relayState: requireRelayState(request.relayState) },
    signAuthnRequests ? requireSigner(connection) : null,
  );
}
