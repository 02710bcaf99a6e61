import { createPrivateKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { inspect } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { createServiceProviderKey } from '../../src/certificates/create-service-provider-key.js';
import {
  isServiceProviderKey,
  parseServiceProviderKey,
  privateKeyOf,
  type ServiceProviderKey,
} from '../../src/certificates/service-provider-key.js';
import type { Result } from '../../src/errors/index.js';
import { createTestKeyPair } from '../../src/testing/test-key-pair.js';

const pair = createTestKeyPair({ commonName: 'app.example' });
const { privateKeyPem, certificatePem } = pair;
/** Any line of the private key's PEM would give it away. */
const secrets = privateKeyPem.split('\n').filter((line) => line.length === 64);

function refusalOf(result: Result<unknown>): { code: string; details: unknown } {
  if (result.ok) throw new Error('It was accepted.');
  return { code: result.error.code, details: result.error.details };
}

function parsed(): ServiceProviderKey {
  const result = parseServiceProviderKey({ privateKeyPem, certificatePem });
  if (!result.ok) throw result.error;
  return result.value;
}

describe('a key that is made', () => {
  let made: ServiceProviderKey;
  beforeAll(async () => {
    made = await createServiceProviderKey({
      commonName: 'Gürtel & Co',
      validFrom: new Date('2026-01-01T00:00:00.999Z'),
      validUntil: new Date('2049-06-01T00:00:00Z'),
    });
  });

  it('has a self-signed certificate of the name and validity asked for', () => {
    const certificate = new X509Certificate(made.certificate.pem);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.subject).toBe('CN=Gürtel & Co');
    expect(made.certificate).toMatchObject({
      subject: 'CN=Gürtel & Co',
      notBefore: new Date('2026-01-01T00:00:00Z'),
      notAfter: new Date('2049-06-01T00:00:00Z'),
      sha1Thumbprint: certificate.fingerprint.replaceAll(':', ''),
      sha256Thumbprint: certificate.fingerprint256.replaceAll(':', ''),
      keyBits: 2048,
    });
  });

  it('can be kept as PEM and read again', () => {
    const again = parseServiceProviderKey({
      privateKeyPem: made.exportPrivateKeyPem(),
      certificatePem: made.certificate.pem,
    });
    expect(again.ok && again.value.certificate).toEqual(made.certificate);
  });

  it('is another one each time, three years long unless told otherwise', async () => {
    const other = await createServiceProviderKey({ bits: 3072, validFrom: new Date('2026-01-01T00:00:00Z') });
    expect(other.certificate.keyBits).toBe(3072);
    expect(other.certificate.notAfter).toEqual(new Date('2029-01-01T00:00:00Z'));
    expect(other.certificate.sha256Thumbprint).not.toBe(made.certificate.sha256Thumbprint);
  });

  it('may be valid beyond 2049', async () => {
    const validUntil = new Date('2999-12-31T23:59:59Z');
    expect((await createServiceProviderKey({ validUntil })).certificate.notAfter).toEqual(validUntil);
  });

  it.each([
    { bits: 1024 },
    { bits: 4096 },
    { commonName: '' },
    { commonName: ' ' },
    { commonName: 'a\nb' },
    { commonName: 'x'.repeat(65) },
    { validFrom: new Date(Number.NaN) },
    { validFrom: new Date('2026-01-02'), validUntil: new Date('2026-01-01') },
    { validUntil: '2026-01-01' },
  ])('throws a TypeError for %o', async (options) => {
    await expect(createServiceProviderKey(options as never)).rejects.toThrow(TypeError);
  });
});

describe('a key that is brought along', () => {
  it('is PKCS#8 or PKCS#1', () => {
    const pkcs1 = createPrivateKey(privateKeyPem).export({ type: 'pkcs1', format: 'pem' }).toString();
    expect(parseServiceProviderKey({ privateKeyPem: pkcs1, certificatePem }).ok).toBe(true);
    expect(parsed().certificate.sha1Thumbprint).toBe(pair.sha1Thumbprint);
  });

  it('may have an expired certificate', () => {
    const expired = createTestKeyPair({
      privateKeyPem,
      notBefore: new Date('2010-01-01'),
      notAfter: new Date('2011-01-01'),
    });
    expect(parseServiceProviderKey(expired).ok).toBe(true);
  });

  it('is refused where the certificate belongs to another key', () => {
    const other = createTestKeyPair().certificatePem;
    expect(refusalOf(parseServiceProviderKey({ privateKeyPem, certificatePem: other }))).toEqual({
      code: 'key_certificate_mismatch',
      details: {},
    });
  });

  it('is refused where it is short', () => {
    const short = createTestKeyPair({ keyBits: 1024 });
    expect(refusalOf(parseServiceProviderKey(short))).toEqual({
      code: 'private_key_too_short',
      details: { bits: 1024, minimum: 2048 },
    });
  });

  it('is refused where it is not RSA', () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    expect(refusalOf(parseServiceProviderKey({ privateKeyPem: pem, certificatePem }))).toEqual({
      code: 'private_key_type',
      details: { keyType: 'ed25519' },
    });
  });

  it.each([
    ['nothing', '', 'no PEM block'],
    ['a certificate', certificatePem, 'a PEM block of another kind'],
    ['two keys', privateKeyPem + privateKeyPem, 'more than one PEM block'],
    ['a key that was cut', privateKeyPem.replace(secrets[3] ?? '', ''), 'its content cannot be read'],
    [
      'a key with a passphrase',
      createPrivateKey(privateKeyPem)
        .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })
        .toString(),
      'it is protected by a passphrase',
    ],
  ])('is refused where it is %s', (_name, pem, reason) => {
    expect(refusalOf(parseServiceProviderKey({ privateKeyPem: pem, certificatePem }))).toEqual({
      code: 'private_key_malformed',
      details: { reason },
    });
  });

  it.each([
    ['nothing', ''],
    ['a private key', privateKeyPem],
    ['a certificate beside a private key', certificatePem + privateKeyPem],
    ['cut', certificatePem.replace(/\n[^\n]{64}\n/, '\n')],
  ])('is refused where the certificate is %s', (_name, pem) => {
    expect(refusalOf(parseServiceProviderKey({ privateKeyPem, certificatePem: pem })).code).toBe(
      'key_certificate_malformed',
    );
  });
});

describe('CRT-07: the private half', () => {
  const shown: [string, (key: ServiceProviderKey) => string][] = [
    ['JSON', (key) => JSON.stringify({ key })],
    ['inspection', (key) => inspect(key, { showHidden: true, depth: 20 })],
    ['text', (key) => `${key} ${Object.entries(key)} ${Reflect.ownKeys(key).map(String)}`],
    ['a clone', (key) => inspect({ ...key }, { showHidden: true, depth: 20 })],
    ['the prototype', (key) => inspect(Object.getPrototypeOf(key), { showHidden: true, depth: 20 })],
  ];

  it.each(shown)('is not in %s', (_name, show) => {
    const text = show(parsed());
    expect(secrets.filter((line) => text.includes(line))).toEqual([]);
    expect(text).not.toContain('PRIVATE KEY');
    expect(text).not.toContain('KeyObject');
  });

  it('is not in the errors of keys that are refused', () => {
    const broken = privateKeyPem.replace(secrets[3] ?? '', '');
    for (const pem of [broken, privateKeyPem + privateKeyPem, `x${privateKeyPem}`]) {
      const result = parseServiceProviderKey({ privateKeyPem: pem, certificatePem: '' });
      const text = inspect(result, { showHidden: true, depth: 20 }) + JSON.stringify(result);
      expect(secrets.filter((line) => text.includes(line))).toEqual([]);
    }
  });

  it('is only given to those who ask by name', () => {
    expect(parsed().exportPrivateKeyPem()).toBe(privateKeyPem);
  });

  it('is not found in an object that only looks like a key', () => {
    const forged = { certificate: parsed().certificate, exportPrivateKeyPem: () => privateKeyPem };
    expect(isServiceProviderKey(forged)).toBe(false);
    expect(() => privateKeyOf(forged as never)).toThrow(TypeError);
  });

  it('throws a TypeError for what is no text', () => {
    expect(() => parseServiceProviderKey({ privateKeyPem, certificatePem: 7 as never })).toThrow(TypeError);
    expect(() => parseServiceProviderKey({ privateKeyPem: null as never, certificatePem })).toThrow(
      TypeError,
    );
  });
});
