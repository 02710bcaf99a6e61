import { createHash, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { IdpCertificate } from '../../src/certificates/idp-certificate.js';
import { isIdpCertificate } from '../../src/certificates/import-certificate.js';
import { parseIdpCertificate } from '../../src/certificates/parse-idp-certificate.js';
import { certificateFixture, NOW } from './fixture.js';

function accepted(upload: string | Uint8Array, now: Date = NOW): IdpCertificate {
  const result = parseIdpCertificate(upload, { now });
  if (!result.ok) throw result.error;
  return result.value;
}

function refused(upload: string | Uint8Array): { readonly code: string; readonly details: object } {
  const result = parseIdpCertificate(upload, { now: NOW });
  if (result.ok) throw new Error('It was accepted.');
  return { code: result.error.code, details: result.error.details };
}

const contoso = certificateFixture('contoso.cer');

describe('the certificate that parseIdpCertificate returns', () => {
  it('tells what the certificate says', () => {
    expect(accepted(contoso)).toMatchObject({
      subject: 'CN=Microsoft Azure Federated SSO Certificate',
      issuer: 'CN=Microsoft Azure Federated SSO Certificate',
      serialNumber: '340F8B8545E49BCCECBB4666B0724E32',
      notBefore: new Date('2026-01-01T00:00:00Z'),
      notAfter: new Date('2029-01-01T00:00:00Z'),
      keyType: 'rsa',
      keyBits: 2048,
      warnings: [],
    });
  });

  it('has thumbprints over the DER bytes in upper-case hexadecimal', () => {
    const raw = certificateFixture('contoso-raw.cer');
    const thumbprint = (hash: string) => createHash(hash).update(raw).digest('hex').toUpperCase();
    expect(accepted(contoso).sha1Thumbprint).toBe(thumbprint('sha1'));
    expect(accepted(contoso).sha256Thumbprint).toBe(thumbprint('sha256'));
  });

  it('has one PEM block with LF line ends, whatever was uploaded', () => {
    expect(accepted(certificateFixture('contoso-crlf.cer')).pem).toBe(contoso.toString());
    expect(accepted(certificateFixture('contoso-raw.cer')).pem).toBe(contoso.toString());
  });

  it('has the public key of the certificate', () => {
    expect(accepted(contoso).publicKey.equals(new X509Certificate(contoso).publicKey)).toBe(true);
  });

  it('cannot be changed', () => {
    const certificate = accepted(certificateFixture('expired.cer'));
    expect(Object.isFrozen(certificate)).toBe(true);
    expect(Object.isFrozen(certificate.warnings)).toBe(true);
    expect(Object.isFrozen(certificate.warnings[0])).toBe(true);
  });

  it('is told from an object that only looks like it', () => {
    const certificate = accepted(contoso);
    expect(isIdpCertificate(certificate)).toBe(true);
    expect(isIdpCertificate({ ...certificate })).toBe(false);
    expect(isIdpCertificate(Object.create(certificate))).toBe(false);
    expect(isIdpCertificate(null)).toBe(false);
    expect(isIdpCertificate('certificate')).toBe(false);
  });

  it('has an empty subject where the certificate names none', () => {
    expect(accepted(certificateFixture('no-subject.cer')).subject).toBe('');
  });

  it('puts a name of several parts on one line', () => {
    const { subject } = accepted(certificateFixture('long-subject.cer'));
    expect(subject.startsWith('CN=x, CN=x, ')).toBe(true);
    expect(subject).not.toContain('\n');
  });
});

describe('warnings', () => {
  const notAfter = new Date('2029-01-01T00:00:00Z');
  const codesAt = (now: string) => accepted(contoso, new Date(now)).warnings;

  it('say nothing 61 days before the end', () => {
    expect(codesAt('2028-11-01T00:00:00Z')).toEqual([]);
  });

  it('count the whole days that are left from the sixtieth on', () => {
    expect(codesAt('2028-11-02T00:00:00Z')).toEqual([{ code: 'expires_soon', notAfter, days: 60 }]);
    expect(codesAt('2028-12-31T00:00:01Z')).toEqual([{ code: 'expires_soon', notAfter, days: 0 }]);
  });

  it('call a certificate expired after its last instant only', () => {
    expect(codesAt('2029-01-01T00:00:00Z')).toEqual([{ code: 'expires_soon', notAfter, days: 0 }]);
    expect(codesAt('2029-01-01T00:00:01Z')).toEqual([{ code: 'expired', notAfter }]);
  });

  it('name a certificate that is not valid yet', () => {
    const notBefore = new Date('2026-01-01T00:00:00Z');
    expect(codesAt('2025-12-31T23:59:59Z')).toEqual([{ code: 'not_yet_valid', notBefore }]);
    expect(codesAt('2026-01-01T00:00:00Z')).toEqual([]);
  });

  it('name the subject of the tenant-wide key', () => {
    expect(accepted(certificateFixture('tenant-wide.cer')).warnings).toEqual([
      { code: 'not_the_applications_certificate', subject: 'CN=accounts.accesscontrol.windows.net' },
    ]);
  });

  it('are made with the system clock where none is given', () => {
    const result = parseIdpCertificate(certificateFixture('expired.cer'));
    expect(result.ok && result.value.warnings.map((warning) => warning.code)).toEqual(['expired']);
  });
});

describe('the details of a refusal', () => {
  it.each([
    ['rsa-1024.cer', { bits: 1024, minimum: 2048 }],
    ['rsa-16384.cer', { bits: 16384, maximum: 8192 }],
    ['exponent-3.cer', { exponent: '3' }],
    ['exponent-1.cer', { exponent: '1' }],
    ['exponent-even.cer', { exponent: '65538' }],
    ['exponent-huge.cer', { exponent: '18446744073709551617' }],
    ['ec.cer', { keyType: 'ec' }],
    ['dsa.cer', { keyType: 'dsa' }],
    ['ed25519.cer', { keyType: 'ed25519' }],
    ['rsa-pss.cer', { keyType: 'rsa-pss' }],
    ['trailing-raw.cer', { count: 1 }],
    ['trailing.cer', { count: 3 }],
    ['eleven.pem', { count: 11, limit: 10 }],
    ['words.txt', { startsWith: 'see the attached certifi' }],
    ['archive.zip', { startsWith: 'PK········' }],
    ['cut.cer', { reason: 'A BEGIN line has no END line.' }],
    ['cut-raw.cer', { reason: 'The certificate is cut off.' }],
    ['no-base64.cer', { reason: 'What stands between BEGIN and END is not base64.' }],
    ['endless.cer', { reason: 'The bytes are not a DER sequence.' }],
    ['nested.cer', { reason: 'It is not an X.509 certificate.' }],
    ['pem-inside-der.cer', { reason: 'It is not encoded in DER.' }],
    ['unknown-key.cer', { reason: 'Its public key cannot be read.' }],
    ['bad-time.cer', { reason: 'Its validity cannot be read.' }],
    ['issued-in-a-circle.pem', { reason: 'The certificates of the file issued one another.' }],
  ])('says of %s what is wrong', (file, details) => {
    expect(refused(certificateFixture(file)).details).toEqual(details);
  });

  it('shows nothing of a private key', () => {
    expect(refused(certificateFixture('key-with-certificate.pem')).details).toEqual({});
  });
});

describe('text', () => {
  it('is not taken for bytes where a DER file was read as a string', () => {
    const text = certificateFixture('contoso-raw.cer').toString('latin1');
    expect(refused(text)).toEqual({
      code: 'certificate_not_recognised',
      details: { startsWith: expect.stringMatching(/^0·/) },
    });
  });

  it('is taken from any view of bytes', () => {
    const bytes = new Uint8Array([0, ...contoso, 0]).subarray(1, contoso.length + 1);
    expect(accepted(bytes).pem).toBe(contoso.toString());
  });
});

describe('the size of an upload', () => {
  it('is limited before anything is read', () => {
    const expected = { code: 'certificate_too_large', details: { size: 262145, limit: 262144 } };
    expect(refused('A'.repeat(262145))).toEqual(expected);
    expect(refused(new Uint8Array(262145))).toEqual(expected);
  });

  it('is limited for a single certificate, too', () => {
    const bytes = Buffer.concat([Buffer.from('3083010001', 'hex'), Buffer.alloc(65537)]);
    expect(refused(bytes)).toEqual({
      code: 'certificate_too_large',
      details: { size: 65542, limit: 65536 },
    });
  });
});

describe('misuse', () => {
  it('throws for what is neither text nor bytes', () => {
    for (const upload of [undefined, null, 1, {}, [], { type: 'Buffer', data: [48] }]) {
      expect(() => parseIdpCertificate(upload as never)).toThrow(TypeError);
    }
  });

  it('throws for a clock that is no date', () => {
    expect(() => parseIdpCertificate(contoso, { now: new Date(Number.NaN) })).toThrow(TypeError);
    expect(() => parseIdpCertificate(contoso, { now: '2026-06-01' as never })).toThrow(TypeError);
  });
});
