import { describe, expect, it, vi } from 'vitest';
import { isNcName } from '../../src/xml/characters.js';
import { nameAt } from '../../src/xml/known-names.js';
import { octetsOf } from '../../src/xml/octets.js';
import { read, verdictOn } from './reading.js';

const names =
  'Response Issuer Status StatusCode Assertion Signature SignedInfo Reference Transforms Transform DigestValue ' +
  'Subject NameID SubjectConfirmation SubjectConfirmationData Conditions AttributeStatement Attribute ' +
  'AttributeValue ID URI Name NameFormat NotBefore NotOnOrAfter xmlns saml samlp ds e nil type';

function nameOf(source: string, from: number, end: number): string {
  return nameAt(source, octetsOf(source), from, end);
}

describe('names', () => {
  it.each(names.split(' '))('reads %s', (name) => {
    expect(nameOf(`<${name} `, 1, name.length + 1)).toBe(name);
  });

  it.each(names.split(' '))('reads what differs from %s in one letter as what it is', (name) => {
    for (let i = 0; i < name.length; i++) {
      const other = `${name.slice(0, i)}z${name.slice(i + 1)}`;
      expect(nameOf(`<${other}>`, 1, other.length + 1)).toBe(other);
    }
    expect(nameOf(`<${name}x>`, 1, name.length + 2)).toBe(`${name}x`);
    expect(nameOf(`<${name}x>`, 1, name.length)).toBe(name.slice(0, -1));
  });

  it('that messages are made of are not cut out of them', () => {
    const slice = vi.spyOn(String.prototype, 'slice');
    try {
      for (const name of names.split(' ')) nameOf(`<${name}>`, 1, name.length + 1);
      expect(slice.mock.calls.length).toBe(0);
      expect(nameOf('<unknown>', 1, 8)).toBe('unknown');
      expect(slice.mock.calls.length).toBe(1);
    } finally {
      slice.mockRestore();
    }
  });

  it('are NCNames where they have a letter first, and no colon', () => {
    for (const name of ['a', '_', 'a1', 'a-b.c', '\xc3\xa9', 'a\xc2\xb7']) expect(isNcName(name)).toBe(true);
    for (const name of ['', '1', '-a', 'a:b', ':', 'a b', '\xc2\xb7', 'a\xc3\x97'])
      expect(isNcName(name)).toBe(false);
  });

  it('reads every name of three letters as what it is, whatever it shares a place with', () => {
    const letters = 'DIRUeilns';
    for (const a of letters) {
      for (const b of letters) {
        for (const c of letters) expect(nameOf(a + b + c, 0, 3)).toBe(a + b + c);
      }
    }
  });
});

describe('end tags', () => {
  it.each([
    '<Attribute></Attributf>',
    '<Attribute></Attribut>',
    '<Attribute></Attributes>',
    '<Attribute></attribute>',
    '<ID></IE>',
    '<ID></I>',
    '<abcdefgh></abcdXfgh>',
    '<abcdefghi></abcdefghX>',
  ])('%s is another element’s', (xml) => {
    expect(verdictOn(xml)).toBe('xml_not_well_formed: end tag of another element');
  });

  it.each(['<Attribute></Attribute', '<Attribute></Attrib', '<Attribute></', '<Attribute><'])(
    '%s ends too early',
    (xml) => {
      expect(verdictOn(xml)).toMatch(/^xml_not_well_formed: (?:end tag of another element|no name)$/);
    },
  );
});

describe('documents one after another', () => {
  it('see nothing of the one before, longer or shorter', () => {
    const long = `<a>${'<b c="d">e</b>'.repeat(200)}</a>`;
    expect(read(long).elements).toHaveLength(201);
    expect(verdictOn('<a><b c="d">e</b>')).toBe('xml_not_well_formed: document ends within an element');
    expect(verdictOn('<a><b c="d')).toBe('xml_not_well_formed: attribute value does not end');
    expect(verdictOn('<a><b')).toBe('xml_not_well_formed: no white space before an attribute');
    expect(read('<a></a>').elements).toHaveLength(1);
  });

  const lengths = [65_530, 65_531, 65_532, 65_533, 65_535, 65_536, 65_537, 65_538, 65_539, 131_072];
  it.each(lengths)('may be %d bytes long, and end too early there', (length) => {
    const padded = (start: string, end: string): string =>
      start + 'x'.repeat(length - start.length - end.length) + end;
    expect(read(padded('<a>', '</a>')).root.contentEnd).toBe(length - 4);
    const early: readonly (readonly [string, string, string])[] = [
      ['<a>', '</a', 'end tag of another element'],
      ['<Attribute>', '</Attrib', 'end tag of another element'],
      ['<a>', '<b', 'no white space before an attribute'],
      ['<a>', '', 'document ends within an element'],
      ['<a b="', '', 'attribute value does not end'],
    ];
    for (const [start, end, reason] of early) {
      expect(verdictOn(padded(start, end))).toBe(`xml_not_well_formed: ${reason}`);
    }
  });
});
