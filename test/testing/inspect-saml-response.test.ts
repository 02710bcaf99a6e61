import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readClaims } from '../../src/response/claims.js';
import { validateResponse } from '../../src/response/validate-response.js';
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

describe('the printed report', () => {
  const refused = inspectSamlResponse(
    mintResponse({ ...minting, deviation: 'wrong-audience' }).samlResponse,
    options,
  );

  it('is what util.inspect and a failing assertion print', () => {
    expect(inspect(refused)).toBe(refused.toString());
    expect(refused.toString()).toContain('SAML response: REFUSED: audience_mismatch');
    expect(refused.toString()).toContain('Basic SAML Configuration');
    expect(refused.toString()).toMatch(/✗ Audience\n\s+expected {2}https:\/\/app\.example\/saml\/c1\n/);
    expect(refused.toString()).toContain('NOT verified');
  });

  it('has colours only where asked to', () => {
    expect(refused.toString()).not.toContain('\u001b');
    expect(refused.toString({ color: true })).toContain('\u001b[31m');
  });

  it('tells a valid response with refused claims apart', () => {
    const { samlResponse } = mintResponse({ ...minting, deviation: 'no-email' });
    expect(inspectSamlResponse(samlResponse, options).toString()).toContain(
      'SAML response: VALID, but REFUSED at claims: email_missing',
    );
  });

  it('shows characters that would steer a terminal as escapes, and cuts long values', () => {
    const attributes = { email: 'a@contoso.com', note: `\u009b31m\u202e${'x'.repeat(5_000)}` };
    const text = inspectSamlResponse(
      mintResponse({ ...minting, attributes }).samlResponse,
      options,
    ).toString();
    expect(text).toContain('\\u{9b}31m\\u{202e}');
    expect(text).toContain('(5005 characters)');
    expect(text.length).toBeLessThan(6_000);
  });

  it('becomes JSON with dates and attributes, also one named __proto__', () => {
    const attributes = new Map([
      ['email', 'a@contoso.com'],
      ['__proto__', 'p'],
    ]);
    const report = inspectSamlResponse(mintResponse({ ...minting, attributes }).samlResponse, options);
    const json = JSON.parse(JSON.stringify(report));
    expect(json.valid).toBe(true);
    expect(json.expectations.at).toBe(now.toISOString());
    expect(Object.entries(json.claims.attributes)).toEqual([
      ['email', ['a@contoso.com']],
      ['__proto__', ['p']],
    ]);
  });
});

describe('the verdict of an inspection', () => {
  const { xml } = mintResponse(minting);

  it('is that of validateResponse and readClaims for every mutation of a good message', () => {
    let refused = 0;
    fc.assert(
      fc.property(
        fc.nat(xml.length),
        fc.nat(30),
        fc.constantFrom('', 'x', '<', '</Assertion>', '&', ' ', '<!---->', 'ID="_1"', '\u0000', 'alice'),
        fc.boolean(),
        (at, length, inserted, asXml) => {
          const mutant = xml.slice(0, at) + inserted + xml.slice(at + length);
          const samlResponse = Buffer.from(mutant).toString('base64');
          const report = inspectSamlResponse(asXml ? mutant : samlResponse, options);
          const validated = validateResponse(samlResponse, {
            connection,
            entityId,
            assertionConsumerServiceUrl: acsUrl,
            inResponseTo: 'id0123456789',
            authnInstantNotBefore: null,
            now,
          });
          const ok = validated.ok && readClaims(validated.value).ok;
          if (!ok) refused += 1;
          if (asXml && report.valid !== ok) {
            // Pasted XML loses blanks around it and may stop being recognised, never the other way.
            expect(report.valid).toBe(false);
            return;
          }
          expect(report.valid).toBe(ok);
          expect(report.failure === null).toBe(ok);
          expect(report.toString().length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 400 },
    );
    expect(refused).toBeGreaterThan(0);
  });

  it('is never an exception, whatever was pasted', () => {
    const pasted = fc.oneof(fc.string({ unit: 'binary' }), fc.base64String(), fc.json());
    fc.assert(
      fc.property(
        pasted,
        fc.constantFrom<InspectOptions['at'][]>('now', 'issue-instant', now),
        (text, at) => {
          const report = inspectSamlResponse(text, { connection, ...(at === undefined ? {} : { at }) });
          expect(report.valid).toBe(false);
          expect(JSON.stringify(report)).toContain('"valid":false');
        },
      ),
    );
  });
});
