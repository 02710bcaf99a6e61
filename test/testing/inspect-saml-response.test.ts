import { describe, expect, it } from 'vitest';
import { type Deviation, deviations } from '../../src/testing/deviations.js';
import { expectValid } from '../../src/testing/expect-valid.js';
import type { InspectReport } from '../../src/testing/inspect/inspect-report.js';
import { type InspectOptions, inspectSamlResponse } from '../../src/testing/inspect-saml-response.js';
import { mintResponse } from '../../src/testing/mint-response.js';
import { createTestKeyPair } from '../../src/testing/test-key-pair.js';
import { acsUrl, entityId, keyPair, minting, now, testConnection } from './test-connection.js';

const connection = testConnection();
const options: InspectOptions = { connection, at: now, inResponseTo: 'id0123456789' };

function outcomes(report: InspectReport): Record<string, string> {
  return Object.fromEntries(report.stages.map(({ stage, outcome }) => [stage, outcome]));
}

describe('inspectSamlResponse of a good message', () => {
  const report = inspectSamlResponse(mintResponse(minting).samlResponse, options);

  it('says valid, with every stage passed', () => {
    expect(report.valid).toBe(true);
    expect(report.responseValid).toBe(true);
    expect(report.failure).toBeNull();
    expect(outcomes(report)).toEqual({
      decode: 'passed',
      structure: 'passed',
      status: 'passed',
      verify: 'passed',
      'second-reader': 'passed',
      extract: 'passed',
      check: 'passed',
      claims: 'passed',
      organization: 'not asked',
    });
    expect(report.claims?.email.address).toBe('adele.vance@contoso.com');
    expect(report.notes).toEqual([]);
    expect(() => expectValid(report)).not.toThrow();
  });

  it('names the certificate that is on file and in the message', () => {
    expect(report.certificates).toEqual([
      {
        subject: 'CN=Microsoft Azure Federated SSO Certificate',
        sha1Thumbprint: keyPair.sha1Thumbprint,
        sha256Thumbprint: keyPair.sha256Thumbprint,
        notAfter: new Date('2029-01-01T00:00:00Z'),
        expired: false,
        namedInMessage: true,
      },
    ]);
  });

  it('finds every expected value in the message', () => {
    expect(report.comparisons.map(({ fits }) => fits)).toEqual(Array(7).fill(true));
  });
});

describe('inspectSamlResponse of a faulty message', () => {
  const found: Record<Exclude<Deviation, 'replayed'>, [stage: string, code: string]> = {
    'namespace-not-cleared': ['claims', 'email_namespace_not_cleared'],
    'claim-not-added': ['claims', 'email_only_default_claim'],
    'claim-capitalised': ['claims', 'email_name_misspelt'],
    'no-email': ['claims', 'email_missing'],
    'several-emails': ['claims', 'email_multiple_values'],
    'email-not-an-address': ['claims', 'email_invalid'],
    'foreign-domain': ['organization', 'email_domain_not_claimed'],
    'wrong-tenant': ['claims', 'tenant_claim_mismatch'],
    'wrong-issuer': ['check', 'response_issuer_mismatch'],
    'wrong-audience': ['check', 'audience_mismatch'],
    'wrong-destination': ['check', 'destination_mismatch'],
    'wrong-recipient': ['check', 'recipient_mismatch'],
    'wrong-request': ['check', 'response_in_response_to_mismatch'],
    unsolicited: ['check', 'response_in_response_to_missing'],
    expired: ['check', 'subject_confirmation_expired'],
    'not-yet-valid': ['check', 'response_issue_instant_in_future'],
    unsigned: ['verify', 'signature_missing'],
    'wrong-key': ['verify', 'signing_certificate_unknown'],
    sha1: ['verify', 'sha1_not_allowed'],
    tampered: ['verify', 'digest_mismatch'],
    'provider-error': ['status', 'status_not_success'],
  };

  it('knows every deviation', () => {
    const known = [...Object.keys(found), 'replayed'].sort();
    expect(deviations.map(({ name }) => name).sort()).toEqual(known);
  });

  it.each(Object.entries(found))('%s: refused with its own code', (name, [stage, code]) => {
    const { samlResponse } = mintResponse({ ...minting, deviation: name as Deviation });
    const report = inspectSamlResponse(samlResponse, { ...options, claimedDomains: ['contoso.com'] });
    expect(report.valid).toBe(false);
    expect(report.failure).toMatchObject({ stage, code });
    expect(outcomes(report)[stage]).toBe('failed');
    expect(report.responseValid).toBe(stage === 'claims' || stage === 'organization');
    expect(() => expectValid(report)).toThrow(code);
  });

  it('tells the stages behind the failed one as not reached', () => {
    const { samlResponse } = mintResponse({ ...minting, deviation: 'provider-error' });
    expect(outcomes(inspectSamlResponse(samlResponse, options))).toEqual({
      decode: 'passed',
      structure: 'passed',
      status: 'failed',
      verify: 'not reached',
      'second-reader': 'not reached',
      extract: 'not reached',
      check: 'not reached',
      claims: 'not reached',
      organization: 'not asked',
    });
  });

  it('shows every value that does not fit, not only the first', () => {
    const { samlResponse } = mintResponse({
      ...minting,
      keyPair: createTestKeyPair(),
      recipient: 'https://elsewhere.example/acs',
      audiences: ['urn:other'],
    });
    const report = inspectSamlResponse(samlResponse, options);
    expect(report.failure?.code).toBe('signing_certificate_unknown');
    expect(report.comparisons.filter(({ fits }) => fits === false)).toEqual([
      {
        what: 'SubjectConfirmationData/@Recipient',
        expected: acsUrl,
        received: 'https://elsewhere.example/acs',
        fits: false,
      },
      { what: 'Audience', expected: entityId, received: 'urn:other', fits: false },
    ]);
    expect(report.toString()).toContain('names a certificate that is not on file');
  });

  it('reports what cannot even be decoded', () => {
    const report = inspectSamlResponse('this is no message', options);
    expect(report.failure).toMatchObject({ stage: 'decode', code: 'response_not_base64' });
    expect(report.received).toBeNull();
    expect(report.comparisons).toEqual([]);
    expect(inspectSamlResponse('', options).failure?.code).toBe('response_empty');
  });
});

describe('what an inspection may do beyond a sign-in', () => {
  it('takes the message’s own request by default, and says so', () => {
    const { inResponseTo: _, ...defaults } = options;
    const report = inspectSamlResponse(mintResponse(minting).samlResponse, defaults);
    expect(report.valid).toBe(true);
    expect(report.expectations).toMatchObject({ inResponseTo: 'id0123456789', inResponseToFrom: 'message' });
    expect(report.notes.join()).toContain('own InResponseTo id0123456789 was taken');
    expect(report.toString()).toContain('! The message’s own InResponseTo');
  });

  it('says whether the connection allows an unsolicited message', () => {
    const { samlResponse } = mintResponse({ ...minting, inResponseTo: null });
    const at = { at: now, inResponseTo: 'any' };
    expect(inspectSamlResponse(samlResponse, { connection, ...at }).notes.join()).toContain('does not allow');
    const allowing = testConnection({ allowIdpInitiated: true });
    expect(inspectSamlResponse(samlResponse, { connection: allowing, ...at }).notes.join()).toContain(
      'allows.',
    );
    expect(inspectSamlResponse(samlResponse, { ...options }).failure?.code).toBe(
      'response_in_response_to_missing',
    );
  });

  it('takes the message’s own time only where asked to, and says so', () => {
    const { samlResponse } = mintResponse(minting);
    const own = inspectSamlResponse(samlResponse, { ...options, at: 'issue-instant' });
    expect(own.valid).toBe(true);
    expect(own.expectations).toMatchObject({ at: now, atFrom: 'message' });
    expect(own.notes.join()).toContain('clock was set to the message’s own time');
    const past = new Date('2020-01-01T00:00:00Z');
    const old = mintResponse({ ...minting, now: past });
    expect(inspectSamlResponse(old.samlResponse, { ...options, at: 'now' }).valid).toBe(false);
    expect(inspectSamlResponse('nonsense', { ...options, at: 'issue-instant' }).expectations.atFrom).toBe(
      'clock',
    );
  });

  it('stops before the claims where asked to', () => {
    const { samlResponse } = mintResponse({ ...minting, deviation: 'no-email' });
    const report = inspectSamlResponse(samlResponse, { ...options, responseOnly: true });
    expect(report.valid).toBe(true);
    expect(report.claims).toBeNull();
    expect(outcomes(report)['claims']).toBe('not asked');
  });

  it('holds the address against claimed domains where they are given', () => {
    const { samlResponse } = mintResponse(minting);
    const inspected = (claimedDomains: string[]): InspectReport =>
      inspectSamlResponse(samlResponse, { ...options, claimedDomains });
    expect(inspected(['Contoso.com']).valid).toBe(true);
    expect(inspected([]).failure?.code).toBe('email_domain_not_claimed');
    expect(inspected(['mail.contoso.com']).failure?.details).toEqual({
      emailDomain: 'contoso.com',
      claimedDomains: ['mail.contoso.com'],
    });
  });
});

describe('options of an inspection', () => {
  const { samlResponse } = mintResponse(minting);
  it.each([
    ['a connection that parseConnection did not make', { ...options, connection: { ...connection } }],
    ['no entity ID anywhere', { ...options, entityId: '' }],
    ['a time that is none', { ...options, at: new Date(Number.NaN) }],
    ['a domain that is none', { ...options, claimedDomains: ['not a domain'] }],
    ['domains without claims', { ...options, claimedDomains: ['contoso.com'], responseOnly: true }],
  ])('throw a TypeError for %s', (_what, wrong) => {
    expect(() => inspectSamlResponse(samlResponse, wrong)).toThrow(TypeError);
  });
});
