import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type MintOptions, mintResponse } from '../../src/testing/index.js';
import { certificatePem, expectationsOf, type Fixture, fixturePath, index, judge } from './corpus.js';

// Too large to be stored. None of these tests measures time; what the refusals cost is told by the benchmark.
const [entra] = index.fixtures as readonly [Fixture, ...Fixture[]];
const expectations = expectationsOf(entra, 'xmldom');
const keyPair = {
  privateKeyPem: readFileSync(fixturePath('certificates/keys/contoso.pem'), 'utf8'),
  certificatePem: certificatePem('contoso.cer'),
};

function verdict(xml: string): string {
  const outcome = judge(Buffer.from(xml, 'utf8').toString('base64'), expectations);
  if (outcome.ok) return 'ok';
  const { code, details } = outcome.error;
  return 'limit' in details && code === 'xml_limit_exceeded' ? `${code} ${details.limit}` : code;
}

function minted(options: Partial<MintOptions> = {}): string {
  const { entityId, assertionConsumerServiceUrl, inResponseTo, now } = expectations;
  return mintResponse({ keyPair, entityId, assertionConsumerServiceUrl, inResponseTo, now, ...options }).xml;
}

function withExtensions(content: string): string {
  return minted({
    editAfterSigning: (xml) =>
      xml.replace('<samlp:Status>', `<samlp:Extensions>${content}</samlp:Extensions><samlp:Status>`),
  });
}

const nested = (count: number, tag: (index: number) => string, name = 'a'): string =>
  Array.from({ length: count }, (_, at) => tag(at)).join('') + `</${name}>`.repeat(count);

describe('hostile sizes', () => {
  it('the message that they are made of is good', () => {
    expect(verdict(minted())).toBe('ok');
    expect(verdict(withExtensions('<a xmlns="urn:a"/>'))).toBe('ok');
  });

  it.each([
    ['DOS-01', '20,000 siblings', () => withExtensions('<a/>'.repeat(20_000)), 'xml_limit_exceeded elements'],
    [
      'DOS-02',
      '20,000 nested elements',
      () => withExtensions(nested(20_000, () => '<a>')),
      'xml_limit_exceeded depth',
    ],
    ['DOS-02b', '60,000 start tags that never end', () => `<a>`.repeat(60_000), 'xml_limit_exceeded depth'],
    [
      'DOS-03',
      '10,000 attributes of one element',
      () => withExtensions(`<a${Array.from({ length: 10_000 }, (_, at) => ` a${at}="1"`).join('')}/>`),
      'xml_limit_exceeded attributes',
    ],
    [
      'DOS-04',
      '5,000 nested declarations',
      () => withExtensions(nested(5_000, (at) => `<a xmlns:p${at}="urn:p">`)),
      'xml_limit_exceeded namespacesInScope',
    ],
    [
      'DOS-05',
      'a processing instruction that never ends',
      () => `<?x${' '.repeat(190_000)}`,
      'xml_processing_instruction',
    ],
    ['DOS-05b', 'a comment that never ends', () => `<!--${'-'.repeat(190_000)}`, 'xml_comment'],
    [
      'DOS-05c',
      'an XML declaration that never ends',
      () => `<?xml ${' '.repeat(190_000)}`,
      'xml_declaration_not_supported',
    ],
    [
      'DOS-06',
      'an end tag with 190,000 blanks',
      () => withExtensions(`<a>x</a${' '.repeat(180_000)}b>`),
      'xml_not_well_formed',
    ],
    ['DOS-07', 'start tags in start tags', () => '<a '.repeat(60_000), 'xml_not_well_formed'],
    [
      'DOS-08',
      '2,000 signatures',
      () => withExtensions('<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/>'.repeat(2_000)),
      'signature_misplaced',
    ],
    ['DOS-09', 'five megabytes of text', () => withExtensions('x'.repeat(5_000_000)), 'response_too_large'],
    [
      'DOS-12',
      'a time with 50,000 blanks, signed',
      () => minted({ notOnOrAfter: `2026-01-15T13:00:00Z${' '.repeat(50_000)}` }),
      'time_malformed',
    ],
    [
      'DOS-12b',
      'a time with 50,000 fraction digits, signed',
      () => minted({ notOnOrAfter: `2026-01-15T13:00:00.${'0'.repeat(50_000)}Z` }),
      'ok',
    ],
    [
      'DOS-13',
      'a hundred certificates in KeyInfo',
      () => minted({ keyInfoCertificates: Array.from({ length: 100 }, () => 'A'.repeat(1_000)) }),
      'ok',
    ],
    [
      'DOS-15',
      '10,000 values of an attribute',
      () =>
        minted({
          attributes: { email: 'adele.vance@contoso.com', a: Array.from({ length: 10_000 }, () => '') },
        }),
      'xml_limit_exceeded elements',
    ],
    [
      'DOS-15b',
      '5,500 audiences',
      () => minted({ audiences: Array.from({ length: 5_500 }, () => 'u') }),
      'xml_limit_exceeded elements',
    ],
    [
      'TXT-13',
      'a name of an element that is too long',
      () => withExtensions(`<${'a'.repeat(10_000)}/>`),
      'xml_limit_exceeded nameBytes',
    ],
    [
      'C14-02',
      'a namespace name that is too long',
      () => withExtensions(`<a xmlns="urn:${'a'.repeat(10_000)}"/>`),
      'xml_limit_exceeded namespaceBytes',
    ],
    [
      'DTD-04',
      'references without end',
      () => withExtensions(`<a>${'&'.repeat(100_000)}</a>`),
      'xml_not_well_formed',
    ],
  ])('%s: %s', (_, __, make, expected) => {
    expect(verdict(make())).toBe(expected);
  });

  it('DOS-10: a field that is too large is not even looked at', () => {
    const outcome = judge('!'.repeat(300_000), expectations);
    expect(outcome.ok ? 'ok' : outcome.error.code).toBe('response_too_large');
  });
});
