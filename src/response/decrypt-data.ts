import { createDecipheriv } from 'node:crypto';
import type { DataAlgorithm } from './encryption-algorithms.js';

/** What came out of the cipher. Without soundness the octets may only be looked at to spend the same time. */
export interface Plaintext {
  readonly octets: Buffer;
  readonly isSound: boolean;
}

const NOTHING: Plaintext = { octets: Buffer.alloc(0), isSound: false };
const BLOCK = 16;
const GCM_IV = 12;
/** Always all 128 bits: a shortened tag can be forged by trying (xmlenc-core 5.2.4). */
const GCM_TAG = 16;

/** Decrypts the octets of a CipherValue with a key of the algorithm's length. */
export function decryptData(algorithm: DataAlgorithm, key: Buffer, data: Buffer): Plaintext {
  return algorithm.authenticated ? decryptGcm(algorithm, key, data) : decryptCbc(algorithm, key, data);
}

function decryptGcm({ cipher }: DataAlgorithm, key: Buffer, data: Buffer): Plaintext {
  if (data.length <= GCM_IV + GCM_TAG) return NOTHING;
  const decipher = createDecipheriv(cipher as 'aes-256-gcm', key, data.subarray(0, GCM_IV), {
    authTagLength: GCM_TAG,
  });
  decipher.setAuthTag(data.subarray(-GCM_TAG));
  const octets = decipher.update(data.subarray(GCM_IV, -GCM_TAG));
  try {
    decipher.final();
  } catch {
    // Changed, or another key: what came out is never looked at.
    return NOTHING;
  }
  return { octets, isSound: true };
}

/** The padding is one to sixteen octets, of which only the last has a meaning: their number (xmlenc-core 5.2.1). */
function decryptCbc({ cipher }: DataAlgorithm, key: Buffer, data: Buffer): Plaintext {
  if (data.length < 2 * BLOCK || data.length % BLOCK !== 0) return NOTHING;
  const decipher = createDecipheriv(cipher, key, data.subarray(0, BLOCK));
  decipher.setAutoPadding(false);
  const octets = Buffer.concat([decipher.update(data.subarray(BLOCK)), decipher.final()]);
  const padding = octets.readUInt8(octets.length - 1);
  const isSound = padding >= 1 && padding <= BLOCK;
  return { octets: octets.subarray(0, octets.length - (isSound ? padding : 1)), isSound };
}
