import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readClaims } from '../../src/response/claims.js';
import { validateResponse } from '../../src/response/validate-response.js';
import { bytesFromUtf8, utf8FromBytes } from '../../src/xml/characters.js';
import { readXml } from '../../src/xml/read-xml.js';
import type { XmlElement } from '../../src/xml/xml-element.js';
import { accepted, connectionWith, expecting, mint, posted, replaced } from './message.js';

const small = { includeKeyInfo: false, attributes: { email: 'adele@contoso.com' } } as const;
const alone = expecting({}, connectionWith({ secondReader: 'dangerously-none' }));

/** The whole walk up to the claims; what is thrown fails the test. */
function outcome(field: string, expectations = alone): { code: string; content: unknown } {
  const valid = validateResponse(field, expectations);
  if (!valid.ok) return { code: valid.error.code, content: null };
  const claims = readClaims(valid.value);
  return { code: claims.ok ? 'ok' : claims.error.code, content: valid.value.assertion };
}

const original = accepted(validateResponse(posted(mint(small)), alone)).assertion;

describe('flipping any single byte of the signed element', () => {
  const REPLACEMENTS = [0x20, 0x26, 0x3c, 0x3e, 0x22, 0x41];

  it.each([
    ['assertion', '<Assertion ', '</Assertion>'],
    ['response', '<samlp:Response ', '</samlp:Response>'],
    ['both', '<samlp:Response ', '</samlp:Response>'],
  ] as const)(
    'never yields ok: %s',
    (sign, startTag, endTag) => {
      const octets = Buffer.from(mint({ ...small, sign }));
      const from = octets.indexOf(startTag);
      const to = octets.indexOf(endTag) + endTag.length;
      expect(outcome(octets.toString('base64')).code).toBe('ok');
      const survivors: string[] = [];
      for (let at = from; at < to; at++) {
        const byte = octets[at] ?? 0;
        for (const replacement of [byte ^ 1, byte ^ 0x20, byte ^ 0x80, ...REPLACEMENTS]) {
          if (replacement === byte || isBlankForBlank(byte, replacement)) continue;
          octets[at] = replacement;
          if (outcome(octets.toString('base64')).code === 'ok')
            survivors.push(`${at}: ${byte} → ${replacement}`);
        }
        octets[at] = byte;
      }
      expect(survivors).toEqual([]);
    },
    180_000,
  );

  it('may leave out or repeat nothing but white space within a tag, which means nothing', () => {
    const octets = Buffer.from(mint(small));
    const from = octets.indexOf('<Assertion ');
    for (let at = from; at < octets.length; at++) {
      const without = Buffer.concat([octets.subarray(0, at), octets.subarray(at + 1)]);
      expect(outcome(without.toString('base64')).code, `without ${at}`).not.toBe('ok');
      const twice = Buffer.concat([octets.subarray(0, at + 1), octets.subarray(at)]);
      const { code, content } = outcome(twice.toString('base64'));
      if (code !== 'ok') continue;
      expect(octets[at], `twice ${at}`).toBe(0x20);
      expect(content).toEqual(original);
    }
  });

  it('any kind of white space within a tag is as good as another', () => {
    const xml = replaced(mint(small), '<Assertion ID', '<Assertion\r\n\tID');
    expect(outcome(posted(xml))).toEqual({ code: 'ok', content: original });
  });

  it('KeyInfo is not part of what is signed, and changes nothing', () => {
    const xml = mint({ attributes: { email: 'adele@contoso.com' } });
    const octets = Buffer.from(xml);
    const from = octets.indexOf('<X509Certificate>') + '<X509Certificate>'.length;
    for (let at = from; at < octets.indexOf('</X509Certificate>'); at += 7) {
      const changed = Buffer.from(octets);
      changed[at] = 0x41;
      expect(outcome(changed.toString('base64'))).toEqual({ code: 'ok', content: original });
    }
  });
});

describe('no input makes the walk throw', () => {
  const runs = { seed: 11, numRuns: 2_000 };

  it('arbitrary text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (field) => {
        expect(outcome(field).code).toMatch(/^response_/);
      }),
      runs,
    );
  });

  it('arbitrary bytes as base64', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (octets) => {
        expect(outcome(Buffer.from(octets).toString('base64')).code).not.toBe('ok');
      }),
      runs,
    );
  });

  it('base64 of a sound message, mutated', () => {
    const field = posted(mint(small));
    const edit = fc.tuple(
      fc.nat({ max: field.length }),
      fc.nat({ max: 5 }),
      fc.constantFrom('', '=', 'A', '/', '+', '-', ' ', '\n', '\0', 'é', '%2B'),
    );
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        let changed = field;
        for (const [at, length, text] of edits)
          changed = changed.slice(0, at) + text + changed.slice(at + length);
        const { code, content } = outcome(changed);
        if (code === 'ok') expect(content).toEqual(original);
      }),
      runs,
    );
  });
});

describe('a validation within another', () => {
  const fields = [
    mint(small),
    mint({ ...small, sign: 'both', attributes: { email: 'lee@contoso.com' } }),
    replaced(mint(small), 'adele@contoso.com', 'alice@contoso.com'),
    mint({ ...small, deviation: 'wrong-audience' }),
    mint({ ...small, sign: 'none' }),
  ].map(posted);
  const lone = fields.map((field) => outcome(field));

  it('changes neither, wherever it begins: every expectation that is read starts another one', () => {
    const names = Object.keys(alone) as (keyof typeof alone)[];
    const pair = fc.tuple(
      fc.nat({ max: fields.length - 1 }),
      fc.nat({ max: fields.length - 1 }),
      fc.constantFrom(...names),
    );
    let interruptions = 0;
    fc.assert(
      fc.property(pair, ([outer, inner, name]) => {
        const expectations = Object.defineProperty({ ...alone }, name, {
          get: () => {
            interruptions++;
            expect(outcome(fields[inner] ?? '')).toEqual(lone[inner]);
            return alone[name];
          },
        });
        expect(outcome(fields[outer] ?? '', expectations)).toEqual(lone[outer]);
      }),
      { seed: 3, numRuns: 150 },
    );
    expect(interruptions).toBeGreaterThan(150);
    expect(lone.map(({ code }) => code)).toEqual([
      'ok',
      'ok',
      'digest_mismatch',
      'audience_mismatch',
      'signature_missing',
    ]);
  });
});

describe('whatever is accepted is what was signed', () => {
  it.each(['assertion', 'response', 'both'] as const)(
    'though elements are moved, doubled, nested, renamed or dropped: %s',
    (sign) => {
      const source = bytesFromUtf8(mint({ ...small, sign }));
      const read = accepted(readXml(source));
      const place = fc.tuple(
        fc.constantFrom(...read.elements),
        fc.constantFrom('start', 'contentStart', 'contentEnd', 'end'),
      );
      const change = fc.constantFrom<(xml: string) => string>(
        (xml) => xml,
        (xml) => xml.replaceAll('adele', 'alice'),
        (xml) => xml.replaceAll('adele', 'alice').replace(/ ID="[^"]*"/g, ' ID="_evil"'),
        (xml) => xml.replace(/<Signature .*?<\/Signature>/g, '').replaceAll('adele', 'alice'),
        (xml) => `<x xmlns="urn:x">${xml}</x>`,
        (xml) => xml.replace(/ xmlns(:\w+)?="[^"]*"/g, ''),
        (xml) => `<samlp:Extensions>${xml}</samlp:Extensions>`,
      );
      const move = fc.record({ piece: fc.constantFrom(...read.elements), place, change, cut: fc.boolean() });
      let accepts = 0;
      fc.assert(
        fc.property(fc.array(move, { minLength: 1, maxLength: 2 }), (moves) => {
          const { code, content } = outcome(posted(utf8FromBytes(moved(source, moves))));
          if (code !== 'ok') return;
          accepts++;
          expect(content).toEqual(original);
        }),
        { seed: 5, numRuns: 4_000 },
      );
      // Some moves put a piece back where it was, or add what means nothing: the law is not kept by refusing all.
      expect(accepts).toBeGreaterThan(0);
    },
  );
});

type Offset = 'start' | 'contentStart' | 'contentEnd' | 'end';

interface Move {
  readonly piece: XmlElement;
  readonly place: readonly [XmlElement, string];
  readonly change: (xml: string) => string;
  readonly cut: boolean;
}

/** The source with pieces of it changed and put elsewhere; a piece that is cut is taken away where it was. */
function moved(source: string, moves: readonly Move[]): string {
  const edits: { at: number; remove: number; insert: string }[] = [];
  for (const { piece, place, change, cut } of moves) {
    const [element, offset] = place;
    const insert = change(source.slice(piece.start, piece.end));
    edits.push({ at: element[offset as Offset], remove: 0, insert });
    if (cut) edits.push({ at: piece.start, remove: piece.end - piece.start, insert: '' });
  }
  edits.sort((a, b) => b.at - a.at);
  let xml = source;
  for (const { at, remove, insert } of edits) xml = xml.slice(0, at) + insert + xml.slice(at + remove);
  return xml;
}

function isBlankForBlank(byte: number, replacement: number): boolean {
  return [0x20, 0x09, 0x0a, 0x0d].includes(byte) && [0x20, 0x09, 0x0a, 0x0d].includes(replacement);
}
