import type { AnySsoError } from '../errors/index.js';
import type { ConnectionWarning } from '../organizations/connection.js';
import type { Claims } from '../response/claims.js';
import type { Identity } from './sign-in.js';

/**
 * How a test sign-in ended, for the administrator who began it: the answer came in the same browser. It signs nobody
 * in; keep it by `recordTest` of the connections.
 */
export type TestSignIn = PassedTestSignIn | RefusedTestSignIn;

interface TestedConnection {
  readonly organizationId: string;
  readonly connectionId: string;
  /** The version that was tested. */
  readonly version: number;
  /** Path on our own site to go to afterwards. */
  readonly returnTo: string;
}

/** The answer passed every check that a sign-in passes. */
export interface PassedTestSignIn extends TestedConnection {
  readonly passed: true;
  readonly code: null;
  readonly reference: null;
  /** The address, its domain as A-labels. */
  readonly email: string;
  /** The verified claimed domain that the address belongs to. */
  readonly emailDomain: string;
  readonly claims: Claims;
  /** What people of this connection would be recognised by. */
  readonly identityKind: Identity['kind'];
  /** SHA-256 (base64url, SPKI) of the key that verified the answer. */
  readonly publicKeyHash: string;
  /** Of the connection. */
  readonly warnings: readonly ConnectionWarning[];
}

/** A person would not be signed in. Details and remedy of the error are for administrators. */
export interface RefusedTestSignIn extends TestedConnection {
  readonly passed: false;
  readonly code: AnySsoError['code'];
  /** The event `test_sign_in_refused` has the same. */
  readonly reference: string;
  readonly error: AnySsoError;
  readonly publicKeyHash: null;
}
