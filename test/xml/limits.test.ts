import { describe, expect, it } from 'vitest';
import { XML_LIMITS } from '../../src/xml/limits.js';
import { readXml } from '../../src/xml/read-xml.js';
import { verdictOn } from './reading.js';

/** One document of exactly the size that a limit names, and one a step larger. */
const BOUNDARIES: readonly (readonly [keyof typeof XML_LIMITS, (size: number) => string])[] = [
  ['documentBytes', (size) => `<a>${'x'.repeat(size - 7)}</a>`],
  ['depth', (size) => `${'<a>'.repeat(size)}${'</a>'.repeat(size)}`],
  ['elements', (size) => `<a>${'<b/>'.repeat(size - 1)}</a>`],
  ['attributes', (size) => `<a${numbered(size, (n) => ` b${n}=""`)}/>`],
  ['namespacesInScope', (size) => `<a${numbered(size, (n) => ` xmlns:p${n}="u:"`)}/>`],
  [
    'attributesInAll',
    (size) => `<a>${'<b c="" d="" e="" f=""/>'.repeat(size >> 2)}<b${' c=""'.repeat(size & 3)}/></a>`,
  ],
  ['nameBytes', (size) => `<${'a'.repeat(size)}/>`],
  ['namespaceBytes', (size) => `<a xmlns="u:${'x'.repeat(size - 2)}"/>`],
];

function numbered(count: number, write: (n: number) => string): string {
  return Array.from({ length: count }, (_, n) => write(n)).join('');
}

describe('limits', () => {
  it.each(BOUNDARIES)('%s: the limit itself passes, one more is refused', (limit, build) => {
    expect(verdictOn(build(XML_LIMITS[limit]))).toBe('ok');
    expect(verdictOn(build(XML_LIMITS[limit] + 1))).toBe(`xml_limit_exceeded: ${limit}`);
  });

  it('tells the limit and its value', () => {
    const result = readXml(`<a>${'<b/>'.repeat(XML_LIMITS.elements)}</a>`);
    expect(result.ok ? null : result.error.details).toEqual({
      limit: 'elements',
      maximum: XML_LIMITS.elements,
      offset: 3 + 4 * (XML_LIMITS.elements - 1),
    });
  });

  it('an empty element is as deep as any other', () => {
    const around = (depth: number, inner: string): string =>
      `${'<a>'.repeat(depth)}${inner}${'</a>'.repeat(depth)}`;
    expect(verdictOn(around(XML_LIMITS.depth - 1, '<b/>'))).toBe('ok');
    expect(verdictOn(around(XML_LIMITS.depth, '<b/>'))).toBe('xml_limit_exceeded: depth');
  });

  it('siblings add nothing to the depth, and a depth may be reached again and again', () => {
    const arm = `${'<a>'.repeat(XML_LIMITS.depth - 1)}${'</a>'.repeat(XML_LIMITS.depth - 1)}`;
    expect(verdictOn(`<r>${arm.repeat(20)}</r>`)).toBe('ok');
    for (const [start, end] of [
      ['<r>', '</r>'],
      ['<r><s>', '</s></r>'],
    ]) {
      expect(verdictOn(start + '<a></a>'.repeat(XML_LIMITS.depth) + end)).toBe('ok');
    }
  });

  it('namespace declarations count among the attributes', () => {
    const tag = (attributes: number): string =>
      `<a xmlns:p="u:"${numbered(attributes, (n) => ` b${n}=""`)}/>`;
    expect(verdictOn(tag(XML_LIMITS.attributes - 1))).toBe('ok');
    expect(verdictOn(tag(XML_LIMITS.attributes))).toBe('xml_limit_exceeded: attributes');
  });

  it('namespace declarations count among the attributes of all elements', () => {
    const declaring = (count: number): string => `<a>${'<b xmlns="u:" c=""/>'.repeat(count)}</a>`;
    expect(verdictOn(declaring(XML_LIMITS.attributesInAll / 2 - 1))).toBe('ok');
    const more = '<b xmlns="u:" c="" d=""/>'.repeat(XML_LIMITS.attributesInAll / 3 + 1);
    expect(verdictOn(`<a>${more}</a>`)).toBe('xml_limit_exceeded: attributesInAll');
  });

  it('namespaces of ancestors are in scope, those of siblings are not', () => {
    const declaring = (count: number, inner: string): string =>
      `<a${numbered(count, (n) => ` xmlns:p${n}="u:"`)}>${inner}</a>`;
    const one = '<b xmlns:q="u:"/>';
    expect(verdictOn(declaring(XML_LIMITS.namespacesInScope - 1, one.repeat(100)))).toBe('ok');
    expect(verdictOn(declaring(XML_LIMITS.namespacesInScope, one))).toBe(
      'xml_limit_exceeded: namespacesInScope',
    );
    expect(verdictOn(declaring(XML_LIMITS.namespacesInScope, '<b xmlns:p0="u:"/>'))).toBe(
      'xml_limit_exceeded: namespacesInScope',
    );
  });

  it('the prefix counts as part of the name, for attributes too', () => {
    const local = 'a'.repeat(XML_LIMITS.nameBytes - 2);
    expect(verdictOn(`<p:${local} xmlns:p="u:" p:${local}=""/>`)).toBe('ok');
    expect(verdictOn(`<p:${local}a xmlns:p="u:"/>`)).toBe('xml_limit_exceeded: nameBytes');
    expect(verdictOn(`<a xmlns:p="u:" p:${local}a=""/>`)).toBe('xml_limit_exceeded: nameBytes');
  });

  it('names are measured in bytes', () => {
    expect(verdictOn(`<${'é'.repeat(XML_LIMITS.nameBytes / 2)}/>`)).toBe('ok');
    expect(verdictOn(`<${'é'.repeat(XML_LIMITS.nameBytes / 2)}e/>`)).toBe('xml_limit_exceeded: nameBytes');
  });

  it('text and attribute values have no limit but the document’s', () => {
    const long = 'x'.repeat(1_000_000);
    expect(verdictOn(`<a>${long}</a>`)).toBe('ok');
    expect(verdictOn(`<a b="${long}"/>`)).toBe('ok');
  });
});

describe('hostile shapes', () => {
  const shapes: readonly (readonly [string, string, string])[] = [
    ['200,000 levels', '<a>'.repeat(200_000), 'xml_limit_exceeded: depth'],
    [
      '200,000 levels with a declaration each',
      '<a xmlns:p="u:">'.repeat(50_000),
      'xml_limit_exceeded: namespacesInScope',
    ],
    ['start tags that never end', '<a '.repeat(200_000), 'xml_not_well_formed: no name'],
    ['100,000 attributes', `<a ${'b="" '.repeat(100_000)}/>`, 'xml_limit_exceeded: attributes'],
    [
      '200,000 different attributes',
      `<a${numbered(80_000, (n) => ` b${n}=""`)}/>`,
      'xml_limit_exceeded: attributes',
    ],
    [
      'a million blanks in a start tag',
      `<a${' '.repeat(1_000_000)}b/>`,
      'xml_not_well_formed: attribute without value',
    ],
    [
      'a million blanks in an end tag',
      `<a></a${' '.repeat(1_000_000)}x>`,
      'xml_not_well_formed: end tag of another element',
    ],
    ['a name of a million bytes', `<${'a'.repeat(1_000_000)}`, 'xml_limit_exceeded: nameBytes'],
    ['300,000 ampersands', `<a>${'&'.repeat(300_000)}</a>`, 'xml_not_well_formed: reference without end'],
    [
      '200,000 references, the last one bad',
      `<a>${'&lt;'.repeat(200_000)}&e;</a>`,
      'xml_not_well_formed: reference to no character',
    ],
    ['a million brackets', `<a>${']'.repeat(1_000_000)}></a>`, 'xml_not_well_formed: ]]> in character data'],
    ['an unterminated comment', `<a><!--${'-'.repeat(1_000_000)}`, 'xml_comment'],
    ['an unterminated processing instruction', `<?x ${'?'.repeat(1_000_000)}`, 'xml_processing_instruction'],
    ['an unterminated declaration', `<?xml ${' '.repeat(1_000_000)}`, 'xml_declaration_not_supported'],
    [
      'more bytes than a document may have',
      `<a>${'x'.repeat(5_000_000)}</a>`,
      'xml_limit_exceeded: documentBytes',
    ],
    ['300,000 empty elements', `<a>${'<b/>'.repeat(200_000)}</a>`, 'xml_limit_exceeded: elements'],
  ];
  it.each(shapes)('%s', (_name, xml, verdict) => {
    expect(verdictOn(xml)).toBe(verdict);
  });
});
