import { describe, expect, it } from 'vitest';
import { bytesFromUtf8 } from '../../src/xml/characters.js';
import { readCanonicalXml, readXml } from '../../src/xml/read-xml.js';
import { read, rootOf, verdictOn } from './reading.js';

/** Every place of a document where markup that is no element could stand. */
const PLACES: readonly (readonly [string, (markup: string) => string])[] = [
  ['before the root', (markup) => `${markup}<a/>`],
  ['after white space before the root', (markup) => ` \n${markup}<a/>`],
  ['after the XML declaration', (markup) => `<?xml version="1.0"?>${markup}<a/>`],
  ['first in an element', (markup) => `<a>${markup}text</a>`],
  ['within text', (markup) => `<a>te${markup}xt</a>`],
  ['last in an element', (markup) => `<a>text${markup}</a>`],
  ['between elements', (markup) => `<a><b/>${markup}<c/></a>`],
  ['behind the root', (markup) => `<a/>${markup}`],
  ['behind the root and white space', (markup) => `<a/>\r\n\t${markup}`],
];

describe('constructs that are refused on principle', () => {
  const constructs: readonly (readonly [string, string])[] = [
    ['xml_doctype', '<!DOCTYPE a>'],
    ['xml_doctype', '<!doctype a [<!ENTITY e "x">]>'],
    ['xml_doctype', '<!DOCTYPE'],
    ['xml_comment', '<!---->'],
    ['xml_comment', '<!-- a > b -->'],
    ['xml_comment', '<!--'],
    ['xml_cdata', '<![CDATA[]]>'],
    ['xml_cdata', '<![CDATA[<!DOCTYPE a>]]>'],
    ['xml_cdata', '<![CDATA['],
    ['xml_processing_instruction', '<?x?>'],
    ['xml_processing_instruction', '<?x evil.test?>'],
    ['xml_processing_instruction', '<?xml-stylesheet href="a"?>'],
    ['xml_processing_instruction', '<?'],
  ];
  for (const [place, build] of PLACES) {
    it.each(constructs)(`${place}: %s for %s`, (code, markup) => {
      expect(verdictOn(build(markup))).toBe(code);
    });
  }

  it('an XML declaration anywhere but at the start is a processing instruction', () => {
    expect(verdictOn(' <?xml version="1.0"?><a/>')).toBe('xml_processing_instruction');
    expect(verdictOn('<a><?xml version="1.0"?></a>')).toBe('xml_processing_instruction');
    expect(verdictOn('<?xml version="1.0"?><?xml version="1.0"?><a/>')).toBe('xml_processing_instruction');
    expect(verdictOn('<?xml?><a/>')).toBe('xml_processing_instruction');
  });

  it('other declarations have no name of their own', () => {
    for (const markup of ['<!ENTITY e "x">', '<!ATTLIST a>', '<!>', '<!-', '<![CDAT[x]]>', '<![INCLUDE[']) {
      expect(verdictOn(`<a>${markup}</a>`)).toBe('xml_not_well_formed: unknown markup declaration');
    }
  });

  it('tells the offset in bytes', () => {
    const result = readXml(bytesFromUtf8('<ä>é<!--x--></ä>'));
    expect(result.ok ? null : result.error.details).toEqual({ offset: 6 });
  });
});

describe('XML declaration and byte order mark', () => {
  it.each([
    '<?xml version="1.0"?>',
    "<?xml version='1.0'?>",
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<?xml version="1.0" encoding="utf-8"?>',
    "<?xml\tversion = '1.0'\r\nencoding\n=\n'Utf-8' ?>",
    '<?xml version="1.0" standalone="yes"?>',
    '<?xml version="1.0" encoding="UTF-8" standalone="no" ?>',
  ])('accepts %s', (declaration) => {
    expect(verdictOn(`${declaration}<a/>`)).toBe('ok');
    expect(verdictOn(`\uFEFF${declaration}\r\n<a/>`)).toBe('ok');
  });

  it.each([
    '<?xml version="1.1"?>',
    '<?xml version="2.0"?>',
    '<?xml version="1.0" encoding="UTF-16"?>',
    '<?xml version="1.0" encoding="utf-7"?>',
    '<?xml version="1.0" encoding="ISO-8859-1"?>',
    '<?xml encoding="UTF-8"?>',
    '<?xml encoding="UTF-8" version="1.0"?>',
    '<?xml version="1.0" standalone="maybe"?>',
    '<?xml version="1.0"encoding="UTF-8"?>',
    '<?xml version="1.0\'?>',
    '<?xml version="1.0" x="y"?>',
    '<?xml version="1.0" >',
    '<?xml version="1.0"',
    '<?xml ',
    `<?xml version="1.0"${' '.repeat(300)}?>`,
  ])('refuses %s', (declaration) => {
    expect(verdictOn(`${declaration}<a/>`)).toBe('xml_declaration_not_supported');
  });

  it('keywords of the declaration in other case are not the keywords', () => {
    for (const declaration of [
      '<?xml VERSION="1.0"?>',
      '<?xml version="1.0" Encoding="UTF-8"?>',
      '<?xml version="1.0" standalone="YES"?>',
    ]) {
      expect(verdictOn(`${declaration}<a/>`)).toBe('xml_declaration_not_supported');
    }
    expect(verdictOn('<?XML version="1.0"?><a/>')).toBe('xml_processing_instruction');
  });

  it('shows no more of a declaration than its start', () => {
    const result = readXml(`<?xml ${'x'.repeat(100_000)}?><a/>`);
    expect(result.ok ? '' : JSON.stringify(result.error.details).length).toBeLessThan(300);
  });

  it('accepts one byte order mark only, and only at the start', () => {
    expect(verdictOn('\uFEFF<a/>')).toBe('ok');
    expect(verdictOn('\uFEFF\uFEFF<a/>')).toBe('xml_not_well_formed: no root element');
    expect(verdictOn('\n\uFEFF<a/>')).toBe('xml_not_well_formed: no root element');
    expect(verdictOn('<a/>\uFEFF')).toBe('xml_not_well_formed: something follows the root element');
  });
});

describe('the tree', () => {
  it('lists all elements in document order, with parents, children and offsets', () => {
    const source = '<a><b x="1"/>t<c><d/></c></a>';
    const { elements, root } = read(source);
    expect(elements.map(({ qname }) => qname)).toEqual(['a', 'b', 'c', 'd']);
    expect(root.children.map(({ qname }) => qname)).toEqual(['b', 'c']);
    expect(elements.map(({ parent }) => parent?.qname ?? null)).toEqual([null, 'a', 'a', 'c']);
    expect(elements.map(({ start, end }) => source.slice(start, end))).toEqual([
      source,
      '<b x="1"/>',
      '<c><d/></c>',
      '<d/>',
    ]);
    expect(elements.map(({ contentStart, contentEnd }) => source.slice(contentStart, contentEnd))).toEqual([
      '<b x="1"/>t<c><d/></c>',
      '',
      '<d/>',
      '',
    ]);
  });

  it('keeps namespace declarations apart from attributes', () => {
    const { attributes, declarations } = rootOf('<p:a xmlns:p="urn:p" p:b="1" xmlns="urn:d" c="2"/>');
    expect(attributes.map(({ qname, namespace }) => [qname, namespace])).toEqual([
      ['p:b', 'urn:p'],
      ['c', ''],
    ]);
    expect(declarations).toEqual([
      { prefix: 'p', uri: 'urn:p' },
      { prefix: '', uri: 'urn:d' },
    ]);
  });
});

describe('readCanonicalXml', () => {
  it('accepts a root and nothing around it', () => {
    expect(readCanonicalXml('<a>x</a>').ok).toBe(true);
  });

  it.each(['', ' <a></a>', '<a></a>\n', '\xef\xbb\xbf<a></a>', '<?xml version="1.0"?><a></a>'])(
    'refuses %j',
    (source) => {
      const result = readCanonicalXml(source);
      expect(result.ok ? 'ok' : result.error.code).toMatch(/^xml_/);
    },
  );
});
