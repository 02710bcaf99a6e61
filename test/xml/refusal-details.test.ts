import { describe, expect, it } from 'vitest';
import { bytesFromUtf8 } from '../../src/xml/characters.js';
import { XML_LIMITS } from '../../src/xml/limits.js';
import { readCanonicalXml, readXml } from '../../src/xml/read-xml.js';
import { guarded, XmlRefusal } from '../../src/xml/xml-refusal.js';

function refusalOf(source: string, read = readXml): unknown {
  const result = read(source);
  return result.ok ? 'accepted' : { code: result.error.code, details: result.error.details };
}

/** The document without its mark `^`, and how many bytes stand before that. */
function marked(xml: string): { readonly source: string; readonly offset: number } {
  const source = bytesFromUtf8(xml);
  return { source: source.replace('^', ''), offset: source.indexOf('^') };
}

describe('a refusal tells at which byte of the document', () => {
  const malformed: readonly (readonly [string, string])[] = [
    ['no root element', ' \n^x'],
    ['something follows the root element', '<a/> ^x'],
    ['something follows the root element', '<a/>^x?'],
    ['something follows the root element', '<a/>^x!'],
    ['something follows the root element', '<a/>^<b/>'],
    ['something follows the root element', '<a></a>^</a>'],
    ['unknown markup declaration', '<a>é^<!x></a>'],
    ['end tag without start tag', ' ^</a>'],
    ['end tag of another element', '<a>é<b>^</a>'],
    ['end tag of another element', '<a>^</a'],
    ['document ends within an element', '<a>bé^'],
    ['start tag does not end', '<a b="c" ^/x>'],
    ['no name', '<a><^'],
    ['no name', '<a ^"b"/>'],
    ['not a qualified name', '<a><^1/></a>'],
    ['not a qualified name', '<a><b:^/></a>'],
    ['not a qualified name', '<a><^b\u00d7/></a>'],
    ['not a qualified name', '<a><^b\u00d7:c/></a>'],
    ['not a qualified name', '<a><^b:c\u00d7/></a>'],
    ['no white space before an attribute', '<a b="é"^c="d"/>'],
    ['attribute without value', '<a b="" ^c />'],
    ['attribute value without quotes', '<a b= ^c/>'],
    ['attribute value does not end', '<a b="^cd'],
    ['< in an attribute value', '<a b="cd^<"/>'],
    ['namespace prefix declared twice', '<a xmlns:p="u:1" c="" xmlns:p="^u:1"/>'],
    ['attribute given twice', '<a>^<b c="" c=""/></a>'],
    ['control character', '<a>^bc\u0001</a>'],
    ['control character', '<a b="^cd\u0001"/>'],
    [']]> in character data', '<a><b/>^c]]></a>'],
    ['noncharacter', '<a>^b\ufffe</a>'],
    ['noncharacter', '<a b="^b\uffff"/>'],
    ['reference without end', '<a>bc^&d</a>'],
    ['reference without end', '<a b="é&lt;d^&e"/>'],
    ['reference to no character', '<a>bc^&d;</a>'],
    ['reference to no character', '<a b="é&lt;d^&#1;"/>'],
  ];
  it.each(malformed)('%s: %j', (reason, xml) => {
    const { source, offset } = marked(xml);
    expect(refusalOf(source)).toEqual({ code: 'xml_not_well_formed', details: { reason, offset } });
  });

  const namespaces: readonly (readonly [string, string])[] = [
    ['prefix is not declared', '<a>^<b p:c=""/></a>'],
    ['prefix is not declared', '<a>^<p:b/></a>'],
    ['xmlns is reserved', '<a>^<xmlns:b/></a>'],
    ['xmlns is reserved', '<a>^<b xmlns:xmlns="u:1"/></a>'],
    ['xml is reserved', '<a>^<b xmlns:xml="u:1"/></a>'],
    ['prefix is bound to nothing', '<a>^<b xmlns:p=""/></a>'],
    ['namespace name is not absolute', '<a>^<b xmlns="c"/></a>'],
    ['namespace name contains white space', '<a>^<b xmlns="u: "/></a>'],
  ];
  it.each(namespaces)('%s: %j', (reason, xml) => {
    const { source, offset } = marked(xml);
    expect(refusalOf(source)).toEqual({ code: 'xml_namespace_invalid', details: { reason, offset } });
  });

  it.each([
    ['xml_processing_instruction', '<a>é^<?x?></a>'],
    ['xml_comment', '<a>é^<!----></a>'],
    ['xml_cdata', '<a>é^<![CDATA[]]></a>'],
    ['xml_doctype', ' ^<!DocType a><a/>'],
  ])('%s: %j', (code, xml) => {
    const { source, offset } = marked(xml);
    expect(refusalOf(source)).toEqual({ code, details: { offset } });
  });

  const name = 'n'.repeat(XML_LIMITS.nameBytes + 1);
  const attributes = Array.from({ length: XML_LIMITS.attributes }, (_, n) => ` b${n}=""`).join('');
  const declarations = Array.from(
    { length: XML_LIMITS.namespacesInScope },
    (_, n) => ` xmlns:p${n}="u:"`,
  ).join('');
  const limits: readonly (readonly [keyof typeof XML_LIMITS, string])[] = [
    ['depth', `${'<a>'.repeat(XML_LIMITS.depth)}^<b/>`],
    ['nameBytes', `<a><^${name}/></a>`],
    ['attributes', `<a${attributes} c="^"/>`],
    [
      'attributesInAll',
      `<a>${'<b c="" d="" e="" f=""/>'.repeat(XML_LIMITS.attributesInAll / 4)}<b c="^"/></a>`,
    ],
    ['namespacesInScope', `<a${declarations}>^<b xmlns="u:"/></a>`],
    ['namespaceBytes', `<a>^<b xmlns="u:${'n'.repeat(XML_LIMITS.namespaceBytes)}"/></a>`],
  ];
  it.each(limits)('the limit of %s', (limit, xml) => {
    const { source, offset } = marked(xml);
    const maximum = XML_LIMITS[limit];
    expect(refusalOf(source)).toEqual({ code: 'xml_limit_exceeded', details: { limit, maximum, offset } });
  });
});

describe('a refused XML declaration', () => {
  const code = 'xml_declaration_not_supported';

  it.each(['', '\xef\xbb\xbf'])('is shown as it was received, behind %j', (before) => {
    for (const received of ['<?xml version="1.1"?>', '<?xml version="1.0"', '<?xml ?>', '<?xml\t']) {
      const after = received.endsWith('?>') ? '<a/>' : '';
      expect(refusalOf(before + received + after)).toEqual({ code, details: { received } });
    }
  });

  it.each(['', '\xef\xbb\xbf'])('has 202 bytes at most, behind %j', (before) => {
    const declaration = (length: number): string =>
      `<?xml version="1.0"${' '.repeat(length - '<?xml version="1.0"?>'.length)}?>`;
    expect(refusalOf(`${before}${declaration(202)}<a/>`)).toBe('accepted');
    const received = declaration(203).slice(0, 200);
    expect(refusalOf(`${before}${declaration(203)}<a/>`)).toEqual({ code, details: { received } });
  });

  it('begins with white space behind its target, else it is none', () => {
    expect(refusalOf('<?xml')).toEqual({ code: 'xml_processing_instruction', details: { offset: 0 } });
  });
});

describe('canonical XML that is no root alone', () => {
  it.each([
    [' <a></a>', 8],
    ['<a></a>\n', 7],
  ])('%j ends at %d', (source, offset) => {
    const reason = 'canonical XML has something beside its root';
    expect(refusalOf(source, readCanonicalXml)).toEqual({
      code: 'xml_not_well_formed',
      details: { reason, offset },
    });
  });
});

describe('what is thrown on the way', () => {
  it('becomes the refusal that it carries', () => {
    const result = guarded(() => {
      throw new XmlRefusal('xml_comment', { offset: 7 });
    });
    expect(result).toMatchObject({ ok: false, error: { code: 'xml_comment', details: { offset: 7 } } });
  });

  it('is thrown on where it carries none', () => {
    const error = new RangeError('unexpected');
    expect(() =>
      guarded(() => {
        throw error;
      }),
    ).toThrow(error);
  });
});
