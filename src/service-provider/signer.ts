import { constants, sign } from 'node:crypto';
import { privateKeyOf, type ServiceProviderKey } from '../certificates/service-provider-key.js';
import type { Connection } from '../organizations/connection.js';
import type { MessageSigner } from '../request/outgoing-message.js';

/** Signs with the connection's current key; null where it has none. */
export function signerOf({ keys }: Connection): MessageSigner | null {
  return keys === null ? null : signerWith(keys.current);
}

/** The same for a connection that demands signatures: nothing goes out unsigned for lack of a key. */
export function requireSigner(connection: Connection): MessageSigner {
  const signer = signerOf(connection);
  if (signer === null)
    throw new TypeError(`Connection ${JSON.stringify(connection.id)} has no key to sign with`);
  return signer;
}

function signerWith(key: ServiceProviderKey): MessageSigner {
  return { certificatePem: key.certificate.pem, sign: (octets) => sign('sha256', octets, pkcs1(key)) };
}

/** With the padding named: node:crypto would look for it on the key, and find what pollutes `Object.prototype`. */
function pkcs1(key: ServiceProviderKey): Parameters<typeof sign>[2] {
  const padding = constants.RSA_PKCS1_PADDING;
  const options = { key: privateKeyOf(key), padding, dsaEncoding: 'der', saltLength: undefined };
  return Object.assign(Object.create(null), options);
}
