import { describe, expect, it } from 'vitest';
import { placementViolation } from '../../src/response/placement.js';
import { bytesFromUtf8 } from '../../src/xml/characters.js';
import { readXml } from '../../src/xml/read-xml.js';
import { accepted } from './message.js';

const NAMESPACES = [
  'xmlns:o="urn:other"',
  'xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"',
  'xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"',
  'xmlns:ds="http://www.w3.org/2000/09/xmldsig#"',
].join(' ');

function violation(content: string, root = 'samlp:Response'): unknown {
  const xml = `<${root} ${NAMESPACES} ID="_root">${content}</${root}>`;
  const refused = placementViolation(accepted(readXml(bytesFromUtf8(xml))));
  return refused === null ? null : { code: refused.error.code, ...refused.error.details };
}

const inExtensions = (element: string): unknown =>
  violation(`<samlp:Extensions>${element}</samlp:Extensions>`);

describe('the place of an element', () => {
  it.each([
    ['<saml:Assertion ID="_a"/>', 'assertion_misplaced'],
    ['<saml:EncryptedAssertion/>', 'assertion_misplaced'],
    ['<ds:Signature/>', 'signature_misplaced'],
  ])('below another: %s', (element, code) => {
    expect(inExtensions(element)).toEqual({ code, parent: 'samlp:Extensions' });
  });

  it('of a Response is that of the root', () => {
    expect(inExtensions('<samlp:Response/>')).toEqual({
      code: 'element_unexpected',
      parent: 'Extensions',
      element: 'samlp:Response',
    });
  });

  it.each([
    '<o:Assertion/>',
    '<o:EncryptedAssertion/>',
    '<o:Signature/>',
    '<o:Response/>',
    '<saml:Signature/>',
    '<saml:Response/>',
    '<samlp:Signature/>',
    '<samlp:Assertion/>',
    '<ds:Assertion/>',
    '<ds:Response/>',
  ])('is anywhere for %s, of which nothing is believed', (element) => {
    expect(inExtensions(element)).toBeNull();
  });

  it('of a signature is in the root or an assertion of the root', () => {
    expect(violation('<ds:Signature/><saml:Assertion ID="_a"><ds:Signature/></saml:Assertion>')).toBeNull();
    expect(
      violation('<saml:Assertion ID="_a"><saml:Advice><ds:Signature/></saml:Advice></saml:Assertion>'),
    ).toEqual({
      code: 'signature_misplaced',
      parent: 'saml:Advice',
    });
  });

  it('of an assertion is not in an assertion', () => {
    const expected = { code: 'assertion_misplaced', parent: 'saml:Assertion' };
    expect(violation('<saml:Assertion ID="_a"/>', 'saml:Assertion')).toEqual(expected);
    expect(violation('<saml:EncryptedAssertion/>', 'saml:Assertion')).toEqual(expected);
  });
});

describe('what is an ID', () => {
  it.each(['identifier', 'ids', 'i', 'assertionids', 'responseid1', 'xassertionid'])('not %s', (name) => {
    expect(inExtensions(`<o:x ${name}="_root"/>`)).toBeNull();
  });

  it('a name beyond ASCII, of up to 256 characters', () => {
    const withId = (id: string): unknown => violation(`<saml:Assertion ID="${id}"/>`);
    expect(withId(`é${'x'.repeat(255)}`)).toBeNull();
    const long = `é${'x'.repeat(256)}`;
    expect(withId(long)).toEqual({ code: 'id_invalid', element: 'Assertion', received: long });
    expect(withId('é')).toEqual({ code: 'id_invalid', element: 'Assertion', received: 'é' });
  });
});
