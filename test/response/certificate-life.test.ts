import { describe, expect, it } from 'vitest';
import { createTestKeyPair } from '../../src/testing/test-key-pair.js';
import { anotherKeyPair, codeOf, connectionWith, detailsOf, keyPair, mint, validate } from './message.js';

const NOT_AFTER = new Date('2028-06-01T00:00:00Z');
const AFTER = new Date('2028-06-01T00:00:01Z');
const refusing = connectionWith({ expiredCertificates: 'refuse' });
const at = (now: Date) => mint({ now });

describe('a certificate that has expired', () => {
  it('verifies by default', () => {
    expect(codeOf(validate(at(AFTER), { now: AFTER }))).toBe('ok');
  });

  it('is refused where the connection says so, from the second after its end', () => {
    expect(codeOf(validate(at(NOT_AFTER), { now: NOT_AFTER }, refusing))).toBe('ok');
    const late = validate(at(AFTER), { now: AFTER }, refusing);
    expect(codeOf(late)).toBe('signing_certificate_expired');
    expect(detailsOf(late)).toEqual({
      element: 'Assertion',
      sha256Thumbprint: refusing.certificates[0]?.sha256Thumbprint,
      notAfter: NOT_AFTER,
    });
  });

  it('does not stand in the way of another one that verifies', () => {
    const next = createTestKeyPair({
      notBefore: new Date('2025-06-01T00:00:00Z'),
      notAfter: new Date('2031-06-01T00:00:00Z'),
    });
    const both = connectionWith({
      certificates: [keyPair.certificatePem, next.certificatePem],
      expiredCertificates: 'refuse',
    });
    expect(codeOf(validate(mint({ keyPair: next, now: AFTER }), { now: AFTER }, both))).toBe('ok');
    expect(codeOf(validate(at(AFTER), { now: AFTER }, both))).toBe('signing_certificate_expired');
  });

  it('is not named for what it did not sign', () => {
    const stranger = mint({ keyPair: anotherKeyPair(), now: AFTER });
    expect(codeOf(validate(stranger, { now: AFTER }, refusing))).toBe('signing_certificate_unknown');
  });
});

describe('a certificate that was taken off the connection', () => {
  it('is refused at once, while the one that stays goes on', () => {
    const next = anotherKeyPair();
    const during = connectionWith({ certificates: [keyPair.certificatePem, next.certificatePem] });
    const afterwards = connectionWith({ certificates: [next.certificatePem] });
    const old = mint();
    expect(codeOf(validate(old, {}, during))).toBe('ok');
    expect(codeOf(validate(mint({ keyPair: next }), {}, during))).toBe('ok');
    expect(codeOf(validate(old, {}, afterwards))).toBe('signing_certificate_unknown');
    expect(codeOf(validate(mint({ includeKeyInfo: false }), {}, afterwards))).toBe('signature_invalid');
    expect(codeOf(validate(mint({ keyPair: next }), {}, afterwards))).toBe('ok');
  });
});
