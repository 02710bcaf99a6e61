import { describe, expect, it } from 'vitest';
import { checkAssertion, openValidAssertion } from '../../src/response/check.js';
import { extractAssertion } from '../../src/response/extract.js';
import { readUnverifiedResponse } from '../../src/response/structure.js';
import { verifyResponse } from '../../src/response/verify.js';
import { decrypted, mintEncrypted } from './encrypted.js';
import {
  ACS_URL,
  accepted,
  codeOf,
  connection,
  connectionWith,
  detailsOf,
  ENTITY_ID,
  expecting,
  ISSUER,
  type Mint,
  mint,
  NOW,
  posted,
  REQUEST_ID,
  SKEW,
  signedWith,
  validate,
  verdict,
} from './message.js';

const at = (milliseconds: number): Date => new Date(NOW.getTime() + milliseconds);
const DAY = 86_400_000;
const LIFETIME = 86_700_000;
const details = (options: Mint): unknown => detailsOf(validate(mint(options)));
const code = (xml: string): string => codeOf(validate(xml));

describe('checkAssertion', () => {
  it('gives the content and the connection', () => {
    const valid = accepted(validate(mint()));
    expect(valid.connection).toBe(connection);
    expect(openValidAssertion(valid)).toEqual({ assertion: valid.assertion, connection });
    expect(valid.assertion.issuer).toBe(ISSUER);
  });

  it('throws for another connection than the one that verified', () => {
    const unverified = accepted(readUnverifiedResponse(posted(mint())));
    const signed = accepted(extractAssertion(accepted(verifyResponse(unverified, connection, NOW))));
    expect(codeOf(checkAssertion(signed, expecting()))).toBe('ok');
    expect(() => checkAssertion(signed, expecting({}, connectionWith()))).toThrow(TypeError);
  });
});

describe('status', () => {
  const status = (end: string): string => `urn:oasis:names:tc:SAML:2.0:status:${end}`;
  it.each(['Requester', 'Responder', 'VersionMismatch'])('%s is no success', (end) => {
    expect(verdict({ status: { code: status(end) } })).toBe('status_not_success');
  });

  it.each([status('AuthnFailed'), status('success'), `${status('Success')} `, 'Success', 'x'])(
    '%s is none of the four',
    (unknown) => {
      expect(details({ status: { code: unknown } })).toEqual({ received: unknown });
      expect(verdict({ status: { code: unknown } })).toBe('status_code_unknown');
    },
  );

  it('tells what the identity provider said, cut to a length for the log', () => {
    expect(details({ deviation: 'provider-error' })).toEqual({
      statusCode: status('Responder'),
      secondLevel: status('RequestDenied'),
      statusMessage: expect.stringContaining('AADSTS50105'),
      correlationId: '11111111-0000-4000-8000-000000000001',
    });
    const long = details({ status: { code: status('Responder'), message: 'x'.repeat(5_000) } });
    expect(long).toMatchObject({ secondLevel: null, statusMessage: 'x'.repeat(2_000), correlationId: null });
    expect(details({ status: { code: status('Responder') } })).toMatchObject({ statusMessage: null });
  });

  it('no success is refused even with a signed assertion beside it, or a Success within', () => {
    for (const sign of ['assertion', 'response'] as const) {
      const xml = signedWith(`Value="${status('Success')}"`, `Value="${status('Responder')}"`, { sign });
      expect(code(xml)).toBe('status_not_success');
      const nested = signedWith(
        `<samlp:StatusCode Value="${status('Success')}"/>`,
        `<samlp:StatusCode Value="${status('Responder')}"><samlp:StatusCode Value="${status('Success')}"/></samlp:StatusCode>`,
        { sign },
      );
      expect(code(nested)).toBe('status_not_success');
    }
  });
});

describe('the envelope', () => {
  it('may lack Issuer and Destination where it is not signed', () => {
    expect(verdict({ responseIssuer: null })).toBe('ok');
    expect(verdict({ destination: null })).toBe('ok');
  });

  it('must have them where it is', () => {
    expect(verdict({ responseIssuer: null, sign: 'response' })).toBe('response_issuer_missing');
    expect(codeOf(decrypted(mintEncrypted({}, { responseIssuer: null })))).toBe('response_issuer_missing');
    expect(verdict({ destination: null, sign: 'response' })).toBe('destination_missing');
    expect(verdict({ destination: null, sign: 'both' })).toBe('destination_missing');
  });

  it.each([
    `${ISSUER}x`,
    ISSUER.slice(0, -1),
    ISSUER.toUpperCase(),
    ` ${ISSUER}`,
    ISSUER.replace('https', 'http'),
  ])('the issuer %j is another', (issuer) => {
    expect(details({ responseIssuer: issuer })).toEqual({ expected: ISSUER, received: issuer });
    expect(verdict({ responseIssuer: issuer })).toBe('response_issuer_mismatch');
    expect(verdict({ assertionIssuer: issuer })).toBe('assertion_issuer_mismatch');
    expect(details({ assertionIssuer: issuer })).toEqual({ expected: ISSUER, received: issuer });
  });

  it.each([`${ACS_URL}/`, `${ACS_URL}?x`, ACS_URL.toUpperCase(), `https://evil.test/?${ACS_URL}`, ''])(
    'the URL %j is another',
    (url) => {
      expect(details({ destination: url })).toEqual({ expected: ACS_URL, received: url });
      expect(verdict({ destination: url })).toBe('destination_mismatch');
      expect(details({ recipient: url })).toEqual({ expected: ACS_URL, received: url });
      expect(verdict({ recipient: url })).toBe('recipient_mismatch');
    },
  );

  it('answers the request', () => {
    expect(verdict({ responseInResponseTo: null })).toBe('response_in_response_to_missing');
    expect(details({ responseInResponseTo: `${REQUEST_ID}x` })).toEqual({
      expected: REQUEST_ID,
      received: `${REQUEST_ID}x`,
    });
    expect(verdict({ responseInResponseTo: `${REQUEST_ID}x` })).toBe('response_in_response_to_mismatch');
    expect(verdict({ responseInResponseTo: '' })).toBe('response_in_response_to_mismatch');
    expect(
      verdict({ responseInResponseTo: REQUEST_ID, subjectInResponseTo: null }, { inResponseTo: null }),
    ).toBe('response_in_response_to_unsolicited');
  });

  it('was not issued in the future', () => {
    expect(verdict({ responseIssueInstant: at(SKEW) })).toBe('ok');
    expect(verdict({ responseIssueInstant: at(SKEW + 1) })).toBe('response_issue_instant_in_future');
  });
});

describe('issue of the assertion', () => {
  it('is not in the future', () => {
    expect(verdict({ issueInstant: at(SKEW) })).toBe('ok');
    expect(details({ issueInstant: at(SKEW + 1) })).toEqual({
      element: 'Assertion/@IssueInstant',
      received: at(SKEW + 1).toISOString(),
      now: NOW.toISOString(),
      skewSeconds: 180,
    });
    expect(verdict({ issueInstant: at(SKEW + 1) })).toBe('issue_instant_in_future');
  });

  it('is not older than an assertion may live', () => {
    const old = (age: number): Mint => ({
      issueInstant: at(-age),
      subjectNotOnOrAfter: at(-age + LIFETIME),
      notOnOrAfter: at(-age + LIFETIME),
    });
    expect(verdict(old(LIFETIME - 1))).toBe('ok');
    expect(verdict(old(LIFETIME + SKEW - 1))).toBe('ok');
    expect(verdict(old(LIFETIME + SKEW))).toBe('issue_instant_too_old');
    expect(details(old(365 * DAY))).toMatchObject({ maxLifetimeSeconds: 86_700 });
  });
});

describe('the subject confirmation', () => {
  it('has a Recipient, a NotOnOrAfter and no NotBefore', () => {
    expect(verdict({ recipient: null })).toBe('recipient_missing');
    expect(verdict({ subjectNotOnOrAfter: null })).toBe('subject_confirmation_not_on_or_after_missing');
    const xml = signedWith(
      '<SubjectConfirmationData ',
      `<SubjectConfirmationData NotBefore="${NOW.toISOString()}" `,
    );
    expect(code(xml)).toBe('subject_confirmation_has_not_before');
    expect(detailsOf(validate(xml))).toEqual({ received: NOW.toISOString() });
  });

  it('has data', () => {
    expect(code(signedWith(/<SubjectConfirmationData .*?\/>/, ''))).toBe('subject_confirmation_data_missing');
  });

  it('is of the bearer', () => {
    for (const end of ['holder-of-key', 'sender-vouches', 'Bearer', 'bearer ']) {
      const confirmationMethod = `urn:oasis:names:tc:SAML:2.0:cm:${end}`;
      expect(details({ confirmationMethod })).toEqual({ received: [confirmationMethod] });
      expect(verdict({ confirmationMethod })).toBe('subject_confirmation_method_not_bearer');
    }
  });

  it('has not expired', () => {
    expect(verdict({ subjectNotOnOrAfter: at(-SKEW + 1) })).toBe('ok');
    expect(verdict({ subjectNotOnOrAfter: at(-SKEW) })).toBe('subject_confirmation_expired');
  });

  it('lives no longer than the connection allows', () => {
    expect(verdict({ subjectNotOnOrAfter: at(LIFETIME) })).toBe('ok');
    expect(details({ subjectNotOnOrAfter: at(LIFETIME + 1) })).toEqual({
      seconds: 86_700.001,
      maxLifetimeSeconds: 86_700,
    });
    expect(verdict({ subjectNotOnOrAfter: '9999-12-31T23:59:59Z' })).toBe(
      'subject_confirmation_lifetime_exceeded',
    );
  });

  it('answers the request', () => {
    expect(verdict({ subjectInResponseTo: null })).toBe('in_response_to_missing');
    expect(details({ subjectInResponseTo: 'id9' })).toEqual({ expected: REQUEST_ID, received: 'id9' });
    expect(verdict({ subjectInResponseTo: 'id9' })).toBe('in_response_to_mismatch');
    expect(verdict({ responseInResponseTo: null }, { inResponseTo: null })).toBe(
      'in_response_to_unsolicited',
    );
    expect(verdict({ inResponseTo: null }, { inResponseTo: null })).toBe('ok');
  });

  const confirmation = (attributes: string, method = 'bearer'): string =>
    `<SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:${method}"><SubjectConfirmationData ${attributes}/></SubjectConfirmation>`;

  it('one of several suffices, and the first bearer tells why none does', () => {
    const foreign = confirmation(`Recipient="https://other.example/" NotOnOrAfter="${at(1).toISOString()}"`);
    const holder = confirmation('', 'holder-of-key');
    expect(code(signedWith('<SubjectConfirmation ', `${foreign}${holder}<SubjectConfirmation `))).toBe('ok');
    expect(code(signedWith('</Subject>', `${foreign}${holder}</Subject>`))).toBe('ok');
    const xml = signedWith(
      '<SubjectConfirmation ',
      `${holder}${foreign}${confirmation('')}<SubjectConfirmation `,
      { subjectNotOnOrAfter: at(-DAY) },
    );
    expect(code(xml)).toBe('recipient_mismatch');
  });

  it('each must be whole: two halves do not make one', () => {
    const halves = `${confirmation(`Recipient="${ACS_URL}"`)}${confirmation(`NotOnOrAfter="${at(1).toISOString()}" InResponseTo="${REQUEST_ID}"`)}`;
    expect(code(signedWith(/<SubjectConfirmation .*<\/SubjectConfirmation>/, halves))).toBe(
      'subject_confirmation_not_on_or_after_missing',
    );
  });
});

describe('qualifiers of the NameID', () => {
  const nameId = (attributes: string): string => code(signedWith(/<NameID [^>]*>/, `<NameID ${attributes}>`));
  const persistent = 'Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"';

  it('name this service and this identity provider where they matter', () => {
    expect(nameId(`SPNameQualifier="${ENTITY_ID}"`)).toBe('ok');
    expect(nameId('SPNameQualifier="https://other.example"')).toBe('sp_name_qualifier_mismatch');
    expect(nameId(`${persistent} NameQualifier="${ISSUER}"`)).toBe('ok');
    expect(nameId(`${persistent} NameQualifier="https://other.example"`)).toBe('name_qualifier_mismatch');
    expect(nameId(`${persistent.replace('persistent', 'transient')} NameQualifier="x"`)).toBe(
      'name_qualifier_mismatch',
    );
    expect(nameId('NameQualifier="https://other.example"')).toBe('ok');
  });
});
