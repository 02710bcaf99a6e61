import { randomBytes } from 'node:crypto';

// Crockford's base32: no I, L, O or U, so that a person can read a reference out on the telephone.
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 10;

/** A short random name (50 bits, 10 characters) that a refused sign-in has on the page and in the log alike. */
export function newReference(): string {
  // 32 divides 256, so the remainder is uniform.
  return Array.from(randomBytes(LENGTH), (byte) => ALPHABET.charAt(byte % ALPHABET.length)).join('');
}
