import { createPrivateKey, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseServiceProviderKey } from '../../src/certificates/service-provider-key.js';
import { createTestKeyPair } from '../../src/testing/test-key-pair.js';

const { certificatePem } = createTestKeyPair();

/** An RSA key of so many bits as PEM; its numbers are drawn, so that nothing was ever signed with it. */
function keyOf(bits: number): string {
  const drawn = (bytes: number): string => {
    const octets = randomBytes(bytes);
    octets[0] = (octets[0] ?? 0) | 0x80;
    octets[bytes - 1] = (octets[bytes - 1] ?? 0) | 1;
    return octets.toString('base64url');
  };
  const [whole, half] = [bits / 8, Math.floor(bits / 16)];
  const numbers = { n: drawn(whole), d: drawn(whole), p: drawn(half), q: drawn(half) };
  const more = { e: 'AQAB', dp: drawn(half), dq: drawn(half), qi: drawn(half) };
  const key = createPrivateKey({ key: { kty: 'RSA', ...numbers, ...more }, format: 'jwk' });
  expect(key.asymmetricKeyDetails?.modulusLength).toBe(bits);
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}

describe('the private key of ours', () => {
  it.each([4_104, 8_192])('of %i bits is private_key_too_long', (bits) => {
    const result = parseServiceProviderKey({ privateKeyPem: keyOf(bits), certificatePem });
    expect(result).toMatchObject({
      ok: false,
      error: { code: 'private_key_too_long', details: { bits, maximum: 4_096 } },
    });
  });

  it('of 4,096 bits is refused for the certificate alone, which is of another key', () => {
    const result = parseServiceProviderKey({ privateKeyPem: keyOf(4_096), certificatePem });
    expect(result).toMatchObject({ ok: false, error: { code: 'key_certificate_mismatch' } });
  });
});
