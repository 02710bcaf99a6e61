import { describe, expect, it } from 'vitest';
import { evaluate, parseFilter, printFilter, type ResourceType } from '../../../src/scim/engine/index.js';
import { ann, CUSTOM, ENTERPRISE, GROUP, granted, outcome, types, USER } from './samples.js';

const subject = {
  ...ann,
  [CUSTOM]: { level: 7, hired: '2026-03-01T00:00:00.000Z', tag: 'X', badges: ['a', 'b'], note: 'ς' },
};
const group = {
  id: 'g1',
  displayName: 'Team',
  members: [
    { value: 'u1', type: 'User' },
    { value: 'u2', type: 'User' },
  ],
};

function matches(text: string, resource: object = subject, type: ResourceType = types.user): boolean {
  return evaluate(type, granted(parseFilter(type, text)), resource);
}

describe('filters of Entra', () => {
  it.each([
    ['the test of the connection', 'userName eq "6f0c2f3e-0000-4000-8000-000000000000"', false],
    ['a user name, whatever its case', 'userName eq "ANN@contoso.COM"', true],
    ['a user name in fullwidth letters', 'userName eq "ａnn@contoso.com"', true],
    ['the work address', 'emails[type eq "work"].value eq "ANN@contoso.com"', true],
    [
      'the work address, not the one of another type',
      'emails[type eq "home"].value eq "ann@contoso.com"',
      false,
    ],
    ['externalId', 'externalId eq "Ann"', true],
    ['externalId, to the letter', 'externalId eq "ann"', false],
    ['externalId without quotes', 'externalId eq Ann', true],
    ['a reference check of the manager', 'id eq "2819c223" and manager eq "boss-1"', true],
    ['another manager', `${ENTERPRISE}:manager eq "boss-2"`, false],
    ['a string boolean', 'emails[primary eq "True"].value sw "ann@"', true],
    ['a text without quotes', 'userName sw Ann', true],
    [
      'nested conditions',
      'name.FamilyName eq Ode and (emails.Value co example.com or emails.Value co home.example)',
      true,
    ],
    ['a moment without quotes', 'meta.Created gt 2015-10-10T14:38:21.8617979-07:00', true],
  ])('match by %s', (_name, text, expected) => {
    expect(matches(text)).toBe(expected);
  });

  it('match groups by name, and by who is in them', () => {
    const inGroup = (text: string): boolean => matches(text, group, types.group);
    expect(inGroup('displayName eq "TEAM"')).toBe(true);
    expect(inGroup('id eq "g1" and members eq "u2"')).toBe(true);
    expect(inGroup('members eq "U2"')).toBe(false);
    expect(inGroup(`${GROUP}:members[value eq "u1" and type eq "user"]`)).toBe(true);
  });
});

describe('the grammar (RFC 7644 §3.4.2.2)', () => {
  it.each([
    ['eq', 'title eq "engineer"', true],
    ['ne', 'title ne "engineer"', false],
    ['ne of what is absent', 'nickName ne "x"', true],
    ['co', 'title CO "gin"', true],
    ['sw', 'title Sw "eng"', true],
    ['ew', 'title ew "eer"', true],
    ['ew of another end', 'title ew "gin"', false],
    ['pr', 'title pr', true],
    ['pr of what is absent', 'nickName pr', false],
    ['pr of a complex attribute', 'name pr', true],
    ['pr of an empty list', 'roles pr', false],
    ['gt by text', 'title gt "Eng"', true],
    ['lt by text', 'title lt "Eng"', false],
    ['ge by number', `${CUSTOM}:level ge 7`, true],
    ['gt by number, not by digits', `${CUSTOM}:level gt 10`, false],
    ['le by number', 'level le 7.0', true],
    ['dateTime by the moment', `${CUSTOM}:hired eq "2026-03-01T01:00:00+01:00"`, true],
    ['dateTime after', 'hired lt "2026-03-01T00:00:00.001Z"', true],
    ['boolean', 'active eq true', true],
    ['boolean ne', 'active ne TRUE', false],
    ['null', 'nickName eq null', true],
    ['not null', 'title ne null', true],
    ['and before or', 'title eq "x" and title eq "x" or active eq true', true],
    ['groups before and', 'title eq "x" and (title eq "x" or active eq true)', false],
    ['not before and', 'not (title eq "x") and active eq true', true],
    ['not without a space', 'NOT(active eq true)', false],
    ['an element that matches as a whole', 'emails[type eq "home" and value ew "home.example"]', true],
    ['no element that matches as a whole', 'emails[type eq "work" and value ew "home.example"]', false],
    ['any value', 'emails.type eq "work" and emails.value ew "home.example"', true],
    ['not within an element', 'emails[not (type eq "work")]', true],
    ['a complex attribute by its value', 'emails co "home.example"', true],
    ['a core URN', `${USER}:userName eq "ann@contoso.com"`, true],
    ['a URN in other case', `${ENTERPRISE.toUpperCase()}:Department eq "tools"`, true],
    ['a bare name of an extension', 'department eq "tools"', true],
    ['caseExact', 'tag eq "x"', false],
    ['simple values', 'badges eq "B"', true],
    ['escapes', 'title eq "\\u0065ngin\\u0065er"', true],
    ['a quote within', 'title eq "a \\"b\\" \\\\"', false],
    ['spaces where they may be', '  ( title   pr )  ', true],
    ['schemas of the core', `schemas eq "${USER}"`, true],
    ['schemas with data', `schemas eq "${ENTERPRISE}"`, true],
    ['other schemas', 'schemas eq "urn:x:y"', false],
    ['the resource type', 'meta.resourceType eq "User" and not (meta.resourceType eq "Group")', true],
  ])('knows %s', (_name, text, expected) => {
    expect(matches(text)).toBe(expected);
    // What is printed means the same.
    expect(matches(printFilter(granted(parseFilter(types.user, text))))).toBe(expected);
  });

  it.each([
    '',
    ' ',
    'userName',
    'userName eq',
    'userName xx "a"',
    'userName eq "a',
    'userName eq "a" and',
    'userName eq "a" "b"',
    '(userName pr',
    'userName pr)',
    'not userName pr',
    'eq "a"',
    '"a" eq "b"',
    'emails[type eq "a"',
    'emails[]',
    'emails type]',
    'title[value eq "x"]',
    'emails[emails[type eq "x"]]',
    'emails[type eq "work"].none eq "x"',
    'emails [type eq "x"]',
    'emails[userName eq "x"]',
    'userName.x eq "a"',
    'none eq "a"',
    'urn:x:y:none eq "a"',
    `${USER} pr`,
    'name eq "x"',
    'addresses eq "x"',
    'password eq "x"',
    'password pr',
    `${CUSTOM}:secret sw "a"`,
    'meta.version eq "x"',
    'meta.location pr',
    'active gt true',
    'active co "t"',
    'active eq "maybe"',
    'active eq 1',
    'x509Certificates.value gt "a"',
    'level eq "7"',
    'level eq true',
    'level co 7',
    'title eq true',
    'title gt null',
    'hired eq "yesterday"',
    'hired co "2026"',
    'hired eq "2026-13-01T00:00:00Z"',
    'title eq "\\x"',
    'title eq "\\uD800"',
    'title eq "\\u0000"',
    'title eq "a\nb"',
    'schemas sw "urn"',
    '__proto__ pr',
    'constructor pr',
    'toString eq "x"',
    'emails[__proto__ pr]',
    'name.constructor pr',
    'meta.created gt "0000-01-01T00:00:00Z"',
    'meta.created gt "0001-01-01T00:00:00+14:00"',
    'meta.created lt "9999-12-31T23:59:59-14:00"',
  ])('refuses %j with invalidFilter', (text) => {
    expect(outcome(parseFilter(types.user, text))).toBe('400 invalidFilter');
  });

  it('orders strings by code points', () => {
    expect(matches('title gt "\uFFFD"', { title: '\u{1F600}' })).toBe(true);
  });

  it('bounds bytes, levels and nodes', () => {
    const parsed = (text: string): string => outcome(parseFilter(types.user, text));
    const nested = (levels: number): string => `${'('.repeat(levels)}title pr${')'.repeat(levels)}`;
    expect(parsed(nested(50))).toBe('ok');
    expect(parsed(nested(51))).toBe('400 invalidFilter');
    expect(parsed(nested(5_000))).toBe('400 invalidFilter');
    expect(parsed(`${'not ('.repeat(51)}title pr${')'.repeat(51)}`)).toBe('400 invalidFilter');
    const joined = (terms: number): string => Array.from({ length: terms }, () => 'title pr').join(' or ');
    expect(parsed(joined(199))).toBe('ok');
    expect(parsed(joined(200))).toBe('400 invalidFilter');
    const sized = (bytes: number): string => `title eq "${'x'.repeat(bytes - 11)}"`;
    expect(parsed(sized(10_240))).toBe('ok');
    expect(parsed(sized(10_241))).toBe('400 invalidFilter');
    expect(parsed(`title eq "${'ä'.repeat(5_200)}"`)).toBe('400 invalidFilter');
  });
});
