import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseIdpCertificate } from '../../src/certificates/parse-idp-certificate.js';
import { isConnection } from '../../src/organizations/known-connections.js';
import { parseConnection } from '../../src/organizations/parse-connection.js';
import { certificateFixture, NOW } from '../certificates/fixture.js';
import { connectionInput, TENANT } from './connection-input.js';

const parsed = parseIdpCertificate(certificateFixture('contoso.cer'), { now: NOW });
const certificates = parsed.ok ? [parsed.value] : [];
const parse = (changes: Readonly<Record<string, unknown>>) =>
  parseConnection(connectionInput({ certificates, ...changes }), { now: NOW });

const pieces = fc
  .array(
    fc.constantFrom(
      ...['https://', 'http://', 'HTTPS://', 'sts.windows.net', 'login.microsoftonline.com', 'idp.example'],
      ...[
        '/',
        TENANT,
        'common',
        'saml2',
        'v2.0',
        'contoso.com',
        '?',
        'SAMLRequest=',
        '#',
        '@',
        ':',
        '443',
        ' ',
      ],
      ...[
        '.ciamlogin.com',
        '%',
        '%7B',
        '{',
        '\\',
        'localhost',
        '[::1]',
        '\u200b',
        'federationmetadata',
        'urn:',
      ],
    ),
    { maxLength: 10 },
  )
  .map((parts) => parts.join(''));
const paths = fc
  .array(fc.constantFrom(TENANT, '/', `${TENANT}/`, TENANT.replace('1', 'A'), 'saml2', '?', '#', '.'), {
    maxLength: 4,
  })
  .map((parts) => parts.join(''));
const urlLike = fc.oneof(pieces, fc.webUrl(), fc.string({ unit: 'binary' }));

describe('whatever is pasted', () => {
  it('never throws and never changes what it accepts beyond the white space around it', () => {
    fc.assert(
      fc.property(urlLike, urlLike, (issuerUrl, signInUrl) => {
        const result = parse({ issuerUrl, signInUrl });
        if (!result.ok) return;
        expect(issuerUrl).toContain(result.value.issuerUrl);
        expect(issuerUrl.trim()).toBe(result.value.issuerUrl);
        expect(signInUrl.trim()).toBe(result.value.signInUrl);
      }),
      { numRuns: 2000 },
    );
  });

  it('accepts under the issuer host of Entra one spelling for each tenant, and one more with an application', () => {
    fc.assert(
      fc.property(paths, (path) => {
        const issuerUrl = `https://sts.windows.net/${path}`;
        const result = parse({ issuerUrl, signInUrl: 'https://idp.example/' });
        if (!result.ok) return;
        expect(result.value.issuerUrl).toMatch(
          /^https:\/\/sts\.windows\.net\/[0-9a-f-]{36}\/([0-9a-f-]{36}\/?)?$/,
        );
        expect(result.value.tenantId).toBe(TENANT);
      }),
      { numRuns: 1000 },
    );
  });

  it('sends browsers to https only, but for this machine', () => {
    fc.assert(
      fc.property(urlLike, (signInUrl) => {
        const result = parse({ signInUrl, issuerUrl: 'urn:idp' });
        if (!result.ok) return;
        const url = new URL(result.value.signInUrl);
        const local = /^(localhost|.*\.localhost|\[::1\]|127\.[0-9.]+)$/.test(url.hostname);
        expect(url.protocol === 'https:' || (url.protocol === 'http:' && local)).toBe(true);
        expect(url.username + url.password + url.hash).toBe('');
      }),
      { numRuns: 1000 },
    );
  });
});

describe('whatever the options are', () => {
  const names = Object.keys(parse({}).ok ? { ...connectionValue() } : {});

  it('never throws, and what it accepts is frozen and known', () => {
    const changes = fc.dictionary(
      fc.constantFrom(...names, 'x'),
      fc.oneof(fc.anything(), fc.boolean(), fc.nat(90_000)),
      { maxKeys: 3, noNullPrototype: true },
    );
    fc.assert(
      fc.property(changes, ({ certificates: _, ...others }) => {
        const result = parse(others);
        if (!result.ok) expect(result.error.stage).toBe('connection');
        else expect(Object.isFrozen(result.value) && isConnection(result.value)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('makes of its own values the same connection again', () => {
    const { tenantId, cloud, warnings, entityId, assertionConsumerServiceUrl, logoutUrl, ...rest } =
      connectionValue();
    const again = parseConnection({ ...rest, ...(logoutUrl && { logoutUrl }) }, { now: NOW });
    expect(again.ok && again.value).toEqual(connectionValue());
    expect([tenantId, cloud, warnings, entityId, assertionConsumerServiceUrl]).toEqual([
      TENANT,
      'global',
      [],
      null,
      null,
    ]);
  });
});

function connectionValue() {
  const result = parse({});
  if (!result.ok) throw result.error;
  return result.value;
}
