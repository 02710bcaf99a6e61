import { afterEach, describe, expect, it } from 'vitest';
import type { Result } from '../../src/errors/index.js';
import { readClaims } from '../../src/response/claims.js';
import { validateResponse } from '../../src/response/validate-response.js';
import { connectionWith, expecting, type Mint, mint, posted, replaced, signedWith } from './message.js';

const prototype = Object.prototype as unknown as Record<string, unknown>;

/** Names that code could look up on an object that has none of its own, with the value that would do most harm. */
const POLLUTION: readonly (readonly [string, unknown])[] = [
  ['ID', '_11111111-0000-4000-8000-000000000002'],
  ['Algorithm', 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'],
  ['Version', '2.0'],
  ['email', 'alice@victim.test'],
  ['ok', true],
  ['value', 'x'],
  ['error', null],
  ['code', 'x'],
  ['wantSigned', false],
  ['allowSha1', true],
  ['signaturePolicy', 'none'],
  ['secondReader', 'dangerously-none'],
  ['certificates', []],
  ['required', ['Polluted']],
  ['optional', ['polluted', 'x', 'ID', 'Id']],
  ['attributes', { polluted: false }],
  ['anyAttribute', true],
  ['anywhere', true],
  ['occurs', 'any'],
  ['content', 'any'],
  ['model', { content: 'any' }],
  ['polluted', true],
  ['get', () => 'x'],
  ['set', () => undefined],
  ['get', 'x'],
  ['writable', true],
  ['padding', 3],
  ['padding', 6],
  ['saltLength', 0],
  ['dsaEncoding', 'ieee-p1363'],
  ['key', 'x'],
  ['format', 'jwk'],
  ['encoding', 'hex'],
  ['outputLength', 1],
  ['outputEncoding', 'hex'],
  ['namespace', ''],
  ['namespaceURI', 'urn:x'],
  ['localName', 'x'],
  ['children', []],
  ['flags', 0],
  ['cause', 'x'],
  ['errorHandler', () => undefined],
  ['locator', true],
  ['xmlns', { '': 'urn:x' }],
  ['-1', { namespace: '', localName: '', model: {} }],
  ['length', 0],
  ['then', () => undefined],
  ['toJSON', () => 'x'],
];

/** Messages of every kind of answer, made before anything is polluted. */
const messages: readonly (readonly [string, string])[] = (
  [
    ['a sound one', mint({ sign: 'both' })],
    ['the assertion signed', mint()],
    ['unsigned', mint({ deviation: 'unsigned' })],
    ['tampered', mint({ deviation: 'tampered' })],
    ['SHA-1', mint({ deviation: 'sha1' })],
    ['no email', mint({ deviation: 'no-email' })],
    ['wrong audience', mint({ deviation: 'wrong-audience' })],
    ['a failure', mint({ deviation: 'provider-error' })],
    ['a comment', replaced(mint(), '<Subject>', '<Subject><!---->')],
    ['an attribute too much', signedWith('<Subject>', '<Subject polluted="x">')],
    ['a foreign attribute too much', signedWith('<Subject>', '<Subject xmlns:x="urn:x" x:y="z">')],
    ['an element twice', signedWith('</Conditions>', '</Conditions><Conditions/>')],
    ['elements out of order', signedWith('<Subject>', '<Conditions/><Subject>')],
    ['an unknown condition', signedWith('</Conditions>', '<polluted/></Conditions>')],
    ['an unknown algorithm', replaced(mint(), 'rsa-sha256', 'polluted')],
    ['a signature without value', replaced(mint(), /<SignatureValue>.*<\/SignatureValue>/, '')],
    ['no version', replaced(mint({ sign: 'none' } as Mint), / Version="2.0"/, '')],
  ] as const
).map(([name, xml]) => [name, posted(xml)]);

const expectations = (['xmldom', 'dangerously-none'] as const).map((secondReader) =>
  expecting({}, connectionWith({ secondReader })),
);

function decisions(): string[] {
  const all: string[] = [];
  for (const expected of expectations) {
    for (const [, field] of messages) {
      const valid = validateResponse(field, expected);
      const result: Result<unknown> = valid.ok ? readClaims(valid.value) : valid;
      all[all.length] = result.ok ? 'ok' : result.error.code;
    }
  }
  return all;
}

const unpolluted = decisions();

afterEach(() => {
  for (const [name] of POLLUTION) delete prototype[name];
});

describe('a polluted Object.prototype', () => {
  it('the decisions to compare with are of many kinds', () => {
    expect(new Set(unpolluted).size).toBeGreaterThan(11);
    expect(unpolluted.slice(0, 2)).toEqual(['ok', 'ok']);
  });

  it.each(POLLUTION)('%s = %j changes no decision', (name, value) => {
    expect(pollutedBy(name, value)).toEqual(unpolluted);
  });

  it.each([
    ['prefix', 'p'],
    ['0', 'x'],
  ])('%s = %j confuses xmldom, and then everything that was accepted is refused', (name, value) => {
    const polluted = pollutedBy(name, value);
    const half = messages.length;
    expect(polluted.slice(half)).toEqual(unpolluted.slice(half));
    for (const [index, code] of polluted.slice(0, half).entries()) {
      const expected = unpolluted[index];
      const isLate = ['ok', 'email_missing', 'audience_mismatch'].includes(expected ?? '');
      if (isLate) expect(code).toMatch(/^(?:readers_disagree|second_reader_failed)$/);
      else expect([expected, 'readers_disagree', 'second_reader_failed']).toContain(code);
    }
  });
});

/** Nothing but the walk runs while the prototype is polluted. */
function pollutedBy(name: string, value: unknown): string[] {
  prototype[name] = value;
  try {
    return decisions();
  } finally {
    delete prototype[name];
  }
}
