import { hash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { refusal, success } from '../../src/errors/index.js';
import { permitDecryption, permitUnreserved, spendPermit } from '../../src/response/decryption-permit.js';
import { type SealedResponse, sealedPartsOf, sealedResponse } from '../../src/response/sealed-response.js';
import { readUnverifiedResponse } from '../../src/response/structure.js';
import { encrypting, mintEncrypted, refusalOf } from './encrypted.js';
import { accepted, NOW, posted } from './message.js';

const xml = mintEncrypted();
const wrappedKey = Buffer.from(/<e:CipherValue>([^<]+)</.exec(xml)?.[1] ?? '', 'base64');
const sha256 = hash('sha256', wrappedKey, 'base64url');

function sealed(): SealedResponse {
  return accepted(sealedResponse(accepted(readUnverifiedResponse(posted(xml))), encrypting, NOW));
}

describe('permission to unwrap a key', () => {
  it('is asked for by the hash of the wrapped key, and leads to the Response it was given for', async () => {
    const asked: string[] = [];
    const response = sealed();
    const permit = await permitDecryption(response, async (wrappedKeyHash) => {
      asked.push(wrappedKeyHash);
      return success(true);
    });
    expect(asked).toEqual([sha256]);
    expect(wrappedKey).toEqual(sealedPartsOf(response).ciphertext.wrappedKey);
    expect(spendPermit(accepted(permit))).toBe(response);
  });

  it('is refused with that hash where the key was reserved before', async () => {
    const refused = await permitDecryption(sealed(), async () => success(false));
    expect(refusalOf(refused)).toEqual({ code: 'encrypted_key_reused', details: { sha256 } });
  });

  it('is refused where the answer is anything but true', async () => {
    for (const answer of [1, 'true', {}, null, undefined]) {
      const refused = await permitDecryption(sealed(), async () => success(answer as never));
      expect(refusalOf(refused).code).toBe('encrypted_key_reused');
    }
  });

  it('is refused as the store says where it cannot be asked', async () => {
    const down = refusal('store_unavailable', { store: 'wrappedKeys', reason: 'down' });
    expect(await permitDecryption(sealed(), async () => down)).toBe(down);
  });

  it('is gone when it was spent', () => {
    const permit = permitUnreserved(sealed());
    spendPermit(permit);
    expect(() => spendPermit(permit)).toThrow(TypeError);
    expect(() => spendPermit(permit)).toThrow(TypeError);
  });
});
