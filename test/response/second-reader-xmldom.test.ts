import { describe, expect, it } from 'vitest';
import { differenceToXmldom } from '../../src/response/second-reader-xmldom.js';
import { bytesFromUtf8 } from '../../src/xml/characters.js';
import { readCanonicalXml } from '../../src/xml/read-xml.js';
import type { XmlDocument } from '../../src/xml/xml-element.js';
import { accepted, codeOf } from './message.js';

const SIGNED = '<p:a xmlns:p="u:p" b="1" p:c="2">one<d xmlns="u:d">two</d>three<e></e></p:a>';

function read(canonicalXml: string): XmlDocument {
  return accepted(readCanonicalXml(bytesFromUtf8(canonicalXml)));
}

/** What the strict reader read, beside another source than the one it read it from. */
function difference(xml: string, otherSource: string): unknown {
  const document = { ...read(xml), source: bytesFromUtf8(otherSource) };
  const refused = differenceToXmldom(document);
  return refused === null ? null : { code: refused.error.code, ...refused.error.details };
}

describe('differenceToXmldom', () => {
  it.each([
    SIGNED,
    '<a></a>',
    '<a b="&#x9;&#xA;&#xD;&quot;&lt;&amp;>">&#xD;&lt;&gt;&amp;"\n\t</a>',
    '<a xml:lang="en">\u0085\u2028é😀\u{10ffff}</a>',
    '<é имя="名前"><名前></名前></é>',
    '<a constructor="1" __proto__="2"></a>',
    '<a xmlns="u:a"><b xmlns=""></b></a>',
  ])('finds none in %s', (xml) => {
    expect(differenceToXmldom(read(xml))).toBeNull();
  });

  it('finds none in U+FFFD, of which xmldom warns', () => {
    expect(differenceToXmldom(read('<a b="\ufffd">\ufffd</a>'))).toBeNull();
  });

  it.each([
    ['{u:p}a', '{u:q}a', 'element', SIGNED, SIGNED.replace('u:p', 'u:q')],
    ['{}a', '{}b', 'element', '<a></a>', '<b></b>'],
    ['1', '2', 'a/@b', '<a b="1"></a>', '<a b="2"></a>'],
    ['1', null, 'a/@b', '<a b="1"></a>', '<a c="1"></a>'],
    ['1', '2', 'attributes of a', '<a b="1"></a>', '<a b="1" c="2"></a>'],
    ['2', '1', 'attributes of a', '<a b="1" c="2"></a>', '<a b="1"></a>'],
    [
      '2',
      null,
      'a/@c',
      SIGNED,
      '<p:a xmlns:p="u:p" xmlns:q="u:q" b="1" q:c="2">one<d xmlns="u:d">two</d>three<e></e></p:a>',
    ],
    ['x', 'y', 'text of a', '<a>x</a>', '<a>y</a>'],
    ['x', 'xy', 'text of a', '<a>x<b></b></a>', '<a>x<b></b>y</a>'],
    ['', 'x', 'text of b', '<a><b></b></a>', '<a><b>x</b></a>'],
    [null, 'b', 'content of a', '<a></a>', '<a><b></b></a>'],
    ['b', null, 'content of a', '<a><b></b></a>', '<a></a>'],
    [null, '#comment', 'content of a', '<a>x</a>', '<a>x<!--y--></a>'],
    [null, '#comment', 'content of a', '<a><b></b></a>', '<a><!--b--></a>'],
    [null, '#cdata-section', 'content of a', '<a>x</a>', '<a><![CDATA[x]]></a>'],
    [null, 'y', 'content of a', '<a>x</a>', '<a>x<?y z?></a>'],
    [
      'alice@victim.test.evil.test',
      'alice@victim.test',
      'text of NameID',
      '<NameID>alice@victim.test.evil.test</NameID>',
      '<NameID>alice@victim.test</NameID>',
    ],
  ])('tells %j from %j as %s', (first, second, field, xml, other) => {
    expect(difference(xml, other)).toEqual({ code: 'readers_disagree', field, first, second });
  });

  it.each([
    ['', 'fatalError: missing root element'],
    ['text', 'fatalError: missing root element'],
    ['<a>', 'fatalError: unclosed xml tag'],
    ['<a b=c></a>', 'warning: attribute "c" missed quot'],
    ['<a></b>', 'fatalError: Opening and ending tag mismatch'],
    ['<a></a><b></b>', 'fatalError: Error constructing the DOM'],
    ['<a>&e;</a>', 'error: entity not found'],
    ['<a b="1" b="2"></a>', 'fatalError: Attribute b redefined'],
  ])('fails closed where xmldom cannot read %j, and says that it had %j', (other, reason) => {
    expect(difference('<a></a>', other)).toEqual({
      code: 'second_reader_failed',
      reason: expect.stringContaining(`Error: ${reason}`),
    });
  });

  it('has no code but its two', () => {
    expect(
      codeOf(differenceToXmldom({ ...read('<a></a>'), source: '\0' }) ?? { ok: true, value: null }),
    ).toBe('second_reader_failed');
  });
});
