/** A SAML message of ours on its way through a browser. */
export interface OutgoingMessage {
  /** Requests and responses have fields of their own (saml-bindings 3.4.4, 3.5.4). */
  readonly field: 'SAMLRequest' | 'SAMLResponse';
  readonly xml: string;
  /** Null leaves the parameter out. */
  readonly relayState: string | null;
}

/** Signs what leaves the house, RSA-SHA256. The private key never leaves its holder. */
export interface MessageSigner {
  /** PEM; it goes along in the KeyInfo of an XML signature, which tells the receiver which key to try. */
  readonly certificatePem: string;
  /** RSASSA-PKCS1-v1_5 with SHA-256 over the octets. */
  sign(octets: Uint8Array): Uint8Array;
}

export const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';

const MAX_RELAY_STATE_OCTETS = 80;

/** Throws `TypeError` for a handle of ours beyond the 80 octets of saml-bindings 3.4.3. */
export function requireRelayState(relayState: string): string {
  if (relayState === '' || Buffer.byteLength(relayState, 'utf8') > MAX_RELAY_STATE_OCTETS) {
    throw new TypeError(`RelayState must have 1 to ${MAX_RELAY_STATE_OCTETS} octets`);
  }
  return relayState;
}
