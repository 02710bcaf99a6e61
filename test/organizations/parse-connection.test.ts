import { describe, expect, it } from 'vitest';
import { parseIdpCertificate } from '../../src/certificates/parse-idp-certificate.js';
import { assertConnection, isConnection } from '../../src/organizations/known-connections.js';
import { parseConnection } from '../../src/organizations/parse-connection.js';
import { certificateFixture, NOW } from '../certificates/fixture.js';
import { accepted, connectionInput, refused, TENANT, warningCodes } from './connection-input.js';

describe('a connection as Entra’s portal shows it', () => {
  it('has every option resolved', () => {
    const { certificates, ...rest } = accepted();
    expect(rest).toEqual({
      id: 'contoso',
      organizationId: 'org-1',
      issuerUrl: `https://sts.windows.net/${TENANT}/`,
      signInUrl: `https://login.microsoftonline.com/${TENANT}/saml2`,
      enabled: true,
      version: 1,
      entityId: null,
      assertionConsumerServiceUrl: null,
      signaturePolicy: 'assertion-covered',
      keys: null,
      requireEncryption: false,
      encryptionPolicy: 'any',
      allowSha1: false,
      expiredCertificates: 'accept-with-warning',
      clockSkewSeconds: 180,
      maxLifetimeSeconds: 86700,
      secondReader: 'xmldom',
      emailAttribute: 'email',
      firstNameAttribute: 'firstName',
      lastNameAttribute: 'lastName',
      requireTenantClaim: false,
      addresses: 'own',
      allowIdpInitiated: false,
      landingPath: '/',
      signAuthnRequests: false,
      authnRequestBinding: 'redirect',
      logoutUrl: `https://login.microsoftonline.com/${TENANT}/saml2`,
      logoutBinding: 'redirect',
      tenantId: TENANT,
      cloud: 'global',
      warnings: [],
    });
    expect(certificates.map((certificate) => certificate.subject)).toEqual([
      'CN=Microsoft Azure Federated SSO Certificate',
    ]);
  });

  it('cannot be changed', () => {
    const connection = accepted({ allowSha1: true });
    expect(Object.isFrozen(connection)).toBe(true);
    expect(Object.isFrozen(connection.certificates)).toBe(true);
    expect(Object.isFrozen(connection.warnings)).toBe(true);
    expect(Object.isFrozen(connection.warnings[0])).toBe(true);
  });

  it('is told from an object that only looks like it', () => {
    const connection = accepted();
    expect(isConnection(connection)).toBe(true);
    expect(() => assertConnection(connection)).not.toThrow();
    for (const forged of [
      { ...connection },
      Object.create(connection),
      connectionInput(),
      null,
      undefined,
      'id',
      1,
    ]) {
      expect(isConnection(forged)).toBe(false);
      expect(() => assertConnection(forged)).toThrow(TypeError);
    }
  });

  it('may be pasted with ASCII white space around the URLs', () => {
    const pasted = accepted({
      issuerUrl: `\t https://sts.windows.net/${TENANT}/\r\n`,
      signInUrl: `\n\n https://login.microsoftonline.com/${TENANT}/saml2 `,
    });
    expect(pasted.issuerUrl).toBe(`https://sts.windows.net/${TENANT}/`);
    expect(pasted.signInUrl).toBe(`https://login.microsoftonline.com/${TENANT}/saml2`);
  });
});

describe('the certificates of a connection', () => {
  const contoso = certificateFixture('contoso.cer');
  const next = certificateFixture('contoso-next.cer');

  it.each([
    ['a missing list', undefined],
    ['an empty list', []],
  ])('are required: %s', (_, certificates) => {
    expect(refused({ certificates })).toEqual({ code: 'certificates_missing', details: {} });
  });

  it('may be uploads of any kind and parsed ones together', () => {
    const parsed = parseIdpCertificate(next, { now: NOW });
    if (!parsed.ok) throw parsed.error;
    const { certificates } = accepted({
      certificates: [contoso.toString(), parsed.value, certificateFixture('fabrikam.cer')],
    });
    expect(certificates).toHaveLength(3);
    expect(certificates[1]).toBe(parsed.value);
  });

  it('include each certificate of one file', () => {
    const { certificates, warnings } = accepted({ certificates: [`${contoso}${next}`] });
    expect(certificates).toHaveLength(2);
    expect(warnings).toEqual([]);
  });

  it('are taken once with a warning where they repeat', () => {
    const { certificates, warnings } = accepted({
      certificates: [contoso, next, certificateFixture('contoso-raw.cer')],
    });
    expect(certificates).toHaveLength(2);
    expect(warnings).toEqual([
      {
        code: 'certificate_repeated',
        field: 'certificates[2]',
        message: `The certificate with the thumbprint ${certificates[0]?.sha1Thumbprint} is given more than once.`,
      },
    ]);
  });

  it('pass the refusal of an upload on, with its place', () => {
    expect(refused({ certificates: [contoso, certificateFixture('rsa-1024.cer')] })).toEqual({
      code: 'certificate_key_too_short',
      details: { bits: 1024, minimum: 2048, index: 1 },
    });
    expect(refused({ certificates: [''] })).toEqual({ code: 'certificate_empty', details: { index: 0 } });
  });

  it.each([
    ['expired.cer', 'expired on 2026-01-01.'],
    ['expires-soon.cer', 'expires on 2026-07-01.'],
    ['not-yet-valid.cer', 'is not valid before 2026-07-01.'],
    ['tenant-wide.cer', 'is a key that Entra rolls by itself, not the certificate of the application.'],
    ['authority.cer', 'belongs to a certificate authority, which rarely signs assertions itself.'],
  ])('pass the warning about %s on', (file, words) => {
    const { certificates, warnings } = accepted({ certificates: [certificateFixture(file)] });
    expect(warnings).toEqual([
      {
        code: 'certificate_warning',
        field: 'certificates[0]',
        message: `The certificate with the thumbprint ${certificates[0]?.sha1Thumbprint} ${words}`,
      },
    ]);
  });

  it('pass on that a parsed certificate came with others', () => {
    const parsed = parseIdpCertificate(`${contoso}${next}`, { now: NOW });
    if (!parsed.ok) throw parsed.error;
    expect(accepted({ certificates: [parsed.value] }).warnings[0]?.message).toContain(
      'came in a file with others, which are not used.',
    );
  });

  it('throw for a certificate that claimgate did not parse', () => {
    const parsed = parseIdpCertificate(contoso, { now: NOW });
    if (!parsed.ok) throw parsed.error;
    for (const forged of [{ ...parsed.value }, {}, [contoso], { type: 'Buffer', data: [48] }]) {
      expect(() => parseConnection(connectionInput({ certificates: [contoso, forged] }))).toThrow(TypeError);
    }
  });

  it('keep the refusal of the certificate itself as the cause', () => {
    const result = parseConnection(connectionInput({ certificates: [contoso, 'MIIB'] }), { now: NOW });
    const own = parseIdpCertificate('MIIB', { now: NOW });
    expect(!result.ok && result.error.cause).toMatchObject({ code: own.ok ? '' : own.error.code });
    expect(!result.ok && result.error.details).toMatchObject({ index: 1 });
  });

  it.each([
    ['a single one', 'MIIB', 'certificates', '"MIIB"', 'an array'],
    ['null', null, 'certificates', 'null', 'an array'],
    ['a number in the list', [7], 'certificates[0]', '7', undefined],
    ['null in the list', [contoso, null], 'certificates[1]', 'null', undefined],
    ['eleven of them', Array(11).fill('MIIB'), 'certificates', '11 certificates', 'at most 10 certificates'],
  ])('refuse %s', (_, certificates, field, received, expected) => {
    expect(refused({ certificates })).toEqual({
      code: 'connection_option_invalid',
      details: {
        field,
        received,
        expected: expected ?? 'PEM or base64 text, DER bytes or an IdpCertificate',
      },
    });
  });

  it('are at most ten, those of one file counted singly', () => {
    const warned = ['expired', 'expires-soon', 'not-yet-valid', 'after-2050', 'rsa-4096', 'sha1-signed'];
    const files = [...warned, 'md5-signed', 'version-1', 'fabrikam'].map((name) =>
      certificateFixture(`${name}.cer`),
    );
    expect(accepted({ certificates: [...files, contoso] }).certificates).toHaveLength(10);
    expect(refused({ certificates: [...files, `${contoso}${next}`] }).details).toMatchObject({
      field: 'certificates',
      received: '11 certificates',
    });
  });
});

describe('warnings about options', () => {
  it('name SHA-1', () => {
    expect(accepted({ allowSha1: true }).warnings).toEqual([
      {
        code: 'sha1_allowed',
        field: 'allowSha1',
        message: 'SHA-1 can be forged with effort. In Entra set the Signing Algorithm to SHA-256 instead.',
      },
    ]);
  });

  it('name a missing second reader', () => {
    expect(accepted({ secondReader: 'dangerously-none' }).warnings).toEqual([
      {
        code: 'second_reader_disabled',
        field: 'secondReader',
        message: 'No second reader confirms what was read from the signed bytes.',
      },
    ]);
    expect(warningCodes({ secondReader: 'xml-crypto' })).toEqual([]);
  });
});

describe('misuse', () => {
  it('throws for a clock that is no date', () => {
    const { certificates } = accepted();
    for (const input of [connectionInput(), connectionInput({ certificates })]) {
      expect(() => parseConnection(input, { now: new Date(Number.NaN) })).toThrow(TypeError);
      expect(() => parseConnection(input, { now: 0 as never })).toThrow(TypeError);
    }
  });

  it('takes the system clock where none is given', () => {
    const result = parseConnection(connectionInput({ certificates: [certificateFixture('expired.cer')] }));
    expect(result.ok && result.value.warnings.map((warning) => warning.code)).toEqual([
      'certificate_warning',
    ]);
  });
});
