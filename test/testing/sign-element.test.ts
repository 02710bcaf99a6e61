import { describe, expect, it } from 'vitest';
import { expectValid } from '../../src/testing/expect-valid.js';
import { inspectSamlResponse } from '../../src/testing/inspect-saml-response.js';
import type { MintOptions } from '../../src/testing/mint-options.js';
import { mintResponse } from '../../src/testing/mint-response.js';
import { signElement } from '../../src/testing/sign-element.js';
import { keyPair, minting, now, testConnection } from './test-connection.js';

const signing = {
  privateKeyPem: keyPair.privateKeyPem,
  keyInfoCertificates: [keyPair.certificateBase64],
};

describe('signElement', () => {
  it.each<[string, Partial<MintOptions>]>([
    ['SHA-384', { signatureHash: 'sha384' }],
    ['SHA-512 over a SHA-256 digest', { signatureHash: 'sha512', digestHash: 'sha256' }],
    ['a prefix and InclusiveNamespaces', { signaturePrefix: 'ds', inclusiveNamespaces: ['samlp', 'xs'] }],
    ['no KeyInfo', { includeKeyInfo: false }],
    ['a chain in KeyInfo', { keyInfoCertificates: [keyPair.certificateBase64, keyPair.certificateBase64] }],
    [
      'characters that another parser would take for line ends',
      { editBeforeSigning: (xml) => xml.replaceAll('Adele', 'A\u0085d\u2028e\u{1F600}l&#xD;&#x85;\r\ne') },
    ],
    ['a byte order mark', { editBeforeSigning: (xml) => `\uFEFF${xml}` }],
    ['single quotes', { editBeforeSigning: (xml) => xml.replaceAll('"', "'") }],
    ['a prefix for the assertion', { editBeforeSigning: prefixed }],
  ])('makes a signature that the walk accepts: %s', (_what, options) => {
    for (const sign of ['assertion', 'response', 'both'] as const) {
      const { samlResponse } = mintResponse({ ...minting, ...options, sign });
      expectValid(inspectSamlResponse(samlResponse, { connection: testConnection(), at: now }));
    }
  });

  it('puts the Signature first where there is no Issuer', () => {
    const signed = signElement('<a ID="x"><b/></a>', { ...signing, elementId: 'x' });
    expect(signed).toMatch(/^<a ID="x"><Signature .*<\/Signature><b\/><\/a>$/);
  });

  it('signs the first of two elements with the ID, for messages that must be refused', () => {
    const signed = signElement('<r><a ID="x">1</a><b ID="x">2</b></r>', { ...signing, elementId: 'x' });
    expect(signed).toMatch(/^<r><a ID="x"><Signature .*<\/Signature>1<\/a><b ID="x">2<\/b><\/r>$/);
  });

  it('throws a TypeError for an ID that is not there, or that XPath cannot quote', () => {
    expect(() => signElement('<a ID="x"/>', { ...signing, elementId: 'y' })).toThrow(TypeError);
    expect(() => signElement(`<a ID="'&quot;"/>`, { ...signing, elementId: `'"` })).toThrow(TypeError);
  });
});

function prefixed(xml: string): string {
  return xml
    .replaceAll(
      'xmlns="urn:oasis:names:tc:SAML:2.0:assertion"',
      'xmlns:a="urn:oasis:names:tc:SAML:2.0:assertion"',
    )
    .replace(/<(\/?)(?=[A-Z])/g, '<$1a:');
}
