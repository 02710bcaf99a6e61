import { constants, privateDecrypt, publicEncrypt, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseServiceProviderKey } from '../../src/certificates/service-provider-key.js';
import { type OaepParameters, unwrapKey } from '../../src/certificates/unwrap-key.js';
import { createTestKeyPair } from '../../src/testing/test-key-pair.js';

const pair = createTestKeyPair();
const parsed = parseServiceProviderKey(pair);
if (!parsed.ok) throw parsed.error;
const key = parsed.value;
const SHA1: OaepParameters = { digest: 'sha1', maskDigest: 'sha1', label: Buffer.alloc(0) };
const MIXED: OaepParameters = { ...SHA1, digest: 'sha256' };
const wrap = (message: Buffer): Buffer =>
  publicEncrypt({ key: pair.certificatePem, oaepHash: 'sha1' }, message);
/** Any block as the RSA operation gives it, so that the padding can be wrong in each way. */
const raw = (block: Buffer): Buffer =>
  publicEncrypt({ key: pair.certificatePem, padding: constants.RSA_NO_PADDING }, block);

describe('unwrapping', () => {
  it('gives the key where it has the length asked for, and nothing where it has another', () => {
    const contentKey = randomBytes(32);
    expect(unwrapKey(key, wrap(contentKey), SHA1, 32)).toEqual(contentKey);
    expect(unwrapKey(key, wrap(contentKey), SHA1, 16)).toBeNull();
    expect(unwrapKey(key, wrap(Buffer.alloc(0)), SHA1, 32)).toBeNull();
  });

  it('takes one spelling of a number only: without its leading zeros it is another message', () => {
    let wrapped = wrap(randomBytes(32));
    while (wrapped[0] !== 0) wrapped = wrap(randomBytes(32));
    const shorter = wrapped.subarray(1);
    expect(privateDecrypt({ key: pair.privateKeyPem, oaepHash: 'sha1' }, shorter)).toHaveLength(32);
    expect(unwrapKey(key, wrapped, SHA1, 32)).toHaveLength(32);
    expect(unwrapKey(key, shorter, SHA1, 32)).toBeNull();
    expect(unwrapKey(key, Buffer.concat([Buffer.alloc(1), wrapped]), SHA1, 32)).toBeNull();
  });

  it.each([
    ['zeros', Buffer.alloc(256)],
    ['a leading octet that is not zero', Buffer.concat([Buffer.of(1), randomBytes(255)])],
    ['random octets', Buffer.concat([Buffer.of(0), randomBytes(255)])],
  ])('a block of %s is nothing, with either decoder', (_name, block) => {
    expect(unwrapKey(key, raw(block), MIXED, 32)).toBeNull();
    expect(unwrapKey(key, raw(block), SHA1, 32)).toBeNull();
  });

  it('a number beyond the modulus is nothing', () => {
    expect(unwrapKey(key, Buffer.alloc(256, 255), MIXED, 32)).toBeNull();
    expect(unwrapKey(key, Buffer.alloc(0), SHA1, 32)).toBeNull();
  });
});
