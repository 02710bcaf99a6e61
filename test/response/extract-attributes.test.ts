import { describe, expect, it } from 'vitest';
import { accepted, signedWith, validate } from './message.js';

const XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';

describe('attributes', () => {
  const attributesOf = (xml: string) => accepted(validate(xml)).assertion.attributes;
  const values = (content: string, attributes = '') =>
    attributesOf(
      signedWith(
        '</AttributeStatement>',
        `<Attribute Name="x"><AttributeValue ${attributes}>${content}</AttributeValue></Attribute></AttributeStatement>`,
      ),
    ).get('x');

  it('are merged by Name over elements and statements', () => {
    const more = (value: string): string =>
      `<Attribute Name="groups"><AttributeValue>${value}</AttributeValue></Attribute>`;
    const xml = signedWith(
      '<AttributeStatement>',
      `<AttributeStatement>${more('1')}${more('2')}</AttributeStatement><AttributeStatement>${more('3')}`,
    );
    expect(attributesOf(xml).get('groups')).toEqual(['1', '2', '3'].map((text) => ({ kind: 'text', text })));
  });

  it('may have any name', () => {
    for (const name of ['__proto__', 'constructor', 'toString', '', 'x'.repeat(10_000)]) {
      const xml = signedWith(
        '</AttributeStatement>',
        `<Attribute Name="${name}"><AttributeValue>1</AttributeValue></Attribute></AttributeStatement>`,
      );
      expect(attributesOf(xml).get(name)).toEqual([{ kind: 'text', text: '1' }]);
    }
  });

  it('may have no value', () => {
    const xml = signedWith('</AttributeStatement>', '<Attribute Name="x"/></AttributeStatement>');
    expect(attributesOf(xml).get('x')).toEqual([]);
  });

  it('are text, nil or structured', () => {
    expect(values('a &amp; b&#xD;')).toEqual([{ kind: 'text', text: 'a & b\r' }]);
    expect(values('')).toEqual([{ kind: 'text', text: '' }]);
    expect(values('', `${XSI} xsi:nil="true"`)).toEqual([{ kind: 'nil' }]);
    expect(values('', `${XSI} xsi:nil="1"`)).toEqual([{ kind: 'nil' }]);
    expect(values('x', `${XSI} xsi:nil="false"`)).toEqual([{ kind: 'text', text: 'x' }]);
    expect(values('x', 'xmlns:other="urn:x" other:nil="true"')).toEqual([{ kind: 'text', text: 'x' }]);
    expect(values('x', 'nil="true"')).toEqual([{ kind: 'text', text: 'x' }]);
    expect(values('x', `${XSI} xsi:type="true"`)).toEqual([{ kind: 'text', text: 'x' }]);
    for (const nil of ['untrue', 'true1', '11', 'TRUE']) {
      expect(values('x', `${XSI} xsi:nil="${nil}"`)).toEqual([{ kind: 'text', text: 'x' }]);
    }
    expect(values('mal<x/>lory')).toEqual([{ kind: 'structured' }]);
    expect(values('<NameID>alice@victim.test</NameID>')).toEqual([{ kind: 'structured' }]);
  });
});
