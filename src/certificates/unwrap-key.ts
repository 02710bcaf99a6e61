import { constants, hash, type KeyObject, privateDecrypt, timingSafeEqual } from 'node:crypto';
import { privateKeyOf, type ServiceProviderKey } from './service-provider-key.js';

/** Hashes of RSA-OAEP by the names of node:crypto. */
export type OaepHash = 'sha1' | 'sha256' | 'sha384' | 'sha512';

/** RSAES-OAEP with its three parameters (RFC 8017 §7.1, xmlenc-core 5.5.2). */
export interface OaepParameters {
  readonly digest: OaepHash;
  /** Hash of the mask generation function MGF1. */
  readonly maskDigest: OaepHash;
  readonly label: Buffer;
}

/**
 * Unwraps a symmetric key of `length` bytes with RSA-OAEP; null where it cannot be. Nothing tells why: whoever
 * learned which check failed could decrypt without the key (Manger 2001).
 */
export function unwrapKey(
  key: ServiceProviderKey,
  wrapped: Buffer,
  parameters: OaepParameters,
  length: number,
): Buffer | null {
  const privateKey = privateKeyOf(key);
  // OpenSSL takes a shorter number too, so that one wrapped key could be written in two ways, and be tried twice.
  if (wrapped.length * 8 !== privateKey.asymmetricKeyDetails?.modulusLength) return null;
  const unwrapped = decrypted(privateKey, wrapped, parameters);
  return unwrapped?.length === length ? unwrapped : null;
}

function decrypted(key: KeyObject, wrapped: Buffer, parameters: OaepParameters): Buffer | null {
  const { digest, maskDigest, label } = parameters;
  try {
    if (digest === maskDigest) {
      const padding = constants.RSA_PKCS1_OAEP_PADDING;
      const oaepLabel = label.length === 0 ? {} : { oaepLabel: label };
      return privateDecrypt({ key, padding, oaepHash: digest, ...oaepLabel }, wrapped);
    }
    // Node takes one hash for both, but rsa-oaep-mgf1p with SHA-256 means MGF1 with SHA-1.
    return decoded(privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, wrapped), parameters);
  } catch {
    return null;
  }
}

/** EME-OAEP decoding (RFC 8017 §7.1.2, step 3) that looks at every byte whatever it finds. */
function decoded(encoded: Buffer, { digest, maskDigest, label }: OaepParameters): Buffer | null {
  const labelHash = hash(digest, label, 'buffer');
  const { length } = labelHash;
  const maskedSeed = encoded.subarray(1, 1 + length);
  const maskedBlock = encoded.subarray(1 + length);
  const seed = xor(maskedSeed, mask(maskedBlock, length, maskDigest));
  const block = xor(maskedBlock, mask(seed, maskedBlock.length, maskDigest));
  let wrong = encoded.readUInt8(0) | Number(!timingSafeEqual(block.subarray(0, length), labelHash));
  let found = 0;
  let start = 0;
  for (let i = length; i < block.length; i++) {
    const byte = block.readUInt8(i);
    const isOne = ((byte ^ 1) - 1) >>> 31;
    const isZero = (byte - 1) >>> 31;
    const isFirst = isOne & (found ^ 1);
    start |= -isFirst & (i + 1);
    wrong |= (found ^ 1) & (isOne ^ 1) & (isZero ^ 1);
    found |= isOne;
  }
  return (wrong | (found ^ 1)) === 0 ? block.subarray(start) : null;
}

/** MGF1 (RFC 8017 §B.2.1). */
function mask(seed: Buffer, length: number, digest: OaepHash): Buffer {
  const parts: Buffer[] = [];
  for (let made = 0, counter = 0; made < length; counter++) {
    const counterOctets = Buffer.alloc(4);
    counterOctets.writeUInt32BE(counter);
    const part = hash(digest, Buffer.concat([seed, counterOctets]), 'buffer');
    parts.push(part);
    made += part.length;
  }
  return Buffer.concat(parts, length);
}

function xor(one: Buffer, other: Buffer): Buffer {
  const result = Buffer.alloc(one.length);
  for (let i = 0; i < one.length; i++) result.writeUInt8(one.readUInt8(i) ^ other.readUInt8(i), i);
  return result;
}
