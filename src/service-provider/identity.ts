import type { Connection } from '../organizations/connection.js';
import type { NameId } from '../response/assertion.js';
import type { Claims } from '../response/claims.js';
import type { Identity } from './sign-in.js';

const UNSPECIFIED = 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified';
const PERSISTENT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent';
const TRANSIENT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient';

/**
 * The identity of a person at one identity provider of one connection. Its key is a JSON array, which no two different
 * identities share: `["tenant-object", connectionId, issuer, tenantId, objectId]` where Entra's two immutable claims are
 * there, else `["name-id", connectionId, issuer, format, value]`, followed by the NameQualifier where one tells such
 * NameIDs apart. All but the connection was signed by the identity provider, and what it says is its own word only:
 * without the Issuer, another identity provider in the same connection could repeat it and be everybody.
 *
 * @param connection the one that verified the message, whose Issuer URL the assertion's Issuer is
 */
export function identityOf(
  { id, issuerUrl }: Pick<Connection, 'id' | 'issuerUrl'>,
  claims: Claims,
  nameId: NameId,
): Identity {
  const { tenantId, objectId } = claims;
  if (tenantId && objectId) {
    return {
      kind: 'tenant-object',
      key: JSON.stringify(['tenant-object', id, issuerUrl, tenantId, objectId]),
    };
  }
  // An absent Format means unspecified (saml-core 2.2.2): writing it out later must not make another person.
  const format = nameId.format ?? UNSPECIFIED;
  const kind = format === TRANSIENT ? 'transient' : 'name-id';
  const key = [kind, id, issuerUrl, format, nameId.value];
  // Persistent and transient ones are qualified by the issuer at most; of the others each qualifier is a space of its own.
  const isOpaque = format === TRANSIENT || format === PERSISTENT;
  if (nameId.nameQualifier !== null && !isOpaque) key.push(nameId.nameQualifier);
  return { kind, key: JSON.stringify(key) };
}
