import { describe, expect, it } from 'vitest';
import { extractAssertion, extractedOf } from '../../src/response/extract.js';
import {
  ACS_URL,
  ASSERTION_ID,
  accepted,
  codeOf,
  detailsOf,
  ENTITY_ID,
  ISSUER,
  type Mint,
  mint,
  NOW,
  REQUEST_ID,
  signedWith,
  validate,
} from './message.js';

const XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';

function code(from: string | RegExp, to: string, options: Mint = {}): string {
  return codeOf(validate(signedWith(from, to, options)));
}

function details(from: string | RegExp, to: string): unknown {
  return detailsOf(validate(signedWith(from, to)));
}

describe('extractAssertion', () => {
  it.each(['assertion', 'response', 'both'] as const)('reads all of the assertion (signed: %s)', (sign) => {
    const { assertion } = accepted(
      validate(mint({ sign, attributes: { email: 'a@contoso.com', 'urn:x': ['1', null, ''] } })),
    );
    const end = NOW.getTime() + 3_600_000;
    expect(assertion).toEqual({
      id: ASSERTION_ID,
      issueInstant: NOW.getTime(),
      issuer: ISSUER,
      nameId: {
        value: 'adele.vance@contoso.com',
        format: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
        nameQualifier: null,
        spNameQualifier: null,
      },
      subjectConfirmations: [
        {
          method: 'urn:oasis:names:tc:SAML:2.0:cm:bearer',
          data: { recipient: ACS_URL, inResponseTo: REQUEST_ID, notBefore: null, notOnOrAfter: end },
        },
      ],
      conditions: {
        notBefore: NOW.getTime() - 300_000,
        notOnOrAfter: end,
        audienceRestrictions: [[ENTITY_ID]],
        oneTimeUseCount: 0,
        proxyRestrictionCount: 0,
      },
      authnStatements: [
        {
          authnInstant: NOW.getTime() - 60_000,
          sessionIndex: ASSERTION_ID,
          sessionNotOnOrAfter: null,
          authnContextClassRef: 'urn:oasis:names:tc:SAML:2.0:ac:classes:Password',
        },
      ],
      attributes: new Map([
        ['email', [{ kind: 'text', text: 'a@contoso.com' }]],
        ['urn:x', [{ kind: 'text', text: '1' }, { kind: 'nil' }, { kind: 'text', text: '' }]],
      ]),
    });
  });

  it('forged proofs throw', () => {
    expect(() => extractAssertion({} as never)).toThrow(TypeError);
    expect(() => extractedOf({} as never)).toThrow(TypeError);
  });
});

describe('what must be there', () => {
  const subject = /<Subject>.*<\/Subject>/;
  const assertionTag = /(?<=<Assertion [^>]*)Version="2.0"/;
  it.each([
    ['Version 2.0', assertionTag, 'Version="1.1"', 'assertion_version_not_supported'],
    ['a Version', assertionTag, '', 'assertion_version_not_supported'],
    ['an Issuer', /<Issuer>[^<]*<\/Issuer>/, '', 'assertion_issuer_missing'],
    [
      'an Issuer of the namespace',
      /<Issuer>([^<]*)<\/Issuer>/,
      '<Issuer xmlns="urn:x">x</Issuer>',
      'assertion_issuer_missing',
    ],
    ['an Issuer that is not blank', /<Issuer>[^<]*<\/Issuer>/, '<Issuer> \n</Issuer>', 'value_blank'],
    [
      'an Issuer that is an entity',
      '<Issuer>',
      '<Issuer Format="urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress">',
      'issuer_format_not_entity',
    ],
    ['a Subject', subject, '', 'subject_missing'],
    ['a NameID', /<NameID.*<\/NameID>/, '', 'name_id_missing'],
    ['a NameID, not a BaseID', /<NameID.*<\/NameID>/, '<BaseID/>', 'name_id_missing'],
    ['a NameID in clear', /<NameID.*<\/NameID>/, '<EncryptedID/>', 'name_id_encrypted'],
    ['a NameID that is not empty', /<NameID.*<\/NameID>/, '<NameID/>', 'value_blank'],
    ['a NameID that is not blank', /<NameID.*<\/NameID>/, '<NameID>\t&#10;</NameID>', 'value_blank'],
    [
      'a SubjectConfirmation',
      /<SubjectConfirmation .*<\/SubjectConfirmation>/,
      '',
      'subject_confirmation_missing',
    ],
    ['Conditions', /<Conditions.*<\/Conditions>/, '', 'conditions_missing'],
    ['an AuthnStatement', /<AuthnStatement.*<\/AuthnStatement>/, '', 'authn_statement_missing'],
    ['an IssueInstant', /(?<=<Assertion [^>]*) IssueInstant="[^"]*"/, '', 'attribute_missing'],
    ['a Method', / Method="[^"]*"/, '', 'attribute_missing'],
    ['an AuthnInstant', / AuthnInstant="[^"]*"/, '', 'attribute_missing'],
    ['an AuthnContext', /<AuthnContext>.*<\/AuthnContext>/, '', 'element_missing'],
    ['the Name of an attribute', / Name="email"/, '', 'attribute_missing'],
  ])('%s', (_name, from, to, expected) => {
    expect(code(from, to)).toBe(expected);
  });

  it('the issuer may say that it is an entity', () => {
    expect(code('<Issuer>', '<Issuer Format="urn:oasis:names:tc:SAML:2.0:nameid-format:entity">')).toBe('ok');
    expect(code(/(?<=<Issuer) (?=xmlns)/, ' Format="urn:x" ')).toBe('issuer_format_not_entity');
    expect(code(/(?<=<Issuer xmlns[^>]*>)[^<]*/, ' \n ')).toBe('value_blank');
  });

  it('a NameID is not endless', () => {
    const persistent = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent';
    const transient = persistent.replace('persistent', 'transient');
    for (const [format, maximum] of [
      [persistent, 256],
      [transient, 256],
      [null, 1_024],
      ['urn:x', 1_024],
    ] as const) {
      const verdict = (length: number): unknown =>
        detailsOf(validate(mint({ nameId: { format, value: 'x'.repeat(length) } })));
      expect(verdict(maximum)).toBe('ok');
      expect(verdict(maximum + 1)).toEqual({ length: maximum + 1, maximum });
      expect(codeOf(validate(mint({ nameId: { format, value: 'x'.repeat(maximum + 1) } })))).toBe(
        'name_id_too_long',
      );
    }
  });
});

describe('the schema', () => {
  it.each([
    ['two Issuers', '<Subject>', '<Issuer>x</Issuer><Subject>', 'element_repeated'],
    ['two Issuers in a row', '<Issuer>', `<Issuer>${ISSUER}</Issuer><Issuer>`, 'element_repeated'],
    ['two Subjects', '<Conditions', '<Subject/><Conditions', 'element_repeated'],
    ['two NameIDs', '<NameID', '<NameID>x</NameID><NameID', 'element_repeated'],
    ['two Conditions', '<AttributeStatement>', '<Conditions/><AttributeStatement>', 'element_repeated'],
    ['Conditions before the Subject', '<Subject>', '<Conditions/><Subject>', 'element_out_of_order'],
    ['an element in the NameID', '</NameID>', '<x/></NameID>', 'element_has_elements'],
    ['an element in the Issuer', '</Issuer><Subject>', '<x/></Issuer><Subject>', 'element_has_elements'],
    ['text in the Subject', '<Subject>', '<Subject>x', 'text_unexpected'],
    ['a foreign element', '<Conditions', '<x/><Conditions', 'element_unexpected'],
    [
      'an element of a foreign namespace',
      '<Conditions',
      '<y:Subject xmlns:y="urn:y"/><Conditions',
      'element_unexpected',
    ],
    ['a foreign attribute', '<Subject>', '<Subject x="y">', 'attribute_unexpected'],
    ['xml:lang', '<Subject>', '<Subject xml:lang="en">', 'attribute_unexpected'],
    [
      'a SAML attribute with a namespace',
      '<Attribute Name="email"',
      '<Attribute xmlns:a="urn:oasis:names:tc:SAML:2.0:assertion" a:Name="x" Name="email"',
      'attribute_unexpected',
    ],
    [
      'an attribute inherited by all objects',
      '<Subject>',
      '<Subject constructor="y">',
      'attribute_unexpected',
    ],
    ['AuthnContext twice', '</AuthnContext>', '</AuthnContext><AuthnContext/>', 'element_repeated'],
    ['text in Conditions', '</Conditions>', 'x</Conditions>', 'text_unexpected'],
    [
      'an encrypted attribute',
      '</AttributeStatement>',
      '<EncryptedAttribute/></AttributeStatement>',
      'attribute_encrypted',
    ],
    [
      'an encrypted attribute before others',
      '<AttributeStatement>',
      '<AttributeStatement><EncryptedAttribute/>',
      'element_out_of_order',
    ],
    [
      'SubjectConfirmationData twice',
      '</SubjectConfirmation>',
      '<SubjectConfirmationData/></SubjectConfirmation>',
      'element_repeated',
    ],
  ])('refuses %s', (_kind, from, to, expected) => {
    expect(code(from, to)).toBe(expected);
  });

  it('an attribute that begins with xmlns is canonicalised, though xml-crypto drops it', () => {
    expect(code('<Subject>', '<Subject xmlnsevil="y">')).toBe('digest_mismatch');
  });

  it.each([
    ['Advice', '<AttributeStatement>', '<Advice><x y="z">t</x></Advice><AttributeStatement>'],
    ['xsi:type anywhere', '<Subject>', `<Subject ${XSI} xsi:type="SubjectType">`],
    [
      'xsi:type on AttributeValue',
      '<AttributeValue>',
      `<AttributeValue ${XSI} xmlns:xs="http://www.w3.org/2001/XMLSchema" xsi:type="xs:string">`,
    ],
    [
      'foreign attributes of an Attribute',
      '<Attribute Name="email"',
      '<Attribute xmlns:x="urn:x" x:y="z" FriendlyName="mail" NameFormat="urn:x" Name="email"',
    ],
    [
      'foreign attributes and content of SubjectConfirmationData',
      /(<SubjectConfirmationData [^>]*)\/>/,
      `<SubjectConfirmationData xmlns:x="urn:x" x:y="z" Address="192.0.2.1" Recipient="${ACS_URL}" InResponseTo="${REQUEST_ID}" NotOnOrAfter="2026-01-02T03:05:00Z"><x:y/>text</SubjectConfirmationData>`,
    ],
    [
      'a NameID of the confirmation',
      '<SubjectConfirmationData',
      '<NameID>else</NameID><SubjectConfirmationData',
    ],
    [
      'other statements in any order',
      '<AttributeStatement>',
      '<AuthzDecisionStatement Resource="urn:x" Decision="Permit"><Action/></AuthzDecisionStatement><Statement><x/></Statement><AttributeStatement>',
    ],
    [
      'AuthnStatement details',
      '<AuthnContext>',
      '<SubjectLocality Address="192.0.2.1" DNSName="x"/><AuthnContext>',
    ],
    [
      'AuthnContextDecl and authorities',
      '</AuthnContext>',
      '<AuthnContextDecl><x/></AuthnContextDecl><AuthenticatingAuthority>urn:x</AuthenticatingAuthority></AuthnContext>',
    ],
    [
      'Extensions and StatusDetail',
      '<samlp:Status>',
      '<samlp:Extensions><x y="z"/></samlp:Extensions><samlp:Status>',
    ],
    [
      'StatusDetail',
      '</samlp:Status>',
      '<samlp:StatusMessage>fine</samlp:StatusMessage><samlp:StatusDetail><x/></samlp:StatusDetail></samlp:Status>',
    ],
    ['Consent', '<samlp:Response ', '<samlp:Response Consent="urn:x" '],
    ['white space between all elements', /></, '>\r\n  <'],
    ['line ends as .NET writes them', '<Subject>', '&#xD;\n<Subject>&#xD;\n'],
  ])('accepts %s and surfaces none of it', (_kind, from, to) => {
    const plain = accepted(validate(mint())).assertion;
    const { assertion } = accepted(validate(signedWith(from, to)));
    expect({ ...assertion, subjectConfirmations: [] }).toEqual({ ...plain, subjectConfirmations: [] });
    expect(JSON.stringify(assertion)).not.toMatch(/192\.0|else|urn:x/);
  });
});

describe('times', () => {
  const bad = '2026-13-45T00:00:00Z';
  it.each([
    ['Response', 'IssueInstant', { responseIssueInstant: bad }],
    ['Assertion', 'IssueInstant', { issueInstant: bad }],
    ['Conditions', 'NotBefore', { notBefore: bad }],
    ['Conditions', 'NotOnOrAfter', { notOnOrAfter: bad, subjectNotOnOrAfter: NOW }],
    ['SubjectConfirmationData', 'NotOnOrAfter', { subjectNotOnOrAfter: bad }],
    ['AuthnStatement', 'AuthnInstant', { authnInstant: bad }],
    ['AuthnStatement', 'SessionNotOnOrAfter', { sessionNotOnOrAfter: bad }],
  ] as const)('%s/@%s that is malformed', (element, attribute, options) => {
    const result = validate(mint(options));
    expect(codeOf(result)).toBe('time_malformed');
    expect(detailsOf(result)).toEqual({ element, attribute, received: bad });
  });

  it('of a confirmation that is not the bearer’s must be times as well', () => {
    expect(details('<SubjectConfirmationData ', '<SubjectConfirmationData NotBefore="soon" ')).toEqual({
      element: 'SubjectConfirmationData',
      attribute: 'NotBefore',
      received: 'soon',
    });
  });

  it('an empty one is not an absent one', () => {
    expect(detailsOf(validate(mint({ notBefore: '' })))).toEqual({
      element: 'Conditions',
      attribute: 'NotBefore',
      received: '',
    });
  });
});
