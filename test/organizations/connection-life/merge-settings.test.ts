import { describe, expect, it } from 'vitest';
import { mergeSettings } from '../../../src/organizations/connection-life/merge-settings.js';
import { settingsStep, testStep } from '../../../src/organizations/connection-life/settings-changes.js';
import { NOW } from '../../certificates/fixture.js';
import { accepted, codeOf, detailsOf, ENTRA } from './scene.js';
import { CONTOSO, NEXT, recordOf, storedOf } from './stored.js';

const METADATA_URL = 'https://login.microsoftonline.com/contoso/federationmetadata.xml?appid=1';
const BEFORE = { ...ENTRA, landingPath: '/reports', metadataUrl: METADATA_URL };
const NAMES = [
  'issuerUrl, signInUrl, addresses, entityId, assertionConsumerServiceUrl, signaturePolicy, allowSha1',
  'expiredCertificates, requireEncryption, encryptionPolicy, clockSkewSeconds, maxLifetimeSeconds',
  'secondReader, emailAttribute, firstNameAttribute, lastNameAttribute, requireTenantClaim',
  'allowIdpInitiated, landingPath, signAuthnRequests, authnRequestBinding, logoutUrl, logoutBinding',
  'metadataUrl',
].join(', ');

describe('settings over those on file', () => {
  it.each<[object, object, readonly string[]]>([
    [{}, BEFORE, []],
    [{ landingPath: '/reports' }, BEFORE, []],
    [{ landingPath: undefined }, BEFORE, []],
    [{ landingPath: null }, { ...ENTRA, metadataUrl: METADATA_URL }, ['landingPath']],
    [{ landingPath: '' }, { ...ENTRA, metadataUrl: METADATA_URL }, ['landingPath']],
    [{ metadataUrl: null }, { ...ENTRA, landingPath: '/reports' }, ['metadataUrl']],
    [{ metadataUrl: ' ' }, { ...ENTRA, landingPath: '/reports' }, ['metadataUrl']],
    [{ metadataUrl: ` ${METADATA_URL}\n` }, BEFORE, []],
    [{ logoutUrl: null }, BEFORE, []],
    [{ logoutUrl: '' }, BEFORE, []],
    [{ logoutUrl: '\t' }, BEFORE, []],
    [{ emailAttribute: ' mail' }, { ...BEFORE, emailAttribute: ' mail' }, ['emailAttribute']],
    [
      { signInUrl: '', allowSha1: false, emailAttribute: 'mail' },
      {
        issuerUrl: ENTRA.issuerUrl,
        landingPath: '/reports',
        metadataUrl: METADATA_URL,
        allowSha1: false,
        emailAttribute: 'mail',
      },
      ['allowSha1', 'emailAttribute', 'signInUrl'],
    ],
  ])('%j are taken over, and what is another value now is told by name', (given, settings, changed) => {
    expect(accepted(mergeSettings(BEFORE, given))).toStrictEqual({ settings, changed });
  });

  it.each([
    [null, 'null'],
    [undefined, 'nothing'],
    [7, '7'],
    ['issuerUrl', '"issuerUrl"'],
    ['', '""'],
    [[], 'an array'],
  ])('are an object: %j are none', (given, received) => {
    const result = mergeSettings({}, given as never);
    expect(codeOf(result)).toBe('connection_option_invalid');
    expect(detailsOf(result)).toEqual({ field: 'settings', received, expected: 'an object' });
  });

  it.each([
    ['allowNone', 'allowNone'],
    ['toString', 'toString'],
    ['x'.repeat(65), 'x'.repeat(64)],
  ])('have known names: %s is none', (name, field) => {
    const result = mergeSettings({}, { [name]: undefined } as never);
    expect(detailsOf(result)).toEqual({
      field,
      received: 'an unknown setting',
      expected: `one of ${NAMES}`,
    });
  });

  it.each([
    ['http://evil.example/', '"http://evil.example/"'],
    [7, '7'],
    [['https://idp.example/'], 'an array'],
  ])('follow metadata at the address of a service alone, not at %j', (metadataUrl, received) => {
    const result = mergeSettings({}, { metadataUrl } as never);
    expect(codeOf(result)).toBe('connection_option_invalid');
    expect(detailsOf(result)).toMatchObject({ field: 'metadataUrl', received });
  });
});

describe('settings of a page', () => {
  const record = recordOf([storedOf(CONTOSO, { provenAt: NOW })]);

  it('that is not the latest are refused with the connection', () => {
    for (const expectedRevision of [7, 9]) {
      const result = settingsStep(record, { expectedRevision, settings: { allowSha1: true } });
      expect(codeOf(result)).toBe('connection_changed_meanwhile');
      expect(detailsOf(result)).toEqual({ connectionId: 'c' });
    }
    const latest = settingsStep(record, { expectedRevision: 8, settings: { allowSha1: true } });
    expect(accepted(latest)?.data).toEqual({ fields: ['allowSha1'], version: 4 });
  });
});

describe('a test sign-in', () => {
  const record = recordOf([storedOf(CONTOSO), storedOf(NEXT)]);
  const [proven] = record.certificates;
  const passed = {
    version: 3,
    passed: true,
    code: null,
    reference: null,
    publicKeyHash: proven?.publicKeyHash ?? null,
  };
  const refused = { ...passed, passed: false, code: 'email_missing', reference: 'ABCDEFGH12' };

  it('that passed is told with its version, and proves the key', () => {
    const step = accepted(testStep(record, passed, NOW));
    expect(step).toMatchObject({ type: 'connection_tested', code: null, reference: null });
    expect(step?.data).toEqual({ passed: true, version: 3 });
    expect(step?.record.lastTest).toEqual({ ...passed, at: NOW });
    expect(step?.record.certificates).toEqual([storedOf(CONTOSO, { provenAt: NOW }), storedOf(NEXT)]);
  });

  it('that was refused is told with its version and code, and proves nothing', () => {
    const step = accepted(testStep(record, refused, NOW));
    expect(step).toMatchObject({ type: 'connection_tested', code: 'email_missing', reference: 'ABCDEFGH12' });
    expect(step?.data).toEqual({ passed: false, version: 3 });
    expect(step?.record).toEqual({ ...record, lastTest: { ...refused, at: NOW } });
  });

  it('of another version is refused with the connection', () => {
    for (const version of [2, 4]) {
      const result = testStep(record, { ...passed, version }, NOW);
      expect(codeOf(result)).toBe('connection_changed_meanwhile');
      expect(detailsOf(result)).toEqual({ connectionId: 'c' });
    }
  });
});
