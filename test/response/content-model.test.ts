import { describe, expect, it } from 'vitest';
import { type ContentModel, contentModel, violationOf } from '../../src/response/content-model.js';
import { bytesFromUtf8 } from '../../src/xml/characters.js';
import { readXml } from '../../src/xml/read-xml.js';
import { accepted } from './message.js';

const NAMESPACES = [
  'xmlns="urn:m"',
  'xmlns:o="urn:other"',
  'xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"',
  'xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"',
  'xmlns:ds="http://www.w3.org/2000/09/xmldsig#"',
  'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"',
].join(' ');

/** What is wrong with the content of a root that shall fit the model. */
function violation(model: ContentModel, content: string, attributes = ''): unknown {
  const xml = `<root ${NAMESPACES} ${attributes}>${content}</root>`;
  const refused = violationOf(accepted(readXml(bytesFromUtf8(xml))).root, contentModel(model));
  return refused === null ? null : { code: refused.error.code, ...refused.error.details };
}

const particle = (localName: string, occurs?: 'optional' | 'any' | 'some') =>
  ({ namespace: 'urn:m', localName, model: { content: 'text' }, occurs }) as const;
const AB: ContentModel = { content: [particle('a'), particle('b', 'optional')] };
const DETAILS = { parent: 'root' };

it('a model has every member its own, at every depth', () => {
  const inner = { namespace: 'urn:m', localName: 'a', model: { content: 'text' } } as const;
  expect(contentModel({ content: [inner] })).toStrictEqual({
    required: undefined,
    optional: undefined,
    anyAttribute: undefined,
    content: [
      {
        namespace: 'urn:m',
        localName: 'a',
        model: { required: undefined, optional: undefined, anyAttribute: undefined, content: 'text' },
        occurs: undefined,
        anywhere: undefined,
      },
    ],
  });
});

describe('children', () => {
  it.each([
    ['<a/><b/>', null],
    ['<a/>', null],
    ['<o:a/>', { code: 'element_unexpected', ...DETAILS, element: 'o:a' }],
    ['<a/><c/>', { code: 'element_unexpected', ...DETAILS, element: 'c' }],
    ['<b/><a/>', { code: 'element_out_of_order', ...DETAILS, element: 'a' }],
    ['<a/><a/>', { code: 'element_repeated', ...DETAILS, element: 'a' }],
    ['<a/><b/><b/>', { code: 'element_repeated', ...DETAILS, element: 'b' }],
    ['<b/>', { code: 'element_missing', ...DETAILS, element: 'a' }],
    ['<a><b/></a>', { code: 'element_has_elements', element: 'a' }],
    ['<a/>text', { code: 'text_unexpected', element: 'root' }],
  ])('%s', (content, expected) => {
    expect(violation(AB, content)).toEqual(expected);
  });
});

describe('text among elements', () => {
  it.each([
    ['&#65;', true],
    ['A&#xD;', true],
    ['A', true],
    ['&#xD;&#10; ', false],
    [' \n\t', false],
    ['', false],
  ])('%j is some: %s', (content, isText) => {
    const expected = isText ? { code: 'text_unexpected', element: 'root' } : null;
    expect(violation({ content: 'empty' }, content)).toEqual(expected);
  });
});

describe('attributes', () => {
  const MODEL: ContentModel = { required: ['Value'], optional: ['More'], content: 'empty' };

  it.each([
    ['Value="1" More="2"', null],
    ['Value="1" xsi:type="t"', null],
    ['More="2"', { code: 'attribute_missing', element: 'root', attribute: 'Value' }],
    ['Value="1" x="y"', { code: 'attribute_unexpected', element: 'root', attribute: 'x' }],
    ['Value="1" o:More="y"', { code: 'attribute_unexpected', element: 'root', attribute: 'o:More' }],
  ])('%s', (attributes, expected) => {
    expect(violation(MODEL, '', attributes)).toEqual(expected);
  });

  it('of other namespaces may be anything but of SAML and signatures', () => {
    const open: ContentModel = { ...MODEL, anyAttribute: true };
    expect(violation(open, '', 'Value="1" o:x="y"')).toBeNull();
    for (const attribute of ['saml:x', 'samlp:x', 'ds:x']) {
      expect(violation(open, '', `Value="1" ${attribute}="y"`)).toEqual({
        code: 'attribute_unexpected',
        element: 'root',
        attribute,
      });
    }
  });

  it('that must be there must be so in no namespace', () => {
    const open: ContentModel = { ...MODEL, anyAttribute: true };
    expect(violation(open, '', 'o:Value="1"')).toEqual({
      code: 'attribute_missing',
      element: 'root',
      attribute: 'Value',
    });
  });

  it('count also where the content does not, if only one of the lists is there', () => {
    const unexpected = { code: 'attribute_unexpected', element: 'root', attribute: 'x' };
    expect(violation({ content: 'any' }, '<o:a/>text', 'x="y"')).toBeNull();
    expect(violation({ content: 'any', optional: ['More'] }, '<o:a/>text', 'More="1"')).toBeNull();
    expect(violation({ content: 'any', optional: ['More'] }, '<o:a/>text', 'x="y"')).toEqual(unexpected);
    expect(violation({ content: 'any', required: ['Value'] }, '<o:a/>text')).toEqual({
      code: 'attribute_missing',
      element: 'root',
      attribute: 'Value',
    });
  });
});
