import { afterEach, describe, expect, it } from 'vitest';
import { parseConnection } from '../../src/organizations/parse-connection.js';
import { accepted, connectionInput, refused } from './connection-input.js';

describe('options that are accepted', () => {
  it.each([
    ['id', ['a', 'A-z_0-9', 'x'.repeat(64)]],
    ['organizationId', ['1', 'Контосо', 'x'.repeat(256)]],
    ['enabled', [true, false]],
    ['version', [0, 1, Number.MAX_SAFE_INTEGER]],
    ['entityId', ['https://app.example/saml', 'urn:example:app', 'spn:app', `urn:${'x'.repeat(1020)}`]],
    [
      'assertionConsumerServiceUrl',
      [
        'https://app.example/acs',
        'https://app.example:8443/acs?org_id=1',
        'http://localhost:3000/acs',
        'http://app.localhost/acs',
        'http://127.0.0.2/acs',
        'http://[::1]:3000/acs',
        `https://app.example/${'x'.repeat(1004)}`,
      ],
    ],
    ['signaturePolicy', ['assertion-covered', 'assertion', 'response', 'both']],
    ['allowSha1', [true, false]],
    ['clockSkewSeconds', [0, 300]],
    ['maxLifetimeSeconds', [60, 86700]],
    ['secondReader', ['xmldom', 'xml-crypto', 'dangerously-none']],
    ['expiredCertificates', ['accept-with-warning', 'refuse']],
    [
      'emailAttribute',
      ['mail', 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress', '__proto__'],
    ],
    ['firstNameAttribute', ['given name']],
    ['lastNameAttribute', ['sn']],
    ['requireTenantClaim', [true, false]],
    ['addresses', ['own', 'shared']],
    ['allowIdpInitiated', [true, false]],
    ['landingPath', ['/', '/reports?week=12#top']],
    ['signAuthnRequests', [false]],
    ['authnRequestBinding', ['redirect', 'post']],
    ['logoutUrl', ['https://idp.example/slo?x=1', 'http://localhost:3000/slo']],
    ['logoutBinding', ['redirect', 'post']],
  ])('%s', (field, values) => {
    for (const value of values) expect(accepted({ [field]: value })).toHaveProperty(field, value);
  });

  it('are absent where they are undefined', () => {
    expect(accepted({ clockSkewSeconds: undefined }).clockSkewSeconds).toBe(180);
  });
});

describe('options that are refused', () => {
  it.each([
    ['id', ['', 'a b', 'ä', 'a/b', '../a', 'x'.repeat(65), 'a\n', 7, null, undefined]],
    ['organizationId', ['', 'x'.repeat(257), 'a\nb', 7, null, undefined]],
    ['enabled', ['true', 1, null]],
    ['version', [-1, 1.5, '1', Number.NaN, 2 ** 53, null]],
    [
      'entityId',
      [
        '',
        'app',
        'urn:x"><evil/>',
        'urn:😀',
        'https://[',
        'https://app.example/a b',
        'urn:a\u200b',
        ' urn:a',
        `urn:${'x'.repeat(1021)}`,
        7,
        null,
      ],
    ],
    [
      'assertionConsumerServiceUrl',
      [
        '',
        '/acs',
        'http://app.example/acs',
        'http://127.0.0.1.example/acs',
        'http://notlocalhost/acs',
        'ftp://app.example/acs',
        'https://user:secret@app.example/acs',
        'https://app.example/acs#',
        'https://app.example/acs#part',
        'https://app.example/a cs',
        'https://app.example:99999/acs',
        `https://app.example/${'x'.repeat(1005)}`,
        7,
        null,
      ],
    ],
    ['signaturePolicy', ['none', 'Assertion', '', true, ['both'], null]],
    ['allowSha1', ['false', 0, null]],
    ['clockSkewSeconds', [-1, 301, 1.5, '180', Number.POSITIVE_INFINITY, null]],
    ['maxLifetimeSeconds', [59, 86701, '3600', null]],
    ['secondReader', ['none', 'xmldom ', false, null]],
    ['expiredCertificates', ['accept', true, null]],
    ['emailAttribute', ['', ' email', 'email\n', 'x'.repeat(1025), 7, null]],
    ['firstNameAttribute', ['', 'a\u0000', 7]],
    ['lastNameAttribute', ['', '\u00a0sn', []]],
    ['requireTenantClaim', ['yes', 1]],
    ['addresses', ['Shared', true, null]],
    ['allowIdpInitiated', ['no', {}]],
    ['landingPath', ['', 'reports', '//evil.example', '/\\evil.example', 'https://evil.example/', 7, null]],
    ['signAuthnRequests', ['true', 1, null]],
    ['authnRequestBinding', ['POST', true, null]],
    ['logoutUrl', ['', '/slo', 'http://idp.example/slo', 'https://idp.example/slo#x', 7, null]],
    ['logoutBinding', ['artifact', true]],
    ['issuerUrl', [7, true, {}, ['https://sts.windows.net/']]],
    ['signInUrl', [7, true, {}]],
  ])('%s', (field, values) => {
    for (const value of values) {
      expect(refused({ [field]: value })).toMatchObject({
        code: 'connection_option_invalid',
        details: { field },
      });
    }
  });

  it.each(['entityId', 'assertionConsumerServiceUrl'])('are shared addresses and %s at once', (field) => {
    expect(refused({ addresses: 'shared', [field]: 'https://app.example/saml' })).toMatchObject({
      code: 'connection_option_invalid',
      details: { field, expected: 'nothing, as the addresses are shared' },
    });
  });

  it.each([
    ['a long string, cut', 'enabled', 'x'.repeat(200), `"${'x'.repeat(100)}…"`],
    ['a string of the longest that is not cut', 'enabled', 'x'.repeat(100), `"${'x'.repeat(100)}"`],
    ['a structure by its kind', 'enabled', { secret: 1 }, 'an object'],
    ['a list by its kind', 'enabled', ['secret'], 'an array'],
    ['nothing', 'id', undefined, 'nothing'],
    ['null', 'enabled', null, 'null'],
    ['a number', 'enabled', 7, '7'],
  ])('are shown as received: %s', (_, field, value, received) => {
    expect(refused({ [field]: value }).details).toMatchObject({ received });
  });

  it('say what is expected', () => {
    expect(refused({ clockSkewSeconds: 301 }).details).toEqual({
      field: 'clockSkewSeconds',
      received: '301',
      expected: 'a whole number from 0 to 300',
    });
    expect(refused({ signaturePolicy: 'none' }).details).toMatchObject({
      expected: 'one of assertion-covered, assertion, response, both',
    });
  });
});

describe('names that are no options', () => {
  it('are shown as far as a name can be long, with those that there are', () => {
    const { details } = refused({ ['x'.repeat(65)]: true });
    expect(details).toMatchObject({ field: 'x'.repeat(64), received: 'an unknown option' });
    expect(details).toHaveProperty(
      'expected',
      expect.stringMatching(/^one of id, organizationId, enabled, /u),
    );
    expect(details).toHaveProperty(
      'expected',
      expect.stringMatching(/, logoutBinding, issuerUrl, signInUrl, certificates, keys$/u),
    );
  });

  it.each(['requireTenantclaim', 'cert', 'tenantId', 'constructor', 'toString'])(
    'are refused: %s',
    (name) => {
      expect(refused({ [name]: true })).toMatchObject({
        code: 'connection_option_invalid',
        details: { field: name, received: 'an unknown option' },
      });
    },
  );

  it.each(['thumbprint', 'fingerprint', 'certThumbprint', 'certificateFingerprints'])(
    'CRT-04: no key is pinned by a thumbprint: %s',
    (name) => {
      expect(refused({ [name]: 'A1B2C3D4E5F60718293A4B5C6D7E8F90A1B2C3D4' })).toMatchObject({
        code: 'connection_option_invalid',
        details: { field: name, received: 'an unknown option' },
      });
    },
  );

  it('are refused where JSON has __proto__', () => {
    const input = JSON.parse(`{"__proto__":{"allowSha1":true},${JSON.stringify(connectionInput()).slice(1)}`);
    const result = parseConnection(input);
    expect(!result.ok && result.error.details).toMatchObject({ field: '__proto__' });
  });

  it.each([
    ['an array', [], 'an array'],
    ['null', null, 'null'],
    ['text', 'connection', '"connection"'],
    ['nothing', undefined, 'nothing'],
  ])('are not reached where the input is %s', (_, input, received) => {
    const result = parseConnection(input as never);
    expect(!result.ok && result.error).toMatchObject({
      code: 'connection_option_invalid',
      details: { field: 'connection', received, expected: 'an object' },
    });
  });
});

describe('what hangs on a prototype', () => {
  const prototype = Object.prototype as unknown as Record<string, unknown>;
  const polluted = { allowSha1: true, secondReader: 'dangerously-none', absent: 'x', certificates: ['x'] };
  afterEach(() => {
    for (const name of Object.keys(polluted)) delete prototype[name];
  });

  it('changes no option', () => {
    const input = connectionInput();
    const missing = connectionInput({ certificates: undefined }) as Record<string, unknown>;
    delete missing['certificates'];
    delete missing['id'];
    Object.assign(prototype, polluted);
    const result = parseConnection(input);
    const incomplete = parseConnection(missing as never);
    for (const name of Object.keys(polluted)) delete prototype[name];
    expect(result.ok && result.value).toMatchObject({ allowSha1: false, secondReader: 'xmldom' });
    expect(!incomplete.ok && incomplete.error.details).toMatchObject({ field: 'id' });
  });

  it('is not read from the input', () => {
    const result = parseConnection(Object.create(connectionInput()) as never);
    expect(!result.ok && result.error.details).toMatchObject({ field: 'id', received: 'nothing' });
  });
});
