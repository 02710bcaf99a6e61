import type { NoDetails, Rows } from '../catalogue-row.js';
import { ASK_ADMINISTRATOR, START_AGAIN, TRY_LATER } from '../public-messages.js';

export interface SignInErrors {
  connection_unknown: { readonly connectionId: string };
  connection_disabled: { readonly connectionId: string };
  connection_mismatch: { readonly expected: string; readonly received: string };
  connection_changed: { readonly connectionId: string };
  request_unknown: { readonly inResponseTo: string };
  request_expired: { readonly inResponseTo: string };
  request_already_used: { readonly inResponseTo: string };
  browser_mismatch: { readonly cookie: 'missing' | 'different' };
  relay_state_mismatch: NoDetails;
  return_to_not_allowed: { readonly received: string };
  unsolicited_not_allowed: { readonly connectionId: string };
  unsolicited_encrypted_too_many: { readonly connectionId: string };
  issuer_unknown: { readonly issuer: string | null };
  issuer_not_unique: { readonly issuer: string; readonly count: number };
  assertion_replayed: { readonly assertionId: string };
  store_unavailable: { readonly store: string; readonly reason: string };
  sign_in_hook_failed: { readonly reason: string };
  test_sign_in_only: { readonly connectionId: string };
  test_sign_in_hook_failed: { readonly reason: string };
}

const AGAIN = 'Start the sign-in from the application again.';

export const signInRows: Rows<SignInErrors> = {
  connection_unknown: {
    meaning: 'No connection has this id.',
    publicMessage: ASK_ADMINISTRATOR,
    remedy: 'Compare the Reply URL in Entra’s Basic SAML Configuration with the one in the settings.',
  },
  connection_disabled: {
    meaning: 'The connection is not enabled.',
    publicMessage: ASK_ADMINISTRATOR,
    remedy: 'Enable single sign-on in the organisation’s settings.',
  },
  connection_mismatch: {
    meaning:
      'The answer arrived at the address of another connection than the one that was asked, or at the shared one instead of the connection’s own, or the reverse.',
    publicMessage: START_AGAIN,
    remedy: `${AGAIN} If it repeats, compare the Reply URL in Entra’s Basic SAML Configuration with the one in the settings; details say “(shared)” for the shared one.`,
  },
  connection_changed: {
    meaning: 'The connection was changed while the sign-in was under way.',
    publicMessage: START_AGAIN,
    remedy: AGAIN,
  },
  request_unknown: {
    meaning: 'The answer names a request that this application did not make, or no longer knows.',
    publicMessage: START_AGAIN,
    remedy: `${AGAIN} With several instances they must share one request store.`,
    reference: 'saml-profiles 4.1.4.3',
  },
  request_expired: {
    meaning: 'The person took longer to sign in than a request lives.',
    publicMessage: START_AGAIN,
    remedy: AGAIN,
    reference: 'saml-profiles 4.1.4.3',
  },
  request_already_used: {
    meaning: 'The request was answered before; each request admits one answer.',
    publicMessage: START_AGAIN,
    remedy: AGAIN,
    reference: 'saml-profiles 4.1.4.3',
  },
  browser_mismatch: {
    meaning: 'The browser that brings the answer is not the one that made the request.',
    publicMessage: START_AGAIN,
    remedy:
      'The cookie of the request is missing or different: the site must run on https, cookies must be allowed, and the sign-in must finish in the browser in which it began.',
  },
  relay_state_mismatch: {
    meaning: 'RelayState is not the one that was sent with the request.',
    publicMessage: START_AGAIN,
    remedy: AGAIN,
    reference: 'saml-bindings 3.5.3',
  },
  return_to_not_allowed: {
    meaning: 'The address to return to is not a path on this site.',
    publicMessage: START_AGAIN,
    remedy: 'Pass a path that begins with one slash, such as /reports?week=12.',
    reference: 'saml-bindings 3.1.1',
  },
  unsolicited_not_allowed: {
    meaning: 'The message answers no request, and the connection does not allow IdP-initiated sign-in.',
    publicMessage: START_AGAIN,
    remedy:
      'Set the Sign-on URL in Entra’s Basic SAML Configuration so that the My Apps tile starts at the application, or set allowIdpInitiated on the connection.',
    reference: 'saml-profiles 4.1.5',
  },
  unsolicited_encrypted_too_many: {
    meaning:
      'More encrypted messages than the quota came that answer no request and whose Response is unsigned; anybody can write such messages, and each is remembered for a day.',
    publicMessage: TRY_LATER,
    remedy:
      'Sign-ins that start at the application go on. If people sign in from the My Apps tile in such numbers, set the Sign-on URL in Entra so that the tile starts at the application, or let the identity provider sign the Response; else somebody is flooding the Reply URL: limit requests to it by their source.',
    reference: 'saml-profiles 4.1.5',
  },
  issuer_unknown: {
    meaning:
      'The message answers no request, came to the shared Reply URL, and no enabled connection that shares it has its Issuer.',
    publicMessage: START_AGAIN,
    remedy:
      'Compare the Issuer URL of the connection with the Microsoft Entra Identifier; a connection with addresses of its own needs its own Reply URL in Entra’s Basic SAML Configuration.',
    reference: 'saml-profiles 4.1.5',
  },
  issuer_not_unique: {
    meaning:
      'The message answers no request, several enabled connections with shared addresses have its Issuer (details.count), and nothing tells them apart: its signature names no proven certificate of one of them, or they have the key in common.',
    publicMessage: ASK_ADMINISTRATOR,
    remedy:
      'After a new certificate, run the test sign-in, which proves its key. Else give all but one of the connections with this Issuer URL addresses of their own (addresses: own), and enter those in their Entra application; a store must hold Issuer URL and proven public key together unique among enabled shared ones. Sign-ins that start at the application are not concerned.',
    reference: 'saml-core 8.3.6',
  },
  assertion_replayed: {
    meaning: 'This assertion was used before.',
    publicMessage: START_AGAIN,
    remedy: `${AGAIN} If it repeats, treat it as an attack.`,
    reference: 'saml-profiles 4.1.4.5',
  },
  store_unavailable: {
    meaning: 'A store did not answer; nobody is signed in without it.',
    publicMessage: TRY_LATER,
    remedy: 'Look at the store named in details.store.',
  },
  sign_in_hook_failed: {
    meaning: 'The application’s own onSignIn failed; nobody is signed in.',
    publicMessage: TRY_LATER,
    remedy: 'Look at the error that the application’s onSignIn threw (error.cause).',
  },
  test_sign_in_only: {
    meaning: 'A test sign-in passed every check; it signs nobody in.',
    publicMessage: START_AGAIN,
    remedy: 'Give createHandlers onTestSignIn, which shows the administrator how the test ended.',
  },
  test_sign_in_hook_failed: {
    meaning: 'The application’s own onTestSignIn failed; nobody would have been signed in anyway.',
    publicMessage: TRY_LATER,
    remedy: 'Look at the error that the application’s onTestSignIn threw (error.cause).',
  },
};
