import { describe, expect, it } from 'vitest';
import {
  codeOf,
  connectionWith,
  detailsOf,
  ENTITY_ID,
  type Mint,
  mint,
  NOW,
  SKEW,
  signedWith,
  validate,
  verdict,
} from './message.js';

const at = (milliseconds: number): Date => new Date(NOW.getTime() + milliseconds);
const details = (options: Mint): unknown => detailsOf(validate(mint(options)));
const LIFETIME = 86_700_000;
const MINUTE = 60_000;
const valid = { subjectNotOnOrAfter: at(MINUTE) };

describe('the window of the conditions', () => {
  it('begins at NotBefore, by the skew', () => {
    expect(verdict({ notBefore: at(SKEW) })).toBe('ok');
    expect(verdict({ notBefore: at(SKEW + 1) })).toBe('conditions_not_yet_valid');
  });

  it('need not have a beginning', () => {
    expect(verdict({ notBefore: null })).toBe('ok');
  });

  it('ends at NotOnOrAfter, by the skew', () => {
    expect(verdict({ ...valid, notOnOrAfter: at(-SKEW + 1) })).toBe('ok');
    expect(verdict({ ...valid, notOnOrAfter: at(-SKEW) })).toBe('conditions_expired');
    expect(details({ ...valid, notOnOrAfter: at(-SKEW) })).toEqual({
      element: 'Conditions/@NotOnOrAfter',
      received: at(-SKEW).toISOString(),
      now: NOW.toISOString(),
      skewSeconds: 180,
    });
  });

  it('must have an end', () => {
    expect(verdict({ ...valid, notOnOrAfter: null })).toBe('conditions_not_on_or_after_missing');
  });

  it('is not empty', () => {
    expect(verdict({ notBefore: NOW, notOnOrAfter: at(1), ...valid })).toBe('ok');
    expect(verdict({ notBefore: NOW, notOnOrAfter: NOW, ...valid })).toBe('conditions_empty_window');
    expect(details({ notBefore: at(1), notOnOrAfter: NOW, ...valid })).toEqual({
      notBefore: at(1).toISOString(),
      notOnOrAfter: NOW.toISOString(),
    });
  });

  it('is no longer than the connection allows', () => {
    expect(verdict({ ...valid, notOnOrAfter: at(LIFETIME) })).toBe('ok');
    expect(verdict({ ...valid, notOnOrAfter: at(LIFETIME + 1) })).toBe('conditions_lifetime_exceeded');
    const short = connectionWith({ maxLifetimeSeconds: 60 });
    expect(verdict({ ...valid, notOnOrAfter: at(MINUTE) }, {}, short)).toBe('ok');
    expect(verdict({ ...valid, notOnOrAfter: at(MINUTE + 1) }, {}, short)).toBe(
      'conditions_lifetime_exceeded',
    );
  });

  it('follows the skew of the connection', () => {
    const exact = connectionWith({ clockSkewSeconds: 0 });
    const times = { responseIssueInstant: at(-1), issueInstant: at(-1), authnInstant: at(-1), ...valid };
    expect(verdict({ ...times, notBefore: NOW, notOnOrAfter: at(1) }, {}, exact)).toBe('ok');
    expect(verdict({ ...times, notBefore: at(1) }, {}, exact)).toBe('conditions_not_yet_valid');
    expect(verdict({ ...times, notOnOrAfter: NOW }, {}, exact)).toBe('conditions_expired');
  });
});

describe('audiences', () => {
  it('one of a restriction suffices', () => {
    expect(verdict({ audiences: ['urn:other', ENTITY_ID] })).toBe('ok');
  });

  it('every restriction must be met', () => {
    const restriction = '<AudienceRestriction><Audience>urn:other</Audience></AudienceRestriction>';
    const xml = signedWith('</Conditions>', `${restriction}</Conditions>`);
    expect(detailsOf(validate(xml))).toEqual({ expected: ENTITY_ID, received: ['urn:other'] });
    const twice = `<AudienceRestriction><Audience>${ENTITY_ID}</Audience></AudienceRestriction>`;
    expect(codeOf(validate(signedWith('</Conditions>', `${twice}</Conditions>`)))).toBe('ok');
  });

  it('there is a restriction', () => {
    expect(verdict({ audiences: null })).toBe('audience_restriction_missing');
  });

  it('a restriction names someone', () => {
    expect(verdict({ audiences: [] })).toBe('element_missing');
  });

  it.each([
    `${ENTITY_ID}.evil.test`,
    `${ENTITY_ID}/`,
    ENTITY_ID.slice(0, -1),
    ENTITY_ID.toUpperCase(),
    ` ${ENTITY_ID}`,
    `${ENTITY_ID}\n`,
    '',
  ])('%j is another', (audience) => {
    expect(verdict({ audiences: [audience] })).toBe('audience_mismatch');
  });
});

describe('other conditions', () => {
  const withCondition = (xml: string): string =>
    codeOf(validate(signedWith('</Conditions>', `${xml}</Conditions>`)));

  it('OneTimeUse and ProxyRestriction are understood, once each', () => {
    expect(withCondition('<OneTimeUse/>')).toBe('ok');
    expect(withCondition('<OneTimeUse/><OneTimeUse/>')).toBe('one_time_use_repeated');
    expect(withCondition('<ProxyRestriction Count="0"/>')).toBe('ok');
    expect(withCondition('<ProxyRestriction/><ProxyRestriction/>')).toBe('proxy_restriction_repeated');
  });

  it.each([
    ['<Condition/>', 'Condition'],
    [
      '<Condition xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="OneTimeUseType"/>',
      'Condition',
    ],
    [
      '<OneTimeUse xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="x:Other" xmlns:x="urn:x"/>',
      'OneTimeUse',
    ],
    ['<x:OneTimeUse xmlns:x="urn:x"/>', 'x:OneTimeUse'],
    ['<AudienceRestriction xmlns=""/>', 'AudienceRestriction'],
    ['<onetimeuse/>', 'onetimeuse'],
    ['<constructor/>', 'constructor'],
    ['<Assertion1/>', 'Assertion1'],
  ])('%s is not understood', (xml, element) => {
    expect(withCondition(xml)).toBe('condition_unknown');
    expect(detailsOf(validate(signedWith('</Conditions>', `${xml}</Conditions>`)))).toEqual({ element });
  });

  it.each([
    ['text', 'text_unexpected'],
    ['<OneTimeUse>x</OneTimeUse>', 'text_unexpected'],
    ['<OneTimeUse x="y"/>', 'attribute_unexpected'],
    ['<OneTimeUse><x/></OneTimeUse>', 'element_unexpected'],
    ['<AudienceRestriction>x</AudienceRestriction>', 'text_unexpected'],
    ['<AudienceRestriction><Audience><x/></Audience></AudienceRestriction>', 'element_has_elements'],
  ])('%s does not fit the schema', (xml, code) => {
    expect(withCondition(xml)).toBe(code);
  });
});

describe('AuthnStatements', () => {
  it('were not made in the future', () => {
    expect(verdict({ authnInstant: at(SKEW) })).toBe('ok');
    expect(verdict({ authnInstant: at(SKEW + 1) })).toBe('authn_instant_in_future');
  });

  it('may be months old where nothing else was asked for', () => {
    expect(verdict({ authnInstant: at(-90 * 86_400_000) })).toBe('ok');
  });

  it('are not older than the request that asked for a fresh one, by the skew', () => {
    const authnInstantNotBefore = at(-MINUTE);
    expect(verdict({ authnInstant: at(-MINUTE) }, { authnInstantNotBefore })).toBe('ok');
    expect(verdict({ authnInstant: at(-MINUTE - SKEW) }, { authnInstantNotBefore })).toBe('ok');
    expect(verdict({ authnInstant: at(-MINUTE - SKEW - 1) }, { authnInstantNotBefore })).toBe(
      'authn_instant_before_request',
    );
    expect(detailsOf(validate(mint({ authnInstant: at(-10 * MINUTE) }), { authnInstantNotBefore }))).toEqual({
      authnInstant: at(-10 * MINUTE).toISOString(),
      requestedAt: at(-MINUTE).toISOString(),
    });
  });

  it('the newest of several counts, every one is looked at', () => {
    const second = (attributes: string): string =>
      signedWith(
        '</Assertion>',
        `<AuthnStatement ${attributes}><AuthnContext/></AuthnStatement></Assertion>`,
        { authnInstant: at(-3_600_000) },
      );
    const wanted = { authnInstantNotBefore: NOW };
    expect(codeOf(validate(second(`AuthnInstant="${NOW.toISOString()}"`), wanted))).toBe('ok');
    expect(codeOf(validate(second(`AuthnInstant="${at(-3_600_000).toISOString()}"`), wanted))).toBe(
      'authn_instant_before_request',
    );
    expect(codeOf(validate(second(`AuthnInstant="${at(SKEW + 1).toISOString()}"`)))).toBe(
      'authn_instant_in_future',
    );
    expect(
      codeOf(
        validate(
          second(`AuthnInstant="${NOW.toISOString()}" SessionNotOnOrAfter="${at(-SKEW).toISOString()}"`),
        ),
      ),
    ).toBe('session_expired');
  });

  it('the session has not ended', () => {
    expect(verdict({ sessionNotOnOrAfter: at(-SKEW + 1) })).toBe('ok');
    expect(verdict({ sessionNotOnOrAfter: at(-SKEW) })).toBe('session_expired');
  });
});
