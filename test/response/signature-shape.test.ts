import { describe, expect, it } from 'vitest';
import { DSIG, EXC, forge } from './forge.js';
import { ASSERTION_ID, codeOf, detailsOf, mint, RESPONSE_ID, replaced, validate } from './message.js';

const unsigned = mint({ sign: 'none' });
const signed = forge(unsigned, ASSERTION_ID);

function code(xml: string): string {
  return codeOf(validate(xml));
}

describe('the form of a signature', () => {
  it('as forged here is accepted, so that each refusal below is about its one change', () => {
    expect(code(signed)).toBe('ok');
    expect(code(forge(unsigned, RESPONSE_ID))).toBe('ok');
  });

  const evilInfo = `<SignedInfo><CanonicalizationMethod Algorithm="${EXC}"/></SignedInfo>`;
  const cases: readonly (readonly [string, string | RegExp, string])[] = [
    ['is empty', /<SignedInfo>.*<\/SignatureValue>/, ''],
    ['has no SignedInfo', /<SignedInfo>.*<\/SignedInfo>/, ''],
    ['has no SignatureValue', /<SignatureValue>.*<\/SignatureValue>/, ''],
    ['has its SignatureValue first', /(?<=<Signature [^>]*>)/, '<SignatureValue>AAAA</SignatureValue>'],
    [
      'has two SignatureValues',
      '</SignatureValue>',
      '</SignatureValue><SignatureValue>AAAA</SignatureValue>',
    ],
    ['has an Object', '</Signature>', '<Object>x</Object></Signature>'],
    ['has an Object first', '<SignedInfo>', `<Object><SignatureMethod Algorithm="x"/></Object><SignedInfo>`],
    ['has text', '<SignedInfo>', 'text<SignedInfo>'],
    ['has a foreign element', '</Signature>', '<x xmlns="urn:x"/></Signature>'],
    ['has a foreign attribute', '<SignedInfo>', '<SignedInfo xml:id="x">'],
    ['has an element in its SignatureValue', '</SignatureValue>', '<x/></SignatureValue>'],
    ['has an element in its DigestValue', '</DigestValue>', '<x/></DigestValue>'],
    ['has no CanonicalizationMethod', /<CanonicalizationMethod[^>]*>/, ''],
    ['has no SignatureMethod', /<SignatureMethod[^>]*>/, ''],
    ['has two SignatureMethods', /(?<=<SignatureMethod[^>]*>)/, '<SignatureMethod Algorithm="x"/>'],
    [
      'has an HMACOutputLength',
      /<SignatureMethod ([^>]*)\/>/,
      '<SignatureMethod Algorithm="x"><HMACOutputLength>8</HMACOutputLength></SignatureMethod>',
    ],
    ['has a method without Algorithm', /<SignatureMethod[^>]*>/, '<SignatureMethod/>'],
    ['has no Transforms', /<Transforms>.*<\/Transforms>/, ''],
    ['has empty Transforms', /<Transforms>.*<\/Transforms>/, '<Transforms/>'],
    ['has Transforms twice', '</Transforms>', '</Transforms><Transforms/>'],
    ['has a Transform without Algorithm', '<Transform ', '<Transform/><Transform '],
    [
      'has a Transform of another namespace',
      '<Transform ',
      '<Transform xmlns="urn:x" Algorithm="x"/><Transform ',
    ],
    [
      'has an XPath in a Transform',
      /(<Transform [^>]*)\/>/,
      '<Transform Algorithm="x"><XPath>x</XPath></Transform>',
    ],
    ['has a Reference of another namespace too', '<Reference ', '<Reference xmlns="urn:x"/><Reference '],
    ['has no DigestMethod', /<DigestMethod[^>]*>/, ''],
    ['has no DigestValue', /<DigestValue>.*<\/DigestValue>/, ''],
    ['has its DigestValue first', '<Transforms>', '<DigestValue>AAAA</DigestValue><Transforms>'],
    [
      'has a second InclusiveNamespaces',
      `<CanonicalizationMethod Algorithm="${EXC}"/>`,
      `<CanonicalizationMethod Algorithm="${EXC}">${`<InclusiveNamespaces xmlns="${EXC}" PrefixList="a"/>`.repeat(2)}</CanonicalizationMethod>`,
    ],
  ];
  it.each(cases)('is refused where it %s', (_kind, from, to) => {
    const xml = replaced(signed, from, to);
    expect(code(xml)).toBe('signature_malformed');
    expect(detailsOf(validate(xml))).toEqual({
      reason: expect.stringMatching(/^(?:element|attribute|text)_/),
    });
  });

  it.each([
    ['SignedInfo', '<DigestValue>', `<DigestValue>${'>'.repeat(16_384)}`],
    ['SignedInfo', '<Transform ', `${'<Transform Algorithm=""/>'.repeat(700)}<Transform `],
    ['SignatureValue', '<SignatureValue>', `<SignatureValue>${' '.repeat(16_384)}`],
  ])('an outsize %s is refused before it is canonicalised and hashed', (part, from, to) => {
    const xml = replaced(signed, from, to);
    expect(code(xml)).toBe('signature_malformed');
    expect(detailsOf(validate(xml))).toEqual({ reason: `${part} is longer than 16384 bytes` });
  });

  it('the reason names the rule, the parent and what is wrong there', () => {
    const xml = replaced(signed, '</Signature>', '<Object>x</Object></Signature>');
    expect(detailsOf(validate(xml))).toEqual({ reason: 'element_unexpected Signature Object' });
  });

  it('a part may have 16384 bytes, wherever in the message it stands', () => {
    const { length } = /<SignatureValue>.*<\/SignatureValue>/.exec(signed)?.[0] ?? '';
    const padded = (by: number): string =>
      replaced(signed, '<SignatureValue>', `<SignatureValue>${' '.repeat(by - length)}`);
    expect(code(padded(16_384))).toBe('ok');
    expect(code(padded(16_385))).toBe('signature_malformed');
    expect(code(replaced(signed, '<samlp:Status>', `<samlp:Status>${' '.repeat(20_000)}`))).toBe('ok');
  });

  it('a KeyInfo may be longer', () => {
    const chain = `<KeyInfo><X509Data><X509Certificate>${'A'.repeat(20_000)}</X509Certificate></X509Data></KeyInfo>`;
    expect(code(replaced(signed, '</Signature>', `${chain}</Signature>`))).toBe('ok');
  });

  it.each([
    ['behind the first', '</SignedInfo>', `</SignedInfo>${evilInfo}`],
    ['nested in the first', '<Reference', `${evilInfo}<Reference`],
  ])('a second SignedInfo is refused, %s', (_place, from, to) => {
    expect(code(replaced(signed, from, to))).toBe('signature_malformed');
  });

  it('a second SignedInfo before the first is refused, whatever it refers to', () => {
    expect(code(replaced(signed, '<SignedInfo>', `${evilInfo}<SignedInfo>`))).toBe('reference_not_single');
    const whole = /<SignedInfo>.*<\/SignedInfo>/.exec(signed)?.[0] ?? '';
    expect(code(replaced(signed, '<SignedInfo>', `${whole}<SignedInfo>`))).toBe('signature_malformed');
  });

  it('a SignedInfo in a foreign namespace or in KeyInfo changes nothing that is read', () => {
    expect(code(replaced(signed, '<SignedInfo>', `<SignedInfo xmlns="urn:x"/><SignedInfo>`))).toBe(
      'signature_malformed',
    );
    const inKeyInfo = replaced(signed, '</Signature>', `<KeyInfo>${evilInfo}</KeyInfo></Signature>`);
    expect(code(inKeyInfo)).toBe('ok');
  });
});

describe('the Reference', () => {
  const reference = /<Reference.*<\/Reference>/.exec(signed)?.[0] ?? '';

  it.each([
    ['none', '', 0],
    ['two', reference + reference, 2],
    [
      'one of the root and one of something else',
      reference.replace(ASSERTION_ID, RESPONSE_ID) + reference,
      2,
    ],
  ])('%s', (_kind, references, count) => {
    const xml = forge(unsigned, ASSERTION_ID, { reference: () => references });
    expect(detailsOf(validate(xml))).toEqual({ count });
  });

  it.each([
    '',
    '#',
    ASSERTION_ID,
    `#${RESPONSE_ID}`,
    '#_missing',
    `#${ASSERTION_ID} `,
    ` #${ASSERTION_ID}`,
    `#${ASSERTION_ID.toUpperCase().replace('_', '__')}`,
    `#xpointer(id('${ASSERTION_ID}'))`,
    '#xpointer(/)',
    `http://127.0.0.1/#${ASSERTION_ID}`,
    'file:///etc/passwd',
    `#%5F${ASSERTION_ID.slice(1)}`,
    `#${ASSERTION_ID}' or '1'='1`,
  ])('%j is not the parent', (uri) => {
    expect(detailsOf(validate(forge(unsigned, ASSERTION_ID, { uri })))).toEqual({
      expected: `#${ASSERTION_ID}`,
      received: uri,
    });
  });

  it('has a URI', () => {
    expect(detailsOf(validate(forge(unsigned, ASSERTION_ID, { uri: null })))).toEqual({
      expected: `#${ASSERTION_ID}`,
      received: null,
    });
  });

  it('may be written with references, for what it means is signed', () => {
    expect(code(forge(unsigned, ASSERTION_ID, { uri: `&#35;${ASSERTION_ID}` }))).toBe('ok');
  });

  it('of an Id, a Type and a signature with an Id are SAML’s form still', () => {
    const xml = forge(unsigned, ASSERTION_ID, {
      signature: (children) =>
        `<ds:Signature xmlns:ds="${DSIG}" Id="_s">${children.replaceAll('<Inclusive', '<Inclusive').replace(/<(\/?)(?=[A-Z])/g, '<$1ds:')}</ds:Signature>`,
    });
    // The prefix is part of what is signed, and this one was not signed with it.
    expect(code(xml)).toBe('signature_invalid');
    expect(code(mint({ signaturePrefix: 'ds' }))).toBe('ok');
  });
});
