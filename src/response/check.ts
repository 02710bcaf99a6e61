import type { IdpCertificate } from '../certificates/idp-certificate.js';
import { type Refusal, type Result, success } from '../errors/index.js';
import type { Connection } from '../organizations/connection.js';
import type { Assertion } from './assertion.js';
import { authnStatementsViolation } from './check-authn-statements.js';
import { conditionsViolation } from './check-conditions.js';
import { envelopeViolation } from './check-envelope.js';
import { issuanceViolation } from './check-issuance.js';
import { subjectViolation } from './check-subject.js';
import type { Expectations } from './expectations.js';
import { extractedOf, type SignedAssertion } from './extract.js';

// Proof that an assertion was verified and fits every expectation. Only this file can make one.
class ValidAssertionProof {
  readonly #assertion: Assertion;
  readonly #connection: Connection;
  readonly #signedBy: IdpCertificate;

  constructor(assertion: Assertion, connection: Connection, signedBy: IdpCertificate) {
    this.#assertion = assertion;
    this.#connection = connection;
    this.#signedBy = signedBy;
  }

  static open(valid: ValidAssertion): { readonly assertion: Assertion; readonly connection: Connection } {
    return { assertion: valid.#assertion, connection: valid.#connection };
  }

  /** The checked content: a copy, so that nobody changes what `readClaims` reads. */
  get assertion(): Assertion {
    const attributes = [...this.#assertion.attributes].map(([name, values]) => [name, [...values]] as const);
    return { ...this.#assertion, attributes: new Map(attributes) };
  }

  /** The connection whose certificates verified it. */
  get connection(): Connection {
    return this.#connection;
  }

  /** The certificate whose key signed the assertion, or the Response around it where it has no signature of its own. */
  get signedBy(): IdpCertificate {
    return this.#signedBy;
  }
}
// An instance does not lead to its class either.
Reflect.deleteProperty(ValidAssertionProof.prototype, 'constructor');

/** An assertion that was verified, read from its signed bytes and checked. `assertion` holds the content. */
export type ValidAssertion = ValidAssertionProof;

/** Content and connection of a valid assertion. A forged `ValidAssertion` throws a TypeError. */
export const openValidAssertion: (valid: ValidAssertion) => {
  readonly assertion: Assertion;
  readonly connection: Connection;
} = ValidAssertionProof.open;

/** Check stage: the processing rules of saml-profiles 4.1.4.3 and saml-core 2 and 3, against required expectations. */
export function checkAssertion(signed: SignedAssertion, expectations: Expectations): Result<ValidAssertion> {
  const extracted = extractedOf(signed);
  const { assertion, connection, signedBy } = extracted;
  if (connection !== expectations.connection)
    throw new TypeError('the assertion was verified for another connection');
  const violation: Refusal | null =
    envelopeViolation(extracted, expectations) ??
    issuanceViolation(assertion, expectations) ??
    subjectViolation(assertion, expectations) ??
    conditionsViolation(assertion, expectations) ??
    authnStatementsViolation(assertion, expectations);
  return violation ?? success(new ValidAssertionProof(assertion, connection, signedBy));
}
