import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redactResponse } from '../../src/response/redact-response.js';
import { mintResponse } from '../../src/testing/index.js';

const keyPair = (await import('../../src/testing/test-key-pair.js')).createTestKeyPair();
const options = {
  keyPair,
  entityId: 'https://app.example.com/saml/contoso/metadata',
  assertionConsumerServiceUrl: 'https://app.example.com/saml/contoso/acs',
  inResponseTo: '_request',
};
const base64 = (xml: string): string => Buffer.from(xml).toString('base64');

describe('a redacted response', () => {
  const { samlResponse } = mintResponse(options);
  const redacted = redactResponse(samlResponse);

  it('shows what support asks for', () => {
    for (const shown of [
      'Destination="https://app.example.com/saml/contoso/acs"',
      'InResponseTo="_request"',
      '<Audience>https://app.example.com/saml/contoso/metadata</Audience>',
      'NotOnOrAfter="20',
      'Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"',
      'Name="email"',
    ]) {
      expect(redacted).toContain(shown);
    }
  });

  it('says nothing of the person, and nothing that could be posted again', () => {
    const xml = Buffer.from(samlResponse, 'base64').toString();
    const [, signature = ''] = /SignatureValue>([^<]+)</u.exec(xml) ?? [];
    const [, nameId = ''] = /<NameID[^>]*>([^<]+)</u.exec(xml) ?? [];
    const values = [...xml.matchAll(/AttributeValue[^>]*>([^<]+)</gu)].map(([, value = '']) => value);
    // Entra's tenant id is part of the Issuer, and the method of sign-in stands in AuthnContextClassRef as well.
    const [, issuer = ''] = /<Issuer[^>]*>([^<]+)</u.exec(xml) ?? [];
    const personal = values.filter((value) => !issuer.includes(value) && !value.startsWith('urn:'));
    expect(personal.length).toBeGreaterThan(3);
    for (const value of [signature, nameId, ...personal]) {
      expect(value.length).toBeGreaterThan(2);
      expect(redacted).not.toContain(value);
    }
    expect(redacted).toContain('characters]</NameID>');
  });

  it('shows the length only of mixed content and of attributes that are not known', () => {
    expect(redactResponse(base64('<a secret="s3" x:Name="n" xmlns:x="urn:x">te<b/>xt</a>'))).toBe(
      '<a xmlns:x="urn:x" secret="[2 characters]" x:Name="[1 characters]">[4 characters]\n  <b/>\n</a>',
    );
  });

  it('writes every attribute and namespace as it stands, the default namespace too', () => {
    const shown = redactResponse(base64('<a  xmlns="urn:a" xmlns:p="urn:p"\n ID="i" p:q="r" Type="t" />'));
    expect(shown).toBe('<a xmlns="urn:a" xmlns:p="urn:p" ID="i" p:q="[1 characters]" Type="t"/>');
  });

  it('shows values of 200 characters whole', () => {
    const xml = (length: number, end = ''): string => {
      const value = `urn:${'n'.repeat(length - 4)}${end}`;
      return `<Issuer xmlns="${value}" Name="${value}">${value}</Issuer>`;
    };
    expect(redactResponse(base64(xml(200)))).toBe(xml(200));
    expect(redactResponse(base64(xml(201)))).toBe(xml(200, '… [201]'));
  });

  it('cuts long values and escapes what it shows', () => {
    const shown = redactResponse(base64(`<Issuer Name="&lt;&quot;${'x'.repeat(300)}">a&lt;b</Issuer>`));
    expect(shown).toBe(`<Issuer Name="&lt;&quot;${'x'.repeat(198)}… [302]">a&lt;b</Issuer>`);
  });

  it.each([
    ['no base64 ÿ', 'response_not_base64'],
    [base64('<!DOCTYPE a><a/>'), 'xml_doctype'],
    ['', 'response_empty'],
  ])('names by its code what cannot be read: %j', (posted, code) => {
    expect(redactResponse(posted)).toBe(`[${posted.length} characters: ${code}]`);
  });

  it('throws for nothing that is posted', () => {
    fc.assert(
      fc.property(fc.string(), fc.base64String(), (text, encoded) => {
        expect(typeof redactResponse(text)).toBe('string');
        expect(typeof redactResponse(encoded)).toBe('string');
        expect(typeof redactResponse(base64(`<a>${text}</a>`))).toBe('string');
      }),
    );
    expect(() => redactResponse(null as never)).toThrow(TypeError);
  });
});
