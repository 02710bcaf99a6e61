import { describe, expect, it } from 'vitest';
import { readSigned, readSignedSealed, type SignedReading } from '../../src/response/read-signed.js';
import type { SignedElement } from '../../src/response/verify-signature.js';
import { bytesFromUtf8 } from '../../src/xml/characters.js';
import { canonicalBytes, named, read } from '../xml/reading.js';
import { mintEncrypted } from './encrypted.js';
import {
  ASSERTION_ID,
  accepted,
  codeOf,
  connection,
  detailsOf,
  mint,
  RESPONSE_ID,
  replaced,
} from './message.js';

// Bytes that a sound signature covers always read as the message did. Here they are what only a fault of the
// canonicalisation or of the reader could make of them.

const [certificate] = connection.certificates;
const response = canonical(mint({ sign: 'none' }));
const assertion = canonical(mint({ sign: 'none' }), 'Assertion');
const NOT_THE_SAME = {
  element: 'Response',
  reason: 'the assertion in the signed Response is not the signed assertion',
};

function canonical(xml: string, localName = 'Response', inclusivePrefixes: readonly string[] = []): string {
  const element = named(localName)(read(xml));
  if (element === undefined) throw new Error(`no ${localName}`);
  const omit = element.children.find((child) => child.localName === 'Signature') ?? null;
  return canonicalBytes(element, { omit, inclusivePrefixes });
}

function readingOf(signed: Partial<Record<SignedElement, string>>): ReturnType<typeof readSigned> {
  if (certificate === undefined) throw new Error('no certificate');
  return readSigned(
    Object.entries(signed).map(([element, bytes]) => ({
      element: element as SignedElement,
      canonical: bytes,
      certificate,
    })),
  );
}

function refused(signed: Partial<Record<SignedElement, string>>): unknown {
  const result = readingOf(signed);
  if (!result.ok) expect(codeOf(result)).toBe('signed_content_ambiguous');
  return detailsOf(result);
}

describe('what signed bytes say', () => {
  const idsOf = ({ document, assertion: inner, envelope }: SignedReading): readonly unknown[] => [
    document.root.localName,
    document.elements.includes(inner),
    envelope?.id,
  ];

  it('is an assertion, a Response with one, or both', () => {
    expect(idsOf(accepted(readingOf({ Assertion: assertion })))).toEqual(['Assertion', true, undefined]);
    expect(idsOf(accepted(readingOf({ Response: response })))).toEqual(['Response', true, RESPONSE_ID]);
    const both = accepted(readingOf({ Response: response, Assertion: assertion }));
    expect(idsOf(both)).toEqual(['Response', true, RESPONSE_ID]);
  });

  it('is nothing where nothing was signed', () => {
    expect(codeOf(readingOf({}))).toBe('signature_missing');
  });

  it('is refused where it is no XML, or more than one element', () => {
    for (const element of ['Response', 'Assertion'] as const) {
      const sound = element === 'Response' ? response : assertion;
      for (const bytes of ['', '<', `${sound}<x></x>`, `<?xml version="1.0"?>${sound}`]) {
        expect(refused({ [element]: bytes })).toEqual({ element, reason: expect.stringMatching(/^xml_/) });
      }
    }
  });

  it('is refused where signed bytes of an assertion are anything else', () => {
    const reason = { element: 'Assertion', reason: 'not one assertion' };
    const nested = replaced(
      assertion,
      '<Subject>',
      `<Advice>${assertion.replaceAll(ASSERTION_ID, '_2')}</Advice><Subject>`,
    );
    const foreign = assertion.replace('SAML:2.0:assertion', 'SAML:1.0:assertion');
    for (const bytes of [response, nested, foreign]) expect(refused({ Assertion: bytes })).toEqual(reason);
  });

  it('is refused where signed bytes of a Response are anything else, or have no assertion', () => {
    expect(refused({ Response: assertion })).toEqual({
      element: 'Response',
      reason: expect.stringMatching(/^root_not_response: /),
    });
    const failed = canonical(mint({ sign: 'none', deviation: 'provider-error' }));
    expect(refused({ Response: failed })).toEqual({ element: 'Response', reason: 'not one assertion' });
  });
});

describe('what the signed bytes of an encrypted Response say', () => {
  const sealed = canonical(mintEncrypted());

  it('is the EncryptedAssertion, and the envelope of the Response', () => {
    const { encryptedAssertion, envelope } = accepted(readSignedSealed(sealed));
    expect(encryptedAssertion.localName).toBe('EncryptedAssertion');
    expect(encryptedAssertion.document.source).toBe(sealed);
    expect(envelope.id).toBe(RESPONSE_ID);
  });

  it.each([
    ['no XML', '<', /^xml_not_well_formed: /],
    ['more than one element', `${sealed}<x></x>`, /^xml_not_well_formed: /],
    ['an assertion', assertion, /^root_not_response: /],
    ['a Response with an assertion', response, /^not one EncryptedAssertion$/],
    [
      'a Response without either',
      canonical(mint({ sign: 'none', deviation: 'provider-error' })),
      /^not one EncryptedAssertion$/,
    ],
  ])('is refused where they are %s', (_kind, bytes, reason) => {
    const result = readSignedSealed(bytes);
    expect(codeOf(result)).toBe('signed_content_ambiguous');
    expect(detailsOf(result)).toEqual({ element: 'Response', reason: expect.stringMatching(reason) });
  });
});

describe('an assertion that is signed within a signed Response', () => {
  it('is that of the Response but for its signature', () => {
    const signed = canonical(mint());
    expect(signed).toContain('<Signature');
    expect(codeOf(readingOf({ Response: signed, Assertion: assertion }))).toBe('ok');
  });

  it('is that of the Response, whatever the PrefixList of either declares besides', () => {
    const listed = canonical(mint({ sign: 'none' }), 'Assertion', ['samlp']);
    expect(listed).toContain(' xmlns:samlp=');
    expect(codeOf(readingOf({ Response: response, Assertion: listed }))).toBe('ok');
  });

  it('is refused where it is another', () => {
    const other = replaced(assertion, 'adele.vance@contoso.com</NameID>', 'alice@contoso.com</NameID>');
    expect(refused({ Response: response, Assertion: other })).toEqual(NOT_THE_SAME);
    expect(refused({ Response: replaced(response, assertion, other), Assertion: assertion })).toEqual(
      NOT_THE_SAME,
    );
    expect(refused({ Response: response, Assertion: `${assertion}<x></x>` })).toEqual(NOT_THE_SAME);
    expect(refused({ Response: response, Assertion: response })).toEqual(NOT_THE_SAME);
  });

  it('is refused where the canonical form of one is too long, as it declares a namespace wherever it is used', () => {
    const long = bytesFromUtf8(`urn:${'n'.repeat(1_000)}`);
    const using = (xml: string, root: string): string =>
      replaced(
        replaced(xml, root, `${root} xmlns:p="${long}"`),
        '</AttributeValue>',
        `${'<p:a></p:a>'.repeat(1_100)}</AttributeValue>`,
      );
    const within = using(response, '<samlp:Response');
    const alone = using(assertion, '<Assertion');
    for (const [outer, inner] of [
      [within, alone],
      [within, assertion],
      [response, alone],
    ] as const) {
      expect(refused({ Response: outer, Assertion: inner })).toEqual(NOT_THE_SAME);
    }
  });
});
