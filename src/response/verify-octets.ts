import { constants, type KeyObject, type VerifyKeyObjectInput, verify } from 'node:crypto';
import type { IdpCertificate } from '../certificates/idp-certificate.js';
import type { Connection } from '../organizations/connection.js';

/** A signature value over octets: RSASSA-PKCS1-v1_5 with this hash. */
export interface OctetSignature {
  readonly hash: string;
  readonly octets: Uint8Array;
  readonly value: Uint8Array;
}

/** Whose key made a signature: one that the connection trusts, one that has expired and is refused, or nobody's. */
export type SignatureMaker =
  | { readonly by: 'trusted'; readonly certificate: IdpCertificate }
  | { readonly by: 'expired'; readonly certificate: IdpCertificate }
  | { readonly by: 'nobody' };

/** Tries every certificate of the connection; an expired one counts where the connection accepts those. */
export function makerOf(signature: OctetSignature, connection: Connection, now: Date): SignatureMaker {
  const { hash, octets, value } = signature;
  const verifies = ({ publicKey }: IdpCertificate): boolean => verify(hash, octets, pkcs1(publicKey), value);
  const trusted = trustedCertificates(connection, now);
  const maker = trusted.find(verifies);
  if (maker !== undefined) return { by: 'trusted', certificate: maker };
  const certificate = connection.certificates.find((each) => !trusted.includes(each) && verifies(each));
  return certificate === undefined ? { by: 'nobody' } : { by: 'expired', certificate };
}

/** Valid up to and including notAfter (RFC 5280 §4.1.2.5). */
function trustedCertificates(
  { certificates, expiredCertificates }: Connection,
  now: Date,
): readonly IdpCertificate[] {
  return expiredCertificates === 'refuse'
    ? certificates.filter(({ notAfter }) => notAfter >= now)
    : certificates;
}

/** A key with its padding named: node:crypto would look for it on the key, and find what pollutes `Object.prototype`. */
function pkcs1(key: KeyObject): VerifyKeyObjectInput {
  const padding = constants.RSA_PKCS1_PADDING;
  return Object.assign(Object.create(null), { key, padding, dsaEncoding: 'der', saltLength: undefined });
}
