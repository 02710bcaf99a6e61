import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesFromUtf8 } from '../../src/xml/characters.js';
import { readCanonicalXml, readXml } from '../../src/xml/read-xml.js';

// The grammar of docs/decisions/0015-readers.md, written as a generator: whatever it makes is accepted, and is no longer
// where one of the refused constructs is put into it.

const RUNS = { seed: 15, numRuns: 400 };

const blank = fc.constantFrom(' ', '\t', '\n', '\r', '\r\n', '  ');
const blanks = fc.constantFrom('', '', '', ' ', '\n\t');
const equals = fc.tuple(blanks, blanks).map(([before, after]) => `${before}=${after}`);
const ncName = fc.constantFrom('a', 'B', '_c', 'd-1', 'e.f', 'é', 'ñame', '名', 'a·b');
const prefix = fc.constantFrom('', '', 'p:', 'q:');
const reference = fc.constantFrom(
  '&amp;',
  '&lt;',
  '&gt;',
  '&quot;',
  '&apos;',
  '&#65;',
  '&#000000065;',
  '&#x41;',
  '&#x0010FFFF;',
  '&#xD;',
);
const character = fc.constantFrom(
  'x',
  ' ',
  '\n',
  '\r',
  '\t',
  '>',
  ']',
  'ü',
  '\u0085',
  '\u2028',
  '\u{1F511}',
  '\uFFFD',
);
const piece = fc.oneof(character, reference);
const text = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join('').replaceAll(']]>', ']] >'));
const value = fc.oneof(
  text.map((content) => `"${content}"`),
  text.map((content) => `'${content}'`),
  fc.constantFrom(`"it's"`, `'say "x"'`),
);

/** Attributes with a name of its own for each, by its letters and so by its namespace. */
const attributes = fc
  .uniqueArray(fc.tuple(prefix, ncName), { maxLength: 3, selector: ([, name]) => name })
  .chain((names) =>
    fc.tuple(...names.map(([before, name]) => fc.tuple(blank, fc.constant(before + name), equals, value))),
  )
  .map((parts) => parts.map((part) => part.join('')).join(''));

const { element } = fc.letrec<{ element: string; content: string }>((tie) => ({
  element: fc
    .tuple(prefix, ncName, attributes, blanks, fc.option(tie('content'), { nil: null }), blanks)
    .map(([before, name, written, space, content, end]) =>
      content === null
        ? `<${before}${name}${written}${space}/>`
        : `<${before}${name}${written}${space}>${content}</${before}${name}${end}>`,
    ),
  content: fc
    .array(fc.oneof({ weight: 2, arbitrary: text }, { weight: 1, arbitrary: tie('element') }), {
      maxLength: 3,
    })
    .map((parts) => parts.join('').replaceAll(']]>', ']] >')),
}));

const quoted = (word: string) => fc.constantFrom(`"${word}"`, `'${word}'`);
const declaration = fc
  .tuple(
    fc.tuple(blank, equals, quoted('1.0')).map(([space, is, version]) => `${space}version${is}${version}`),
    fc.option(
      fc
        .tuple(blank, equals, fc.oneof(quoted('UTF-8'), quoted('utf-8')))
        .map(([space, is, name]) => `${space}encoding${is}${name}`),
      { nil: '' },
    ),
    fc.option(
      fc
        .tuple(blank, equals, fc.oneof(quoted('yes'), quoted('no')))
        .map(([space, is, word]) => `${space}standalone${is}${word}`),
      { nil: '' },
    ),
    blanks,
  )
  .map((parts) => `<?xml${parts.join('')}?>`);

/** A root that declares what the names below it are prefixed with. */
const root = fc
  .tuple(element, text, element)
  .map(
    ([one, between, other]) =>
      `<r xmlns="urn:d" xmlns:p="urn:p" xmlns:q='urn:q'>${one}${between}${other}</r>`,
  );
const document = fc
  .tuple(fc.constantFrom('', '\uFEFF'), fc.option(declaration, { nil: '' }), blanks, root, blanks)
  .map((parts) => parts.join(''));

function verdictOf(xml: string): string {
  const read = readXml(bytesFromUtf8(xml));
  return read.ok ? 'ok' : read.error.code;
}

describe('the grammar of the strict reader', () => {
  it('has no sentence that is refused', () => {
    fc.assert(
      fc.property(document, (xml) => {
        expect(verdictOf(xml)).toBe('ok');
      }),
      RUNS,
    );
  });

  it('of canonical bytes is an element and nothing beside it', () => {
    fc.assert(
      fc.property(root, fc.constantFrom('\uFEFF', '<?xml version="1.0"?>', ' ', '\n'), (xml, beside) => {
        expect(readCanonicalXml(bytesFromUtf8(xml)).ok).toBe(true);
        expect(readCanonicalXml(bytesFromUtf8(beside + xml)).ok).toBe(false);
        if (beside.trim() === '') expect(readCanonicalXml(bytesFromUtf8(xml + beside)).ok).toBe(false);
      }),
      RUNS,
    );
  });

  it.each([
    ['<!DOCTYPE r>', 'xml_doctype'],
    ['<?target data?>', 'xml_processing_instruction'],
    ['<!-- comment -->', 'xml_comment'],
    ['<![CDATA[x]]>', 'xml_cdata'],
    ['&nbsp;', 'xml_not_well_formed'],
    ['&#xD800;', 'xml_not_well_formed'],
    ['&#0000000065;', 'xml_not_well_formed'],
    ['&#x000000041;', 'xml_not_well_formed'],
    ['&', 'xml_not_well_formed'],
    [']]>', 'xml_not_well_formed'],
    ['\u0001', 'xml_not_well_formed'],
    ['\uFFFF', 'xml_not_well_formed'],
    ['<z:a/>', 'xml_namespace_invalid'],
    ['<a xmlns:z=""/>', 'xml_namespace_invalid'],
    ['<a xmlns="relative"/>', 'xml_namespace_invalid'],
    ['<a b="" b=""/>', 'xml_not_well_formed'],
    ['<a xmlns:z="urn:p" z:b="" p:b=""/>', 'xml_not_well_formed'],
    ['<a b=x/>', 'xml_not_well_formed'],
    ['<a b="<"/>', 'xml_not_well_formed'],
    ['<a></b>', 'xml_not_well_formed'],
  ])('has no %j within an element: %s', (construct, code) => {
    fc.assert(
      fc.property(root, (xml) => {
        const at = xml.indexOf('>') + 1;
        expect(verdictOf(xml.slice(0, at) + construct + xml.slice(at))).toBe(code);
      }),
      { ...RUNS, numRuns: 50 },
    );
  });

  it.each([
    '<?xml version="1.1"?>',
    '<?xml version="1.0" encoding="ISO-8859-1"?>',
    '<?xml encoding="UTF-8"?>',
    '<?xml version="1.0" standalone="maybe"?>',
    '<?xml version="1.0" standalone="yes" encoding="UTF-8"?>',
    `<?xml version="1.0"${' '.repeat(200)}?>`,
  ])('has no declaration %s', (written) => {
    expect(verdictOf(`${written}<a/>`)).toBe('xml_declaration_not_supported');
  });
});
