import { describe, expect, it } from 'vitest';
import { canonicalize } from '../../src/xml/canonicalize.js';
import { utf8FromBytes } from '../../src/xml/characters.js';
import { XML_LIMITS } from '../../src/xml/limits.js';
import { canonical, canonicalBytes, named, read, rootOf } from './reading.js';

describe('exclusive canonicalisation of a document', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['copies what is canonical', '<a b="1">x<c></c></a>', '<a b="1">x<c></c></a>'],
    ['opens empty-element tags', '<a><b/><c /><d\n/></a>', '<a><b></b><c></c><d></d></a>'],
    ['drops what stands around the root', '\uFEFF<?xml version="1.0"?>\n<a/>\n', '<a></a>'],
    ['drops white space within tags', '<a  b = "1"\n\tc="2" ></a >', '<a b="1" c="2"></a>'],
    ['keeps white space of text', '<a> \n\t<b/> </a>', '<a> \n\t<b></b> </a>'],
    ['normalises line ends', '<a>1\r\n2\r3</a>', '<a>1\n2\n3</a>'],
    ['normalises line ends of nothing but white space', '<a>\r\n<b>\r</b> </a>', '<a>\n<b>\n</b> </a>'],
    ['writes carriage returns that were references', '<a>1&#13;2</a>', '<a>1&#xD;2</a>'],
    ['leaves U+0085 and U+2028 alone', '<a b="\u0085">\u2028&#x85;</a>', '<a b="\u0085">\u2028\u0085</a>'],
    ['expands references', '<a>&#65;&#x1F600;&apos;&quot;é</a>', '<a>A😀\'"é</a>'],
    ['escapes text', '<a>&amp;&lt;&gt;></a>', '<a>&amp;&lt;&gt;&gt;</a>'],
    ['escapes attribute values', "<a b='\"&lt;&gt;&amp;'/>", '<a b="&quot;&lt;>&amp;"></a>'],
    ['turns white space in attribute values into blanks', '<a b="1\t2\n3\r\n4"/>', '<a b="1 2 3 4"></a>'],
    ['writes white space that was a reference', '<a b="&#9;&#10;&#13;"/>', '<a b="&#x9;&#xA;&#xD;"></a>'],
    ['sorts attributes', '<a c="3" a="1" b="2" B="0"/>', '<a B="0" a="1" b="2" c="3"></a>'],
    [
      'sorts attributes by namespace name, those without first',
      '<a xmlns:p="u:2" xmlns:q="u:1" p:a="4" q:b="3" z="2" q:a="2" y="1"/>',
      '<a xmlns:p="u:2" xmlns:q="u:1" y="1" z="2" q:a="2" q:b="3" p:a="4"></a>',
    ],
    ['sorts beyond ASCII by code point', '<a \u{10400}="2" \ufb01="1"/>', '<a \ufb01="1" \u{10400}="2"></a>'],
    [
      'sorts declarations by prefix, the default first',
      '<b:x xmlns:b="u:b" xmlns:a="u:a" xmlns="u:0"><y a:z=""/></b:x>',
      '<b:x xmlns:b="u:b"><y xmlns="u:0" xmlns:a="u:a" a:z=""></y></b:x>',
    ],
    ['drops declarations that nobody uses', '<a xmlns:p="u:p" xmlns:q="u:q"/>', '<a></a>'],
    [
      'drops redundant declarations',
      '<p:a xmlns:p="u:p"><p:b xmlns:p="u:p"/></p:a>',
      '<p:a xmlns:p="u:p"><p:b></p:b></p:a>',
    ],
    [
      'declares where it is used, each time',
      '<a xmlns:p="u:p"><p:b/><p:c><p:d/></p:c></a>',
      '<a><p:b xmlns:p="u:p"></p:b><p:c xmlns:p="u:p"><p:d></p:d></p:c></a>',
    ],
    [
      'declares again what was bound otherwise between',
      '<p:a xmlns:p="u:1"><p:b xmlns:p="u:2"><p:c xmlns:p="u:1"/></p:b></p:a>',
      '<p:a xmlns:p="u:1"><p:b xmlns:p="u:2"><p:c xmlns:p="u:1"></p:c></p:b></p:a>',
    ],
    [
      'undeclares the default namespace',
      '<a xmlns="u:1"><b xmlns=""><c/></b></a>',
      '<a xmlns="u:1"><b xmlns=""><c></c></b></a>',
    ],
    ['does not undeclare what was never declared', '<a xmlns=""><b xmlns=""/></a>', '<a><b></b></a>'],
    [
      'does not undeclare what is not in the output',
      '<p:a xmlns="u:1" xmlns:p="u:2"><b xmlns=""/></p:a>',
      '<p:a xmlns:p="u:2"><b></b></p:a>',
    ],
    ['never declares xml', '<a xml:lang="en" b=""/>', '<a b="" xml:lang="en"></a>'],
    [
      'drops the declaration of xml',
      '<a xmlns:xml="http://www.w3.org/XML/1998/namespace" xml:id="i"/>',
      '<a xml:id="i"></a>',
    ],
    ['escapes namespace names', '<a xmlns="u:&amp;&quot;"/>', '<a xmlns="u:&amp;&quot;"></a>'],
    [
      'attributes do not take the default namespace',
      '<p:a xmlns="u:1" xmlns:p="u:2" b=""/>',
      '<p:a xmlns:p="u:2" b=""></p:a>',
    ],
    ['declares the default namespace beside attributes', '<a xmlns="u:1" b=""/>', '<a xmlns="u:1" b=""></a>'],
    [
      'keeps attributes named xmlns of a namespace',
      '<p:a xmlns:p="u:1" p:xmlns="u:2"/>',
      '<p:a xmlns:p="u:1" p:xmlns="u:2"></p:a>',
    ],
    ['keeps attributes that only begin with xmlns', '<a xmlnsevil="1"/>', '<a xmlnsevil="1"></a>'],
    ['rewrites every run of text', '<a>1><b/>2><c/>3></a>', '<a>1&gt;<b></b>2&gt;<c></c>3&gt;</a>'],
    ['rewrites the last run alone', '<a><b/>1<c/>2></a>', '<a><b></b>1<c></c>2&gt;</a>'],
    ['keeps empty text between rewritten runs', '<a>&gt;<b/><c/>&gt;</a>', '<a>&gt;<b></b><c></c>&gt;</a>'],
  ];
  it.each(cases)('%s', (_rule, xml, expected) => {
    expect(canonical(xml)).toBe(expected);
  });
});

describe('exclusive canonicalisation of an element', () => {
  const document =
    '<r xmlns="u:r" xmlns:p="u:p" xmlns:q="u:q" xml:lang="en"><p:x q:a=\'1\'>t<y/></p:x><z xmlns=""><w/></z></r>';

  it('takes over from its ancestors only what it uses', () => {
    expect(canonical(document, [], named('x'))).toBe(
      '<p:x xmlns:p="u:p" xmlns:q="u:q" q:a="1">t<y xmlns="u:r"></y></p:x>',
    );
    expect(canonical(document, [], named('w'))).toBe('<w></w>');
  });

  it('leaves out one child, and nothing beside it', () => {
    const { root } = read('<a> <s><s/></s>\n<s/>é</a>');
    const [omit = null] = root.children;
    expect(utf8FromBytes(canonicalBytes(root, { omit, inclusivePrefixes: [] }))).toBe('<a> \n<s></s>é</a>');
  });

  it('leaves out a child between rewritten texts', () => {
    const { root } = read('<a>&gt;<s>&gt;</s>&gt;</a>');
    const [omit = null] = root.children;
    expect(utf8FromBytes(canonicalBytes(root, { omit, inclusivePrefixes: [] }))).toBe('<a>&gt;&gt;</a>');
  });

  it('omits children of the apex only', () => {
    const { root } = read('<a><b><s/></b></a>');
    const omit = root.children[0]?.children[0] ?? null;
    expect(omit?.qname).toBe('s');
    expect(utf8FromBytes(canonicalBytes(root, { omit: root, inclusivePrefixes: [] }))).toBe(
      '<a><b><s></s></b></a>',
    );
  });
});

describe('InclusiveNamespaces PrefixList', () => {
  const document = '<r xmlns="u:r" xmlns:p="u:p" xmlns:q="u:q"><p:x><y xmlns:q="u:q2"/></p:x></r>';

  it('declares listed prefixes at the apex, used or not', () => {
    expect(canonical(document, ['q'], named('x'))).toBe(
      '<p:x xmlns:p="u:p" xmlns:q="u:q"><y xmlns="u:r" xmlns:q="u:q2"></y></p:x>',
    );
  });

  it('takes the empty prefix for #default', () => {
    expect(canonical(document, [''], named('x'))).toBe('<p:x xmlns="u:r" xmlns:p="u:p"><y></y></p:x>');
  });

  it('writes xmlns="" where a listed default namespace ends', () => {
    expect(canonical('<a xmlns="u:a"><p:b xmlns:p="u:p" xmlns=""/></a>', [''])).toBe(
      '<a xmlns="u:a"><p:b xmlns="" xmlns:p="u:p"></p:b></a>',
    );
  });

  it('ignores prefixes that are not declared, repeated, or xml', () => {
    expect(canonical(document, ['none', 'xml', 'xmlns', 'q', 'q', '#default', '__proto__'], named('y'))).toBe(
      '<y xmlns="u:r" xmlns:q="u:q2"></y>',
    );
    expect(canonical('<a xmlns:xml="http://www.w3.org/XML/1998/namespace"/>', ['xml'])).toBe('<a></a>');
    expect(canonical('<p:a xmlns:p="u:p"><b/></p:a>', ['', 'q'])).toBe('<p:a xmlns:p="u:p"><b></b></p:a>');
  });

  it('follows listed prefixes to where they are declared anew or end', () => {
    expect(
      canonical(
        '<a xmlns="u:a" xmlns:p="u:p"><b xmlns:p="u:2"><c xmlns:p="u:2"/><d xmlns:p="u:p"/></b><e xmlns=""/></a>',
        ['p', ''],
      ),
    ).toBe(
      '<a xmlns="u:a" xmlns:p="u:p"><b xmlns:p="u:2"><c></c><d xmlns:p="u:p"></d></b><e xmlns=""></e></a>',
    );
  });
});

describe('the length of a canonical form', () => {
  const limit = 'canonicalBytes';
  const maximum = XML_LIMITS[limit];
  // Each `>` becomes four bytes.
  const ofLength = (length: number): string => `<a>${'>'.repeat(200_000)}${'x'.repeat(length - 800_007)}</a>`;

  it('may be the limit, and no more', () => {
    expect(canonicalBytes(rootOf(ofLength(maximum)))).toHaveLength(maximum);
    const source = ofLength(maximum + 1);
    const result = canonicalize(rootOf(source), { omit: null, inclusivePrefixes: [] });
    expect(result.ok ? null : result.error).toMatchObject({
      code: 'xml_limit_exceeded',
      details: { limit, maximum, offset: source.length },
    });
  });
});

describe('what the reader says of tags', () => {
  it.each(['<a></a>', '<a/>', '<a b=""></a>', '<a b=">é" c="d"/>', '<p:a xmlns:p="u:1" p:b="1"></p:a>'])(
    '%s is plain',
    (xml) => {
      expect(rootOf(xml)).toMatchObject({ tagIsPlain: true });
    },
  );

  it.each([
    '<a ></a>',
    '<a />',
    '<a\t/>',
    '<a  b=""></a>',
    '<a\tb=""></a>',
    '<a\nb=""></a>',
    '<a b =""></a>',
    '<a b= ""></a>',
    "<a b=''></a>",
    '<a b="" ></a>',
    '<a b=""  c=""></a>',
    '<a b="\t"></a>',
    '<a b="\n"></a>',
    '<a b="\r"></a>',
    '<a b="&amp;"></a>',
    '<a b="" c="\n" d=""></a>',
  ])('%j is not plain', (xml) => {
    expect(rootOf(xml)).toMatchObject({ tagIsPlain: false });
  });

  it.each([
    ['<a></a>', true],
    ['<a></a >', false],
    ['<a></a\n>', false],
    ['<a/>', false],
  ])('the end tag of %j: %s', (xml, endTagIsPlain) => {
    expect(rootOf(xml)).toMatchObject({ endTagIsPlain });
  });
});
