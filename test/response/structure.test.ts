import { describe, expect, it } from 'vitest';
import {
  checkStructure,
  partsOf,
  readUnverifiedResponse,
  type UnverifiedResponse,
} from '../../src/response/structure.js';
import { DSIG } from './forge.js';
import {
  ACS_URL,
  ASSERTION_ID,
  accepted,
  codeOf,
  detailsOf,
  ISSUER,
  keyPair,
  mint,
  posted,
  REQUEST_ID,
  RESPONSE_ID,
  replaced,
} from './message.js';

const signed = mint();
const ASSERTION = 'urn:oasis:names:tc:SAML:2.0:assertion';
const PROTOCOL = 'urn:oasis:names:tc:SAML:2.0:protocol';
const SIGNATURE = /<Signature xmlns=.*?<\/Signature>/;
const signature = SIGNATURE.exec(signed)?.[0] ?? '';
const assertion = /<Assertion .*<\/Assertion>/.exec(signed)?.[0] ?? '';
const STATUS = /<samlp:Status>.*<\/samlp:Status>/;

function refused(from: string | RegExp, to: string): unknown {
  const result = readUnverifiedResponse(posted(replaced(signed, from, to)));
  return result.ok ? 'ok' : { code: result.error.code, ...result.error.details };
}

function behindStatus(xml: string): unknown {
  return refused('</samlp:Status>', `</samlp:Status>${xml}`);
}

describe('readUnverifiedResponse', () => {
  it('tells what anybody could have written', () => {
    const unverified = accepted(readUnverifiedResponse(posted(signed)));
    expect(unverified.unverifiedIssuer).toBe(ISSUER);
    expect(unverified.unverifiedInResponseTo).toBe(REQUEST_ID);
    expect(partsOf(unverified).envelope).toEqual({
      id: RESPONSE_ID,
      issueInstant: Date.parse('2026-01-02T03:04:05.006Z'),
      destination: ACS_URL,
      inResponseTo: REQUEST_ID,
      issuer: ISSUER,
      statusCode: 'urn:oasis:names:tc:SAML:2.0:status:Success',
      secondLevelStatusCode: null,
      statusMessage: null,
    });
  });

  it('takes the assertion’s issuer where the Response has none', () => {
    const unverified = accepted(
      readUnverifiedResponse(posted(mint({ responseIssuer: null, assertionIssuer: 'urn:a' }))),
    );
    expect(unverified.unverifiedIssuer).toBe('urn:a');
  });

  it('knows no issuer where there is none', () => {
    const bare = replaced(mint({ responseIssuer: null }), /<Issuer>.*?<\/Issuer>/, '');
    expect(accepted(readUnverifiedResponse(posted(bare))).unverifiedIssuer).toBeNull();
    const failed = mint({ responseIssuer: null, deviation: 'provider-error' });
    expect(accepted(readUnverifiedResponse(posted(failed))).unverifiedIssuer).toBeNull();
  });

  it('decodes first', () => {
    expect(codeOf(readUnverifiedResponse('!'))).toBe('response_not_base64');
  });

  it('forged proofs throw', () => {
    expect(() => checkStructure({} as never)).toThrow(TypeError);
    expect(() => partsOf({} as UnverifiedResponse)).toThrow(TypeError);
  });
});

describe('the root', () => {
  it.each([
    ['another name', /samlp:Response/g, 'samlp:ArtifactResponse', `{${PROTOCOL}}ArtifactResponse`],
    ['another namespace', PROTOCOL, 'urn:not:saml', '{urn:not:saml}Response'],
    [
      'SAML 1.1',
      PROTOCOL,
      'urn:oasis:names:tc:SAML:1.0:protocol',
      '{urn:oasis:names:tc:SAML:1.0:protocol}Response',
    ],
    ['a namespace in other case', PROTOCOL, PROTOCOL.toUpperCase(), `{${PROTOCOL.toUpperCase()}}Response`],
    ['a look-alike namespace', PROTOCOL, `${PROTOCOL}/`, `{${PROTOCOL}/}Response`],
  ])('is not a Response: %s', (_kind, from, to, received) => {
    const xml = from instanceof RegExp ? signed.replace(from, to) : signed.replaceAll(from, to);
    expect(detailsOf(readUnverifiedResponse(posted(xml)))).toEqual({ received });
  });

  it('is not a signed assertion by itself', () => {
    expect(codeOf(readUnverifiedResponse(posted(assertion)))).toBe('root_not_response');
  });

  it.each(['1.1', '2.1', '2', ' 2.0', ''])('has not the version %j', (version) => {
    expect(refused('Version="2.0"', `Version="${version}"`)).toEqual({
      code: 'response_version_not_supported',
      received: version,
    });
  });

  it('has a version', () => {
    expect(refused(' Version="2.0"', '')).toEqual({ code: 'response_version_not_supported', received: null });
    expect(refused(' Version="2.0"', ' samlp:Version="2.0"')).toMatchObject({
      code: 'response_version_not_supported',
    });
  });
});

describe('status', () => {
  it.each([
    ['none', STATUS, '', 'status_missing'],
    ['one of another namespace', /samlp:Status>/g, 'Status>', 'status_missing'],
    ['no code', STATUS, '<samlp:Status/>', 'status_code_missing'],
    ['a code without value', / Value="[^"]*"/, '', 'status_code_missing'],
    ['an empty value', / Value="[^"]*"/, ' Value=""', 'status_code_missing'],
    ['a value in a namespace', / Value="/, ' samlp:Value="', 'status_code_missing'],
    [
      'two',
      '</samlp:Status>',
      '</samlp:Status><samlp:Status><samlp:StatusCode Value="x"/></samlp:Status>',
      'element_repeated',
    ],
    ['two codes', '</samlp:Status>', '<samlp:StatusCode Value="x"/></samlp:Status>', 'element_repeated'],
    ['text', '<samlp:Status>', '<samlp:Status>text', 'text_unexpected'],
    ['an attribute', '<samlp:Status>', '<samlp:Status x="y">', 'attribute_unexpected'],
  ])('%s', (_kind, from, to, code) => {
    const xml = from instanceof RegExp && from.global ? signed.replace(from, to) : replaced(signed, from, to);
    expect(codeOf(readUnverifiedResponse(posted(xml)))).toBe(code);
  });
});

describe('assertions', () => {
  const evil = assertion
    .replace(SIGNATURE, '')
    .replaceAll(ASSERTION_ID, '_evil')
    .replaceAll('adele', 'alice');

  it('none, two, or an encrypted one are refused', () => {
    expect(refused(assertion, '')).toEqual({ code: 'assertion_missing' });
    expect(refused(assertion, evil + assertion)).toEqual({ code: 'assertion_not_single', count: 2 });
    expect(refused(assertion, assertion + evil)).toEqual({ code: 'assertion_not_single', count: 2 });
    const encrypted = `<EncryptedAssertion xmlns="${ASSERTION}"/>`;
    expect(refused(assertion, encrypted)).toEqual({
      code: 'element_missing',
      parent: 'EncryptedAssertion',
      element: 'EncryptedData',
    });
    const sound = /<EncryptedAssertion .*<\/EncryptedAssertion>/.exec(
      mint({ encrypt: { certificatePem: keyPair.certificatePem } }),
    );
    expect(refused(assertion, assertion + sound?.[0])).toEqual({ code: 'assertion_not_single', count: 2 });
  });

  it.each([
    'urn:oasis:names:tc:SAML:1.0:assertion',
    `${ASSERTION}/`,
    'urn:oasis:names:tc:SAML:2.0:Assertion',
    '',
  ])('an assertion of the namespace %j is none', (namespace) => {
    const alike = evil.replace(
      `xmlns="${ASSERTION}"`,
      namespace === '' ? 'xmlns=""' : `xmlns="${namespace}"`,
    );
    expect(refused(assertion, alike + assertion)).toMatchObject({ code: 'element_unexpected' });
    expect(refused(assertion, alike)).toMatchObject({ code: 'element_unexpected' });
  });

  it.each([
    [
      'Extensions',
      '<samlp:Status>',
      (xml: string) => `<samlp:Extensions>${xml}</samlp:Extensions><samlp:Status>`,
    ],
    [
      'Extensions, deeper',
      '<samlp:Status>',
      (xml: string) => `<samlp:Extensions><x>${xml}</x></samlp:Extensions><samlp:Status>`,
    ],
    [
      'StatusDetail',
      '</samlp:Status>',
      (xml: string) => `<samlp:StatusDetail>${xml}</samlp:StatusDetail></samlp:Status>`,
    ],
    ['the Issuer', '</Issuer>', (xml: string) => `${xml}</Issuer>`],
    ['Advice', '<AttributeStatement>', (xml: string) => `<Advice>${xml}</Advice><AttributeStatement>`],
    [
      'SubjectConfirmationData',
      '<SubjectConfirmationData',
      (xml: string) => `<SubjectConfirmationData>${xml}</SubjectConfirmationData><SubjectConfirmationData`,
    ],
    ['an AttributeValue', '<AttributeValue>', (xml: string) => `<AttributeValue>${xml}`],
    ['a Signature', '</KeyInfo>', (xml: string) => `${xml}</KeyInfo>`],
    ['an Object of the Signature', '</Signature>', (xml: string) => `<Object>${xml}</Object></Signature>`],
    ['the assertion itself', '<Subject>', (xml: string) => `${xml}<Subject>`],
    ['an element of its own', '<samlp:Status>', (xml: string) => `<x>${xml}</x><samlp:Status>`],
  ])('none may hide in %s', (_place, from, build) => {
    for (const xml of [evil, assertion, `<EncryptedAssertion xmlns="${ASSERTION}"/>`]) {
      expect(refused(from, build(xml))).toMatchObject({
        code: expect.stringMatching(/^(?:assertion_misplaced|signature_misplaced|id_repeated)$/),
      });
    }
    expect(refused(from, build(evil))).toMatchObject({ code: 'assertion_misplaced' });
  });

  it('a Response within the Response is refused', () => {
    const inner = `<samlp:Response ID="_x" Version="2.0"/>`;
    expect(refused('<samlp:Status>', `<samlp:Extensions>${inner}</samlp:Extensions><samlp:Status>`)).toEqual({
      code: 'element_unexpected',
      parent: 'Extensions',
      element: 'samlp:Response',
    });
  });
});

describe('signatures', () => {
  it.each([
    ['the Subject', '<Subject>', `<Subject>${signature}`],
    ['a NameID', '</NameID>', `${signature}</NameID>`],
    ['an AttributeValue', '<AttributeValue>', `<AttributeValue>${signature}`],
    ['Extensions', '<samlp:Status>', `<samlp:Extensions>${signature}</samlp:Extensions><samlp:Status>`],
    ['Advice', '<AttributeStatement>', `<Advice>${signature}</Advice><AttributeStatement>`],
    ['a Signature', '</KeyInfo>', `${signature}</KeyInfo>`],
    [
      'StatusDetail',
      '</samlp:Status>',
      `<samlp:StatusDetail>${signature}</samlp:StatusDetail></samlp:Status>`,
    ],
  ])('none may stand in %s', (_place, from, to) => {
    expect(refused(from, to)).toMatchObject({ code: 'signature_misplaced' });
  });

  it('an element carries one at most', () => {
    expect(refused(signature, signature + signature)).toEqual({
      code: 'signature_not_single',
      parent: 'Assertion',
      count: 2,
    });
    expect(behindStatus(signature + signature)).toEqual({
      code: 'signature_not_single',
      parent: 'Response',
      count: 2,
    });
  });

  it('a signature of the Response that is about the assertion is refused', () => {
    expect(refused(signature, '')).toBe('ok');
    const moved = replaced(replaced(signed, signature, ''), '<samlp:Status>', `${signature}<samlp:Status>`);
    expect(detailsOf(readUnverifiedResponse(posted(moved)))).toEqual({
      expected: `#${RESPONSE_ID}`,
      received: `#${ASSERTION_ID}`,
    });
  });

  it.each([
    ['another namespace', `xmlns="${DSIG}"`, 'xmlns="http://www.w3.org/2000/09/xmldsig#2"'],
    ['the namespace of the assertion', ` xmlns="${DSIG}"`, ''],
    ['no namespace', `xmlns="${DSIG}"`, 'xmlns=""'],
  ])(
    'a Signature of %s is none, and then the assertion has an element too much at least for the schema',
    (_kind, from, to) => {
      const result = readUnverifiedResponse(posted(replaced(signed, from, to)));
      expect(result.ok && partsOf(result.value).assertionSignature).toBeNull();
    },
  );

  it('of one’s own making are told apart by namespace alone, whatever the prefix', () => {
    const prefixed = mint({ signaturePrefix: 'ds' });
    expect(partsOf(accepted(readUnverifiedResponse(posted(prefixed)))).assertionSignature?.qname).toBe(
      'ds:Signature',
    );
  });
});
