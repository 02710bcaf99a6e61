import { randomBytes } from 'node:crypto';

/**
 * Makes the ID of a message: `_` and 160 random bits in hexadecimal. It is an NCName, so it does not begin with
 * a digit, which Entra refuses. See saml-core 1.3.4.
 */
export function newRequestId(): string {
  return `_${randomBytes(20).toString('hex')}`;
}

/**
 * Makes the handle that is sent as RelayState: 256 random bits in 43 characters of base64url, well below the
 * 80 octets that saml-bindings 3.4.3 allows. It tells nothing; what it stands for stays in the request store.
 */
export function newRelayState(): string {
  return randomBytes(32).toString('base64url');
}
