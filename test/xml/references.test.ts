import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { bytesOfCodePoint, isXmlCharacter } from '../../src/xml/characters.js';
import { escapeAttribute, escapeText } from '../../src/xml/escape.js';
import { checkReferences, expandReferences } from '../../src/xml/references.js';
import { XmlRefusal } from '../../src/xml/xml-refusal.js';

// What is written in loops for the sake of its costs, against the expressions that say what it has to do.

const NAMES = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const REFERENCE = /&(?:#([0-9]{1,9})|#x([0-9a-fA-F]{1,8})|(amp|lt|gt|quot|apos));/g;

/** What the references stand for; null where one of them is none. */
function expected(raw: string): string | null {
  let isSound = true;
  const expanded = raw.replace(
    REFERENCE,
    (_all, decimal?: string, hex?: string, name?: keyof typeof NAMES) => {
      if (name !== undefined) return name === 'amp' ? '\u0000' : NAMES[name];
      const codePoint = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
      if (!isXmlCharacter(codePoint)) isSound = false;
      return isSound ? bytesOfCodePoint(codePoint).replace('&', '\u0000') : '';
    },
  );
  return isSound && !expanded.includes('&') ? expanded.replaceAll('\u0000', '&') : null;
}

function outcome(work: () => string): string | null {
  try {
    return work();
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(XmlRefusal);
    return null;
  }
}

const parts = [
  '&',
  '#',
  'x',
  'X',
  ';',
  '0',
  '1',
  '9',
  'a',
  'F',
  'g',
  '65',
  '10FFFF',
  'amp',
  'lt',
  'gtx',
  'é',
];
const whole = ['&#65;', '&#x41;', '&#xe9;', '&#38;', '&amp;', '&lt;', '&gt;', '&quot;', '&apos;'];
const odd = [
  '&#0;',
  '&#x110000;',
  '&#000000065;',
  '&#0000000065;',
  '&#x00000041;',
  '&#x000000041;',
  '&#xD800;',
];
const text = fc
  .array(fc.constantFrom(...parts, ...whole, ...whole, ...whole, ...odd), { maxLength: 12 })
  .map((pieces) => pieces.join(''));

describe('references', () => {
  it('stand for what the grammar says, and are checked as they are expanded', () => {
    fc.assert(
      fc.property(text, (raw) => {
        const expanded = outcome(() => expandReferences(raw, 0));
        expect(expanded).toBe(expected(raw));
        const checked = outcome(() => {
          checkReferences(raw, 0);
          return '';
        });
        expect(checked === null).toBe(expanded === null);
      }),
      { numRuns: 2_000 },
    );
  });

  it('that are checked or expanded by the thousand are not cut out one by one', () => {
    const slice = vi.spyOn(String.prototype, 'slice');
    try {
      checkReferences('&#x41;'.repeat(1_000), 0);
      expect(expandReferences('&#x41;'.repeat(1_000), 0)).toBe('A'.repeat(1_000));
      expect(slice.mock.calls.length).toBe(0);
    } finally {
      slice.mockRestore();
    }
  });
});

describe('escaping', () => {
  it('writes the escape of each character that has one, and every other as it is', () => {
    const some = fc.array(fc.constantFrom('&', '<', '>', '"', "'", '\t', '\n', '\r', 'a', 'é', '€', '😀'));
    fc.assert(
      fc.property(some, (characters) => {
        const raw = characters.join('');
        const written = (escaped: string): string =>
          characters.map((each) => (escaped.includes(each) ? ESCAPES[each] : each)).join('');
        expect(escapeText(raw)).toBe(written('&<>\r'));
        expect(escapeAttribute(raw)).toBe(written('&<"\t\n\r'));
      }),
    );
  });

  it('calls once for each kind of character, not for each character', () => {
    const replace = vi.spyOn(String.prototype, 'replace');
    const slice = vi.spyOn(String.prototype, 'slice');
    try {
      expect(escapeText('>'.repeat(1_000))).toBe('&gt;'.repeat(1_000));
      expect([replace.mock.calls.length, slice.mock.calls.length]).toEqual([4, 0]);
    } finally {
      replace.mockRestore();
      slice.mockRestore();
    }
  });
});

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#x9;',
  '\n': '&#xA;',
  '\r': '&#xD;',
};
