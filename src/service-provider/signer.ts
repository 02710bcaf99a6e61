import { sign } from 'node:crypto';
import { privateKeyOf, type ServiceProviderKey } from '../certificates/service-provider-key.js';
import type { Connection } from '../organizations/connection.js';
import type { MessageSigner } from '../request/outgoing-message.js';

/** Signs with the connection's current key; null where it has none. */
export function signerOf(connection: Connection): MessageSigner | null {
  const { keys } = connection as { readonly keys?: { readonly current: ServiceProviderKey } | null };
  return keys ? signerWith(keys.current) : null;
}

/** The same for a connection that demands signatures: nothing goes out unsigned for lack of a key. */
export function requireSigner(connection: Connection): MessageSigner {
  const signer = signerOf(connection);
  if (signer === null)
    throw new TypeError(`Connection ${JSON.stringify(connection.id)} has no key to sign with`);
  return signer;
}

function signerWith(key: ServiceProviderKey): MessageSigner {
  return {
    certificatePem: key.certificate.pem,
    sign: (octets) => sign('sha256', octets, privateKeyOf(key)),
  };
}
