import { describe, expect, it } from 'vitest';
import { parseIdpCertificate } from '../../src/certificates/parse-idp-certificate.js';
import { certificateFixture, NOW } from './fixture.js';

const block = (label: string): string => `-----BEGIN ${label}-----\nMAA=\n-----END ${label}-----\n`;

describe('an upload that is no certificate is refused by the name of what it is', () => {
  it.each([
    ['certificate_is_public_key', block('PUBLIC KEY')],
    ['certificate_is_public_key', 'ssh-rsa AAAAB3NzaC1yc2E= adele@contoso.com'],
    ['certificate_is_pkcs7', block('PKCS7')],
    ['certificate_is_pfx', block('PKCS12')],
    ['certificate_is_signing_request', block('CERTIFICATE REQUEST')],
    ['certificate_is_html', '<!DOCTYPE html><title>Sign in</title>'],
    ['certificate_key_exponent', certificateFixture('exponent-1.cer')],
    ['certificate_key_exponent', certificateFixture('exponent-even.cer')],
    ['certificate_key_exponent', certificateFixture('exponent-huge.cer')],
  ])('%s', (code, upload) => {
    const result = parseIdpCertificate(upload, { now: NOW });
    expect(result.ok ? null : result.error.code).toBe(code);
  });
});
