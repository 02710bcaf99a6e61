import { describe, expect, it } from 'vitest';
import { readUnverifiedResponse } from '../../src/response/structure.js';
import { forge } from './forge.js';
import { ASSERTION_ID, codeOf, detailsOf, mint, posted, RESPONSE_ID, replaced, validate } from './message.js';

const unsigned = mint({ sign: 'none' });

function codeFor(xml: string): string {
  return codeOf(readUnverifiedResponse(posted(xml)));
}

function withAttribute(attribute: string, on = '<samlp:Extensions'): string {
  return replaced(unsigned, '<samlp:Status>', `${on} ${attribute}/><samlp:Status>`);
}

describe('IDs', () => {
  it.each([
    'ID',
    'Id',
    'id',
    'iD',
    'xml:id',
    'AssertionID',
    'ResponseID',
    'assertionid',
    'samlp:ID',
    'samlp:Id',
  ])('no element may carry that of the assertion as %s', (name) => {
    const xml = withAttribute(`${name}="${ASSERTION_ID}"`);
    expect(detailsOf(readUnverifiedResponse(posted(xml)))).toEqual({ id: ASSERTION_ID });
    expect(codeFor(withAttribute(`${name}="_other"`))).toBe('ok');
  });

  it('a foreign namespace makes no difference', () => {
    expect(codeFor(withAttribute(`xmlns:wsu="urn:wsu" wsu:Id="${RESPONSE_ID}"`))).toBe('id_repeated');
  });

  it('nor does spelling with references', () => {
    expect(codeFor(withAttribute(`ID="&#95;${ASSERTION_ID.slice(1)}"`))).toBe('id_repeated');
  });

  it('may not be repeated by the Response and its assertion, or elements of no importance', () => {
    expect(codeFor(unsigned.replace(ASSERTION_ID, RESPONSE_ID))).toBe('id_repeated');
    expect(
      codeFor(
        replaced(
          unsigned,
          '<samlp:Status>',
          '<samlp:Extensions><a ID="x"/><b id="x"/></samlp:Extensions><samlp:Status>',
        ),
      ),
    ).toBe('id_repeated');
  });

  it('one element may not carry one value under two spellings', () => {
    expect(codeFor(withAttribute('ID="_x" Id="_x"'))).toBe('id_repeated');
  });

  it('the Response has no second ID of any spelling', () => {
    for (const attribute of ['Id="_x"', 'xml:id="_x"', 'samlp:ID="_x"']) {
      const xml = replaced(unsigned, '<samlp:Response', `<samlp:Response ${attribute}`);
      expect(codeFor(xml), attribute).toBe('attribute_unexpected');
    }
  });

  it('the assertion has no second ID of any spelling, even if it was signed so', () => {
    for (const attribute of ['Id="_x"', 'xml:id="_x"', 'xmlns:p="urn:p" p:ID="_x"', 'AssertionID="_x"']) {
      const xml = forge(replaced(unsigned, '<Assertion ', `<Assertion ${attribute} `), ASSERTION_ID);
      expect(codeOf(validate(xml)), attribute).toBe('attribute_unexpected');
    }
  });

  it.each([
    ['missing', ` ID="${ASSERTION_ID}"`, '', ''],
    ['empty', ASSERTION_ID, '', ''],
    ['of one character', ASSERTION_ID, '_', '_'],
    ['with a leading digit', ASSERTION_ID, '1abc', '1abc'],
    ['with a leading blank', ASSERTION_ID, ' _abc', ' _abc'],
    ['with a line end', ASSERTION_ID, '_abc\n', '_abc '],
    ['with a colon', ASSERTION_ID, '_a:b', '_a:b'],
    ['with a hash', ASSERTION_ID, '#_abc', '#_abc'],
    ['with a quotation mark', ASSERTION_ID, "_a'b", "_a'b"],
    ['with markup', ASSERTION_ID, '_a&lt;b', '_a<b'],
  ])('%s is refused', (_kind, from, to, received) => {
    const xml = replaced(unsigned, from, to);
    expect(detailsOf(readUnverifiedResponse(posted(xml)))).toEqual({ element: 'Assertion', received });
    expect(codeFor(xml)).toBe('id_invalid');
  });

  it('has 2 to 256 characters', () => {
    const codeOfLength = (length: number): string =>
      codeFor(unsigned.replaceAll(ASSERTION_ID, '_'.repeat(length)));
    expect(codeOfLength(1)).toBe('id_invalid');
    expect(codeOfLength(2)).toBe('ok');
    expect(codeOfLength(256)).toBe('ok');
    expect(codeOfLength(257)).toBe('id_invalid');
    expect(codeFor(unsigned.replaceAll(ASSERTION_ID, '_'.repeat(10_000)))).toBe('id_invalid');
  });

  it('the Response’s own is held to the same rules', () => {
    expect(codeFor(replaced(unsigned, ` ID="${RESPONSE_ID}"`, ''))).toBe('id_invalid');
    expect(codeFor(unsigned.replace(RESPONSE_ID, '1'))).toBe('id_invalid');
    expect(codeFor(unsigned.replace(RESPONSE_ID, 'Ωμέγα'))).toBe('ok');
  });

  it('attributes that only sound like IDs may repeat', () => {
    expect(
      codeFor(withAttribute(`idp="${ASSERTION_ID}" Identity="${ASSERTION_ID}" ProviderID="${ASSERTION_ID}"`)),
    ).toBe('ok');
  });
});
