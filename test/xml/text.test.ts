import { describe, expect, it } from 'vitest';
import { escapeAttribute, escapeHtml, escapeText } from '../../src/xml/escape.js';
import { attributeOf, childOf } from '../../src/xml/lookup.js';
import { attributeValue, textOf } from '../../src/xml/text.js';
import { rootOf } from './reading.js';

function text(content: string): string {
  return textOf(rootOf(`<a>${content}</a>`));
}

function value(written: string): string | null {
  return attributeOf(rootOf(`<a b="${written}"/>`), 'b');
}

describe('text', () => {
  it.each([
    ['', ''],
    ['plain', 'plain'],
    [' kept  as it is ', ' kept  as it is '],
    ['a\r\nb\rc\nd\r\r\ne', 'a\nb\nc\nd\n\ne'],
    ['a&#xD;b&#13;&#10;c', 'a\rb\r\nc'],
    ['a\u0085b\u2028c\u2029d', 'a\u0085b\u2028c\u2029d'],
    ['&amp;lt;', '&lt;'],
    ['&lt;&gt;&amp;&quot;&apos;', '<>&"\''],
    ['&#38;#60;', '&#60;'],
    ['é€😀\u{10ffff}', 'é€😀\u{10ffff}'],
    ['&#xe9;&#x20AC;&#128512;&#x1F600;', 'é€😀😀'],
    ['&#45;é&#x2e;', '-é.'],
    // Where one more byte is needed to write a character.
    ['&#x7f;&#x80;&#x81;', '\u007f\u0080\u0081'],
    ['&#x7ff;&#x800;&#x801;', '\u07ff\u0800\u0801'],
    ['&#xfffd;&#x10000;&#x10001;', '\ufffd\u{10000}\u{10001}'],
    ['&#xABCDE;&#xabcde;&#0123456;', '\u{abcde}\u{abcde}\u{1e240}'],
    ['\t]]&gt;>', '\t]]>>'],
    ['alice@victim.test&#46;evil.test', 'alice@victim.test.evil.test'],
  ])('%j is %j', (content, expected) => {
    expect(text(content)).toBe(expected);
  });

  it('of an element with children is its own character data in order', () => {
    expect(text('1&amp;<b>no</b>2\r\n<c/>é3')).toBe('1&2\né3');
    expect(text('<b/>')).toBe('');
  });

  it('of an empty-element tag is empty', () => {
    expect(textOf(rootOf('<a b="c"/>'))).toBe('');
  });
});

describe('attribute values', () => {
  it.each([
    ['', ''],
    ['a b', 'a b'],
    ['a\tb\nc\rd\r\ne', 'a b c d e'],
    ['a&#9;b&#10;c&#13;d', 'a\tb\nc\rd'],
    ['  a  ', '  a  '],
    ["it's > &quot;&lt;", 'it\'s > "<'],
    ["&quot;&lt;it's", '"<it\'s'],
    ["a\tb'\nc", "a b' c"],
    ["é'", "é'"],
    ['é😀&#x1F600;', 'é😀😀'],
    ['a\u0085b\u2028c', 'a\u0085b\u2028c'],
  ])('%j is %j', (written, expected) => {
    expect(value(written)).toBe(expected);
  });

  it('in single quotes may hold double ones', () => {
    const [attribute] = rootOf('<a b=\'say "é"\'/>').attributes;
    expect(attribute && attributeValue(attribute)).toBe('say "é"');
  });
});

describe('lookup', () => {
  const element = rootOf('<a xmlns:p="u:1" p:b="1" b="2" B="3"><p:c/><c x="1"/><c x="2"/></a>');

  it('finds an attribute by its local name in no namespace only', () => {
    expect(attributeOf(element, 'b')).toBe('2');
    expect(attributeOf(rootOf('<a xmlns:p="u:1" p:b="1"/>'), 'b')).toBeNull();
    expect(attributeOf(element, 'toString')).toBeNull();
  });

  it('finds the first child of a name and namespace', () => {
    expect(childOf(element, '', 'c')?.attributes.map(attributeValue)).toEqual(['1']);
    expect(childOf(element, 'u:1', 'c')?.qname).toBe('p:c');
    expect(childOf(element, 'u:2', 'c')).toBeNull();
    expect(childOf(element, 'u:1', 'd')).toBeNull();
  });
});

describe('escaping', () => {
  it('writes what canonical XML writes', () => {
    expect(escapeText('a&b<c>d"e\tf\ng\rh')).toBe('a&amp;b&lt;c&gt;d"e\tf\ng&#xD;h');
    expect(escapeAttribute('a&b<c>d"e\tf\ng\rh\'')).toBe("a&amp;b&lt;c>d&quot;e&#x9;f&#xA;g&#xD;h'");
    expect(escapeText('plain é')).toBe('plain é');
    expect(escapeAttribute("it's > that")).toBe("it's > that");
  });

  it('writes what HTML asks for, between tags and in quotes', () => {
    expect(escapeHtml('')).toBe('');
    expect(escapeHtml('plain é\n')).toBe('plain é\n');
    expect(escapeHtml(`<b title="it's">&amp;</b>`)).toBe(
      '&lt;b title=&quot;it&#39;s&quot;&gt;&amp;amp;&lt;/b&gt;',
    );
  });
});
