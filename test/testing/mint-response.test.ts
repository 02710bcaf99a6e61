import { describe, expect, it } from 'vitest';
import { SignedXml } from 'xml-crypto';
import { deviations } from '../../src/testing/deviations.js';
import type { MintOptions } from '../../src/testing/mint-options.js';
import { mintResponse } from '../../src/testing/mint-response.js';
import { createTestKeyPair } from '../../src/testing/test-key-pair.js';

const keyPair = createTestKeyPair();
const fixed: MintOptions = {
  keyPair,
  entityId: 'https://app.example/saml/c1',
  assertionConsumerServiceUrl: 'https://app.example/saml/c1/acs',
  inResponseTo: 'id0123456789',
  now: new Date('2026-01-02T03:04:05.006Z'),
  responseId: '_11111111-0000-4000-8000-000000000001',
  assertionId: '_11111111-0000-4000-8000-000000000002',
};

describe('mintResponse', () => {
  it('writes one line without XML declaration, in Entra’s order, with its default attributes', () => {
    const { xml } = mintResponse({ ...fixed, sign: 'none' });
    expect(xml).toBe(
      '<samlp:Response ID="_11111111-0000-4000-8000-000000000001" Version="2.0" IssueInstant="2026-01-02T03:04:05.006Z" Destination="https://app.example/saml/c1/acs" InResponseTo="id0123456789" xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol">' +
        '<Issuer xmlns="urn:oasis:names:tc:SAML:2.0:assertion">https://sts.windows.net/11111111-2222-4333-8444-555555555555/</Issuer>' +
        '<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>' +
        '<Assertion ID="_11111111-0000-4000-8000-000000000002" IssueInstant="2026-01-02T03:04:05.006Z" Version="2.0" xmlns="urn:oasis:names:tc:SAML:2.0:assertion">' +
        '<Issuer>https://sts.windows.net/11111111-2222-4333-8444-555555555555/</Issuer>' +
        '<Subject><NameID Format="urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress">adele.vance@contoso.com</NameID>' +
        '<SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><SubjectConfirmationData InResponseTo="id0123456789" NotOnOrAfter="2026-01-02T04:04:05.006Z" Recipient="https://app.example/saml/c1/acs"/></SubjectConfirmation></Subject>' +
        '<Conditions NotBefore="2026-01-02T02:59:05.006Z" NotOnOrAfter="2026-01-02T04:04:05.006Z"><AudienceRestriction><Audience>https://app.example/saml/c1</Audience></AudienceRestriction></Conditions>' +
        '<AttributeStatement>' +
        attribute(
          'http://schemas.microsoft.com/identity/claims/tenantid',
          '11111111-2222-4333-8444-555555555555',
        ) +
        attribute(
          'http://schemas.microsoft.com/identity/claims/objectidentifier',
          'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee',
        ) +
        attribute('http://schemas.microsoft.com/identity/claims/displayname', 'Adele Vance') +
        attribute(
          'http://schemas.microsoft.com/identity/claims/identityprovider',
          'https://sts.windows.net/11111111-2222-4333-8444-555555555555/',
        ) +
        attribute(
          'http://schemas.microsoft.com/claims/authnmethodsreferences',
          'http://schemas.microsoft.com/ws/2008/06/identity/authenticationmethod/password',
          'http://schemas.microsoft.com/claims/multipleauthn',
        ) +
        attribute('http://schemas.xmlsoap.org/ws/2005/05/identity/claims/givenname', 'Adele') +
        attribute('http://schemas.xmlsoap.org/ws/2005/05/identity/claims/surname', 'Vance') +
        attribute(
          'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress',
          'adele.vance@contoso.com',
        ) +
        attribute('http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name', 'adele.vance@contoso.com') +
        attribute('email', 'adele.vance@contoso.com') +
        attribute('firstName', 'Adele') +
        attribute('lastName', 'Vance') +
        '</AttributeStatement>' +
        '<AuthnStatement AuthnInstant="2026-01-02T03:03:05.006Z" SessionIndex="_11111111-0000-4000-8000-000000000002"><AuthnContext><AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</AuthnContextClassRef></AuthnContext></AuthnStatement>' +
        '</Assertion></samlp:Response>',
    );
  });

  it('puts the Signature directly after the assertion’s Issuer, in the default namespace, with the certificate on one line', () => {
    const { xml } = mintResponse(fixed);
    const [before, rest] = xml.split('<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo>');
    expect(before?.endsWith('</Issuer>')).toBe(true);
    expect(before?.includes('<Assertion ')).toBe(true);
    expect(rest).toContain(
      '<CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/><SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/><Reference URI="#_11111111-0000-4000-8000-000000000002"><Transforms><Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/><Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/></Transforms><DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>',
    );
    expect(rest).toContain(
      `<KeyInfo><X509Data><X509Certificate>${keyPair.certificateBase64}</X509Certificate></X509Data></KeyInfo></Signature><Subject>`,
    );
  });

  it.each([
    ['assertion', 1],
    ['response', 1],
    ['both', 2],
    ['none', 0],
  ] as const)('signs the %s: %i signatures, each of which verifies', (sign, count) => {
    const { xml } = mintResponse({ ...fixed, sign });
    expect(verifiedSignatures(xml)).toEqual(Array(count).fill(true));
  });

  it.each(['sha1', 'sha256', 'sha384', 'sha512'] as const)('signs with %s', (signatureHash) => {
    const { xml } = mintResponse({ ...fixed, signatureHash });
    expect(xml).toContain(`#rsa-${signatureHash}"`);
    expect(xml).toContain(`#${signatureHash}"/><DigestValue>`);
  });

  it('keeps every character of the document that is signed', () => {
    const odd = 'caf\u00e9 \u{1F600} a\u0085b\u2028c';
    const unsigned = mintResponse({ ...fixed, sign: 'none', editBeforeSigning: decorated });
    const signed = mintResponse({ ...fixed, sign: 'both', editBeforeSigning: decorated });
    const without = signed.xml.replace(/<Signature xmlns=.*?<\/Signature>/g, '');
    expect(without).toBe(unsigned.xml);
    expect(without).toContain(odd);
    function decorated(xml: string): string {
      return `<?xml version='1.0' encoding="UTF-8"?>\r\n${xml.replace('Adele Vance', `${odd}&#x41;&#xD;`)}`;
    }
  });

  it('writes a prefixed Signature with InclusiveNamespaces where asked to', () => {
    const { xml } = mintResponse({ ...fixed, signaturePrefix: 'ds', inclusiveNamespaces: ['xs'] });
    expect(xml).toContain('<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#">');
    expect(xml).toMatch(/PrefixList="xs"/);
    expect(xml).toContain('<ds:KeyInfo><ds:X509Data><ds:X509Certificate>');
  });

  it('leaves out what is null, and KeyInfo where asked to', () => {
    const { xml } = mintResponse({
      ...fixed,
      inResponseTo: null,
      destination: null,
      recipient: null,
      audiences: null,
      responseIssuer: null,
      notBefore: null,
      subjectNotOnOrAfter: null,
      sessionIndex: null,
      nameId: { value: 'opaque', format: null },
      includeKeyInfo: false,
    });
    for (const absent of [
      'InResponseTo',
      'Destination',
      'Recipient',
      'Audience',
      'NotBefore',
      'SessionIndex',
    ]) {
      expect(xml).not.toContain(absent);
    }
    expect(xml).toContain('<NameID>opaque</NameID>');
    expect(xml).toContain('<SubjectConfirmationData/>');
    expect(xml).not.toContain('KeyInfo');
    expect(xml.match(/<Issuer/g)).toHaveLength(1);
  });

  it('is deterministic when ids, clock and key are given', () => {
    expect(mintResponse({ ...fixed, sign: 'both' })).toEqual(mintResponse({ ...fixed, sign: 'both' }));
  });

  it('makes new ids for every message where none are given', () => {
    const { responseId: _, assertionId: __, ...loose } = fixed;
    const [first, second] = [mintResponse(loose), mintResponse(loose)];
    expect(first.responseId).toMatch(/^_[0-9a-f-]{36}$/);
    expect(new Set([first.responseId, first.assertionId, second.responseId, second.assertionId]).size).toBe(
      4,
    );
  });

  it('posts an error unsigned, without assertion and Destination', () => {
    const minted = mintResponse({ ...fixed, deviation: 'provider-error' });
    expect(minted.assertionId).toBeNull();
    expect(minted.xml).not.toContain('Assertion ');
    expect(minted.xml).not.toContain('Destination');
    expect(minted.xml).toContain('InResponseTo="id0123456789"');
    expect(minted.xml).toContain('AADSTS50105');
  });

  it.each(deviations.filter(({ name }) => name !== 'replayed'))(
    '$name changes the message and leaves it XML',
    ({ name }) => {
      const straight = mintResponse(fixed);
      const deviant = mintResponse({ ...fixed, deviation: name });
      expect(deviant.xml).not.toBe(straight.xml);
      expect(deviant.xml.endsWith('</samlp:Response>')).toBe(true);
      expect(deviant.samlResponse).toBe(Buffer.from(deviant.xml).toString('base64'));
    },
  );

  it('a tampered message fails its own signature, an edited one does not', () => {
    expect(verifiedSignatures(mintResponse({ ...fixed, deviation: 'tampered' }).xml)).toEqual([false]);
    const edited = mintResponse({ ...fixed, editBeforeSigning: (xml) => xml.replaceAll('Adele', 'Ada') });
    expect(verifiedSignatures(edited.xml)).toEqual([true]);
  });
});

function attribute(name: string, ...values: string[]): string {
  const written = values.map((value) => `<AttributeValue>${value}</AttributeValue>`);
  return `<Attribute Name="${name}">${written.join('')}</Attribute>`;
}

function verifiedSignatures(xml: string): boolean[] {
  const signatures = xml.match(/<Signature xmlns=.*?<\/Signature>/g) ?? [];
  return signatures.map((signature) => {
    const verifier = new SignedXml({ publicCert: keyPair.certificatePem, getCertFromKeyInfo: () => null });
    verifier.loadSignature(signature);
    try {
      return verifier.checkSignature(xml);
    } catch {
      return false;
    }
  });
}
