import { hash } from 'node:crypto';
import { type Result, refusal, success } from '../errors/index.js';
import { type SealedResponse, sealedPartsOf } from './sealed-response.js';

// Proof that a wrapped key was reserved before it is unwrapped. Good for one attempt. Only this file can make one.
class DecryptionPermitProof {
  #sealed: SealedResponse | null;

  constructor(sealed: SealedResponse) {
    this.#sealed = sealed;
  }

  static spend(permit: DecryptionPermit): SealedResponse {
    const sealed = permit.#sealed;
    if (sealed === null) throw new TypeError('a wrapped key is unwrapped once only');
    permit.#sealed = null;
    return sealed;
  }
}
// An instance does not lead to its class either.
Reflect.deleteProperty(DecryptionPermitProof.prototype, 'constructor');

/** Permission to decrypt one Response once. */
export type DecryptionPermit = DecryptionPermitProof;

/** Takes the permission away and gives what may be decrypted. A forged permit throws a TypeError. */
export const spendPermit: (permit: DecryptionPermit) => SealedResponse = DecryptionPermitProof.spend;

/**
 * Reserves the wrapped key and permits one attempt to decrypt. `reserve` must be atomic and shared by all instances:
 * true for one caller only. Whoever got hold of a ciphertext then learns next to nothing from posting variants of
 * it, as each of them carries the same wrapped key.
 *
 * @param reserve takes the SHA-256 of the wrapped key (base64url)
 */
export async function permitDecryption(
  sealed: SealedResponse,
  reserve: (wrappedKeyHash: string) => Promise<Result<boolean>>,
): Promise<Result<DecryptionPermit>> {
  const sha256 = hash('sha256', sealedPartsOf(sealed).ciphertext.wrappedKey, 'base64url');
  const reserved = await reserve(sha256);
  if (!reserved.ok) return reserved;
  if (reserved.value !== true) return refusal('encrypted_key_reused', { sha256 });
  return success(new DecryptionPermitProof(sealed));
}

/** For tests and inspection, where nobody but the caller learns the outcome. */
export function permitUnreserved(sealed: SealedResponse): DecryptionPermit {
  return new DecryptionPermitProof(sealed);
}
