import { describe, expect, it } from 'vitest';
import type { Refusal } from '../../src/errors/index.js';
import type { Assertion } from '../../src/response/assertion.js';
import { singleText, textsOf } from '../../src/response/attribute-values.js';
import { authnStatementsViolation } from '../../src/response/check-authn-statements.js';
import { conditionsViolation } from '../../src/response/check-conditions.js';
import { envelopeViolation } from '../../src/response/check-envelope.js';
import { subjectViolation } from '../../src/response/check-subject.js';
import type { Envelope } from '../../src/response/envelope.js';
import type { Expectations } from '../../src/response/expectations.js';
import { diagnoseMissingEmail } from '../../src/response/missing-email.js';
import { accepted, ENTITY_ID, expecting, ISSUER, mint, NOW, REQUEST_ID, validate } from './message.js';

const { assertion } = accepted(validate(mint()));
const HOUR = 3_600_000;
const PERSISTENT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent';
const ENVELOPE: Envelope = {
  id: '_r',
  issueInstant: NOW.getTime(),
  destination: null,
  inResponseTo: REQUEST_ID,
  issuer: ISSUER,
  statusCode: 'urn:oasis:names:tc:SAML:2.0:status:Success',
  secondLevelStatusCode: null,
  statusMessage: null,
};

function told(refused: Refusal | null): unknown {
  return refused === null ? null : { code: refused.error.code, ...refused.error.details };
}

/** What stands in every refusal about a time an hour ahead of the clock or behind it. */
const time = (element: string, milliseconds: number): object => ({
  element,
  received: new Date(NOW.getTime() + milliseconds).toISOString(),
  now: NOW.toISOString(),
  skewSeconds: 180,
});

describe('refusals of authentication statements', () => {
  const [statement] = assertion.authnStatements;
  const violation = (changed: Partial<Assertion['authnStatements'][number]>): unknown => {
    if (statement === undefined) throw new Error('there is a statement');
    return told(
      authnStatementsViolation(
        { ...assertion, authnStatements: [{ ...statement, ...changed }] },
        expecting(),
      ),
    );
  };

  it('name the time that they are about', () => {
    expect(violation({})).toBeNull();
    expect(violation({ authnInstant: NOW.getTime() + HOUR })).toEqual({
      code: 'authn_instant_in_future',
      ...time('AuthnStatement/@AuthnInstant', HOUR),
    });
    expect(violation({ sessionNotOnOrAfter: NOW.getTime() - HOUR })).toEqual({
      code: 'session_expired',
      ...time('AuthnStatement/@SessionNotOnOrAfter', -HOUR),
    });
  });
});

describe('refusals of conditions', () => {
  const violation = (
    changed: Partial<Assertion['conditions']>,
    wanted: Partial<Expectations> = {},
  ): unknown =>
    told(
      conditionsViolation(
        { ...assertion, conditions: { ...assertion.conditions, ...changed } },
        { ...expecting(), ...wanted },
      ),
    );

  it('name the time, the limit and the audience that they are about', () => {
    expect(violation({})).toBeNull();
    expect(violation({ notBefore: NOW.getTime() + HOUR, notOnOrAfter: NOW.getTime() + 2 * HOUR })).toEqual({
      code: 'conditions_not_yet_valid',
      ...time('Conditions/@NotBefore', HOUR),
    });
    expect(violation({ notOnOrAfter: assertion.issueInstant + 100_000_000 })).toEqual({
      code: 'conditions_lifetime_exceeded',
      seconds: 100_000,
      maxLifetimeSeconds: 86_700,
    });
    expect(violation({ audienceRestrictions: [] })).toEqual({
      code: 'audience_restriction_missing',
      expected: ENTITY_ID,
    });
  });

  it('do not take a window without a beginning for one that begins in 1970', () => {
    expect(violation({ notBefore: null, notOnOrAfter: -HOUR })).toMatchObject({ code: 'conditions_expired' });
    const now = new Date(-10 * HOUR);
    expect(violation({ notBefore: null, notOnOrAfter: -HOUR }, { now })).toBeNull();
  });
});

describe('refusals of the envelope', () => {
  const violation = (changed: Partial<Envelope>, wanted: Partial<Expectations> = {}): unknown =>
    told(
      envelopeViolation(
        {
          envelope: { ...ENVELOPE, ...changed },
          envelopeIsSigned: false,
          assertionWasEncrypted: false,
        } as never,
        { ...expecting(), ...wanted },
      ),
    );

  it('tell what was received and what was expected', () => {
    expect(violation({})).toBeNull();
    expect(violation({ issueInstant: NOW.getTime() + HOUR })).toEqual({
      code: 'response_issue_instant_in_future',
      ...time('Response/@IssueInstant', HOUR),
    });
    expect(violation({}, { inResponseTo: null })).toEqual({
      code: 'response_in_response_to_unsolicited',
      received: REQUEST_ID,
    });
    expect(violation({ inResponseTo: null })).toEqual({
      code: 'response_in_response_to_missing',
      expected: REQUEST_ID,
    });
  });

  it('come for a status that is no success, whatever stood in the posted message', () => {
    const statusCode = 'urn:oasis:names:tc:SAML:2.0:status:Requester';
    expect(violation({ statusCode })).toEqual({
      code: 'status_not_success',
      statusCode,
      secondLevel: null,
      statusMessage: null,
      correlationId: null,
    });
  });
});

describe('refusals of the subject', () => {
  const [confirmation] = assertion.subjectConfirmations;
  const named = (changed: Partial<Assertion['nameId']>): unknown =>
    told(subjectViolation({ ...assertion, nameId: { ...assertion.nameId, ...changed } }, expecting()));
  const confirmed = (changed: object, wanted: Partial<Expectations> = {}): unknown => {
    if (confirmation?.data == null) throw new Error('there is a confirmation');
    const data = { ...confirmation.data, ...changed };
    const subjectConfirmations = [{ ...confirmation, data }];
    return told(subjectViolation({ ...assertion, subjectConfirmations }, { ...expecting(), ...wanted }));
  };

  it('tell the qualifiers', () => {
    expect(named({ spNameQualifier: 'urn:other' })).toEqual({
      code: 'sp_name_qualifier_mismatch',
      expected: ENTITY_ID,
      received: 'urn:other',
    });
    expect(named({ format: PERSISTENT, nameQualifier: 'urn:other' })).toEqual({
      code: 'name_qualifier_mismatch',
      expected: ISSUER,
      received: 'urn:other',
    });
  });

  it('tell time and request', () => {
    expect(confirmed({})).toBeNull();
    expect(confirmed({ notOnOrAfter: NOW.getTime() - HOUR })).toEqual({
      code: 'subject_confirmation_expired',
      ...time('SubjectConfirmationData/@NotOnOrAfter', -HOUR),
    });
    expect(confirmed({}, { inResponseTo: null })).toEqual({
      code: 'in_response_to_unsolicited',
      received: REQUEST_ID,
    });
    expect(confirmed({ inResponseTo: null })).toEqual({
      code: 'in_response_to_missing',
      expected: REQUEST_ID,
    });
  });
});

describe('why there is no email claim', () => {
  const DEFAULT = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress';
  it.each([
    ['emailaddress', DEFAULT, 'email_only_default_claim'],
    ['email', DEFAULT, 'email_only_default_claim'],
    ['email', 'http://x/email', 'email_namespace_not_cleared'],
    ['work-email', 'WorkEmail', 'email_name_misspelt'],
    ['email', 'user.mail', 'email_name_misspelt'],
    ['work-email', 'mail', 'email_missing'],
  ])('%s expected, %s found', (expected, found, code) => {
    expect(diagnoseMissingEmail(expected, [found]).error.code).toBe(code);
  });
});

describe('values of attributes', () => {
  const nil = { kind: 'nil' } as const;
  const text = { kind: 'text', text: 'a' } as const;

  it('are texts where they are any', () => {
    expect(textsOf(undefined)).toEqual([]);
    expect(textsOf([nil, text, { kind: 'structured' }, text])).toEqual(['a', 'a']);
  });

  it('are one text at most', () => {
    const single = (...values: (typeof nil | typeof text)[]) => singleText(new Map([['x', values]]), 'x');
    expect(accepted(singleText(new Map(), 'x'))).toBeNull();
    expect([accepted(single()), accepted(single(nil)), accepted(single(text))]).toEqual([null, null, 'a']);
    expect(single(text, nil).ok).toBe(false);
  });
});
