import { describe, expect, it } from 'vitest';
import { verdictOn } from './reading.js';

function refuses(reason: string, ...documents: string[]): void {
  for (const xml of documents) {
    it(`${reason}: ${JSON.stringify(xml).slice(0, 60)}`, () => {
      expect(verdictOn(xml)).toBe(`xml_not_well_formed: ${reason}`);
    });
  }
}

describe('elements', () => {
  refuses('no root element', '', ' \r\n\t', 'text', 'x<a/>', '&amp;', '\u0085<a/>', '\u00a0<a/>');
  refuses('something follows the root element', '<a/><a/>', '<a/>x', '<a></a></a>', '<a/>&#32;', '<a/> .');
  refuses('end tag without start tag', '</a>', ' </a><a/>');
  refuses(
    'end tag of another element',
    '<a></b>',
    '<a></ab>',
    '<a></A>',
    '<ab></a>',
    '<a></ a>',
    '<a><b></a></b>',
  );
  refuses(
    'end tag of another element',
    '<a></a',
    '<a></a b="c">',
    '<a></a/>',
    '<p:a xmlns:p="u:"></a>',
    '<a></',
  );
  refuses('document ends within an element', '<a>', '<a>text', '<a><b/>', '<a>&amp;');
  refuses('start tag does not end', '<a/', '<a/ >', '<a b="c"/', '<a//>');
  refuses(
    'no white space before an attribute',
    '<a',
    '<a"b"/>',
    '<a b="c"d="e"/>',
    '<a=/>',
    '<a b="c"',
    '<a&lt;/>',
    '<a<b/>',
  );
  refuses(
    'no name',
    '<',
    '<>',
    '< a/>',
    '<a><</a>',
    '<a "b"/>',
    '<a b="c" "d"/>',
    '<a ',
    '<a b="c" ',
    '<a <b/>',
    '<a ?>',
    '<=a/>',
  );
});

describe('attributes', () => {
  refuses('attribute without value', '<a b/>', '<a b></a>', '<a b c="d"/>', '<a b', '<a b ', '<a b:c>');
  refuses(
    'attribute value without quotes',
    '<a b=c/>',
    '<a b=/>',
    '<a b=',
    '<a b= ',
    '<a b=\u201cc\u201d/>',
    '<a b=&quot;c&quot;/>',
  );
  refuses('attribute value does not end', '<a b="', '<a b="c', '<a b=\'c"/>', '<a b="c&quot;');
  refuses('< in an attribute value', '<a b="<"/>', '<a b="c<!--"/>', "<a b='</a>'/>");
  refuses('attribute given twice', '<a b="1" b="1"/>', "<a b='' c='' b=''/>", '<a xml:id="1" xml:id="2"/>');
  refuses(
    'attribute given twice',
    '<a xmlns:p="u:1" xmlns:q="u:1" p:b="1" q:b="2"/>',
    '<a xmlns:p="u:1"><b xmlns:q="u:&#49;" p:c="" q:c=""/></a>',
    '<a xmlns:xml="http://www.w3.org/XML/1998/namespace" xml:b="" xml:b=""/>',
  );

  it('the same local name in different namespaces is two attributes', () => {
    expect(verdictOn('<a xmlns:p="u:1" xmlns:q="u:2" p:b="1" q:b="2" b="3"/>')).toBe('ok');
    expect(verdictOn('<a xmlns="u:1" xmlns:p="u:1" p:b="1" b="2"/>')).toBe('ok');
  });

  it('white space may stand around the equals sign and before the end', () => {
    expect(verdictOn('<a\tb\r=\n"c"  d = \'e\' />')).toBe('ok');
    expect(verdictOn('<a b="c"></a \r\n>')).toBe('ok');
  });
});

describe('character data', () => {
  refuses(']]> in character data', '<a>]]></a>', '<a>x]]>y</a>', '<a>]]]></a>', '<a><b/>]]></a>');
  refuses(
    'control character',
    '<a>\u0001</a>',
    '<a>\u0000</a>',
    '<a>\u000b</a>',
    '<a>\u001f</a>',
    '<a b="\u0008"/>',
    '<a b="\u0000"/>',
  );
  refuses('noncharacter', '<a>\ufffe</a>', '<a>\uffff</a>', '<a b="\uffff"/>', '<a b="\ufffe"/>');

  it('] and > are harmless apart, and together in attribute values', () => {
    for (const xml of [
      '<a>]]</a>',
      '<a>]>]</a>',
      '<a>] ]></a>',
      '<a>]]&gt;</a>',
      '<a>]]<b/>></a>',
      '<a b="]]>"/>',
      '<a b="é]]>"/>',
      '<a b="]]>&amp;\r"/>',
    ]) {
      expect(verdictOn(xml)).toBe('ok');
    }
  });

  it('DEL, C1 controls and every other character of XML 1.0 are accepted', () => {
    for (const character of [
      '\t',
      '\n',
      '\r',
      '\u007f',
      '\u0080',
      '\u0085',
      '\u2028',
      '\ud7ff',
      '\ue000',
      '\ufffd',
      '\u{1fffe}',
      '\u{10ffff}',
    ]) {
      expect(verdictOn(`<a b="${character}">${character}</a>`)).toBe('ok');
    }
  });
});

describe('references', () => {
  refuses(
    'reference without end',
    '<a>&</a>',
    '<a>&amp</a>',
    '<a>& amp</a>',
    '<a b="&"/>',
    '<a>&lt<b/>;</a>',
  );
  refuses('reference without end', `<a>&#${'0'.repeat(20)}65;</a>`, `<a>&${'x'.repeat(1000)};</a>`);
  refuses(
    'reference to no character',
    '<a>&;</a>',
    '<a>&#;</a>',
    '<a>&#x;</a>',
    '<a>&nbsp;</a>',
    '<a>&AMP;</a>',
    '<a>&Amp;</a>',
    '<a>&e;</a>',
    '<a>& amp;</a>',
    '<a>&#X41;</a>',
    '<a>&#4a;</a>',
    '<a>&#xg;</a>',
    '<a>&#-1;</a>',
    '<a>&#7.5;</a>',
    '<a>&#6/5;</a>',
    '<a>&#6:5;</a>',
    '<a>&#x4/1;</a>',
    '<a>&#x1F:;</a>',
    '<a>&#x4@;</a>',
    '<a>&#x4`;</a>',
    '<a>&#x4g;</a>',
    '<a>&#x4G;</a>',
    '<a>&#+65;</a>',
    '<a>&# 65;</a>',
    '<a>&#0;</a>',
    '<a>&#x0;</a>',
    '<a>&#8;</a>',
    '<a>&#xB;</a>',
    '<a>&#x1F;</a>',
    '<a>&#xD800;</a>',
    '<a>&#xDFFF;</a>',
    '<a>&#xFFFE;</a>',
    '<a>&#xFFFF;</a>',
    '<a>&#x110000;</a>',
    '<a>&#xFFFFFFFF;</a>',
    '<a>&#1114112;</a>',
    '<a b="&#0;"/>',
    '<a b="&constructor;"/>',
    '<a xmlns="&none;"/>',
  );

  it('the five predefined entities and characters by number are accepted', () => {
    for (const reference of [
      '&amp;',
      '&lt;',
      '&gt;',
      '&quot;',
      '&apos;',
      '&#9;',
      '&#10;',
      '&#xD;',
      '&#x20;',
      '&#x1F600;',
      '&#xfffd;',
      '&#xD7FF;',
      '&#xE000;',
      '&#x10000;',
      '&#x10FFFF;',
      '&#0065;',
    ]) {
      expect(verdictOn(`<a b="${reference}">${reference}</a>`)).toBe('ok');
    }
  });
});

describe('names', () => {
  refuses(
    'not a qualified name',
    '<1a/>',
    '<-a/>',
    '<.a/>',
    '<a:/>',
    '<:a/>',
    '<a:b:c/>',
    '<a 1b=""/>',
    '<a :b=""/>',
    '<a b:=""/>',
  );
  refuses(
    'not a qualified name',
    '<\u00b7a/>',
    '<a\u00d7/>',
    '<\u0300a/>',
    '<a\u037e/>',
    '<\u2040a/>',
    '<a\u2028/>',
    '<a\u0085/>',
    '<a\u00a0b=""/>',
    '<a\u{f0000}/>',
    '<a\u2190/>',
  );
  refuses(
    'not a qualified name',
    '<a xmlns:=""/>',
    '<a xmlns:1="u:"/>',
    '<a xmlns:p:q="u:"/>',
    '<p:1 xmlns:p="u:"/>',
  );

  it('letters of all scripts are accepted, as are points and digits behind the first', () => {
    for (const name of [
      '_',
      'a1',
      'a-b',
      'a.b',
      'é',
      'Ωμέγα',
      'имя',
      '名前',
      'a\u00b7b',
      'a\u0301',
      'a\u203f',
      '\u{10400}',
      'a\u200c',
      '\u{effff}',
    ]) {
      expect(verdictOn(`<${name} ${name}="" xmlns:${name}="urn:x"><${name}:${name}/></${name}>`)).toBe('ok');
    }
  });

  it('names that only begin with xmlns are ordinary attributes', () => {
    expect(verdictOn('<a xmlnsevil="1" xmlns.b="2" xmlnsé="3"/>')).toBe('ok');
  });
});
