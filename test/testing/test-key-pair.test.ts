import { createPrivateKey, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createTestKeyPair } from '../../src/testing/test-key-pair.js';

describe('createTestKeyPair', () => {
  const pair = createTestKeyPair({
    notBefore: new Date('2026-01-02T00:00:00Z'),
    serialNumber: '4f000000000000000000000000000001',
  });

  it('makes a certificate like Entra’s: self-signed, RSA-2048, three years, without extensions', () => {
    const certificate = new X509Certificate(pair.certificatePem);
    expect(certificate.subject).toBe('CN=Microsoft Azure Federated SSO Certificate');
    expect(certificate.issuer).toBe(certificate.subject);
    expect(certificate.serialNumber).toBe('4F000000000000000000000000000001');
    expect(new Date(certificate.validTo)).toEqual(new Date('2029-01-02T00:00:00Z'));
    expect(certificate.publicKey.asymmetricKeyDetails).toEqual({
      modulusLength: 2048,
      publicExponent: 65537n,
    });
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.toLegacyObject().ext_key_usage).toBeUndefined();
    expect(certificate.ca).toBe(false);
    expect(certificate.checkPrivateKey(createPrivateKey(pair.privateKeyPem))).toBe(true);
  });

  it('tells the thumbprints as Entra shows them', () => {
    const certificate = new X509Certificate(pair.certificatePem);
    expect(pair.sha1Thumbprint).toBe(certificate.fingerprint.replaceAll(':', ''));
    expect(pair.sha256Thumbprint).toMatch(/^[0-9A-F]{64}$/);
    expect(pair.certificateBase64).toBe(certificate.raw.toString('base64'));
  });

  it('makes the same certificate again from the same key, serial number and dates', () => {
    const options = {
      privateKeyPem: pair.privateKeyPem,
      notBefore: new Date('2026-01-02T00:00:00Z'),
      serialNumber: '4f000000000000000000000000000001',
    };
    expect(createTestKeyPair(options).certificatePem).toBe(pair.certificatePem);
  });
});
