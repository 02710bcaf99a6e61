import type { Connection } from '../organizations/connection.js';
import type { Assertion } from './assertion.js';

// The proof that an assertion passed every check of the walk. The class is not exported as a value: nobody
// but the check stage can make one, and a forged object throws a TypeError where it is opened.
class ValidAssertionProof {
  readonly #assertion: Assertion;
  readonly #connection: Connection;

  constructor(assertion: Assertion, connection: Connection) {
    this.#assertion = assertion;
    this.#connection = connection;
  }

  /** The checked content. */
  get assertion(): Assertion {
    return this.#assertion;
  }

  /** The connection whose keys verified it. */
  get connection(): Connection {
    return this.#connection;
  }
}

/** An assertion that was verified, read from its signed bytes and checked. `.assertion` holds the content. */
export type ValidAssertion = ValidAssertionProof;

/** For the check stage only; the architecture test holds every other file to that. */
export function mintValidAssertion(assertion: Assertion, connection: Connection): ValidAssertion {
  return new ValidAssertionProof(assertion, connection);
}
