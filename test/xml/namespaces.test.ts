import { describe, expect, it } from 'vitest';
import { read, rootOf, verdictOn } from './reading.js';

const XML = 'http://www.w3.org/XML/1998/namespace';
const XMLNS = 'http://www.w3.org/2000/xmlns/';

describe('resolution', () => {
  it('the nearest declaration counts, and ends with its element', () => {
    const { elements } = read(
      '<p:a xmlns:p="u:1"><p:b xmlns:p="u:2"><p:c/></p:b><p:d/><e xmlns="u:3"><f xmlns=""/><g/></e><h/></p:a>',
    );
    expect(elements.map(({ localName, namespace }) => `${localName} ${namespace}`)).toEqual([
      'a u:1',
      'b u:2',
      'c u:2',
      'd u:1',
      'e u:3',
      'f ',
      'g u:3',
      'h ',
    ]);
  });

  it('an attribute without prefix is in no namespace', () => {
    const [plain, prefixed] = rootOf('<a xmlns="u:1" xmlns:p="u:1" b="" p:c=""/>').attributes;
    expect([plain?.namespace, prefixed?.namespace]).toEqual(['', 'u:1']);
  });

  it('an attribute named xmlns with a prefix declares nothing', () => {
    const root = rootOf('<a xmlns:p="u:1" p:xmlns="u:2"><b/></a>');
    expect(root.attributes.map(({ qname, namespace }) => [qname, namespace])).toEqual([['p:xmlns', 'u:1']]);
    expect(root.declarations).toEqual([{ prefix: 'p', uri: 'u:1' }]);
    expect([root.namespace, root.children[0]?.namespace]).toEqual(['', '']);
  });

  it('a declaration counts for the whole tag that carries it, wherever it stands there', () => {
    expect(rootOf('<p:a p:b="" xmlns:p="u:1"/>').attributes[0]?.namespace).toBe('u:1');
  });

  it('references in a namespace name are expanded before it is compared', () => {
    expect(rootOf('<a xmlns="u&#58;1&amp;2"/>').namespace).toBe('u:1&2');
  });

  it('xml is bound without declaration, and may be declared as what it is', () => {
    expect(rootOf('<a xml:lang="en"/>').attributes[0]?.namespace).toBe(XML);
    expect(rootOf(`<a xmlns:xml="${XML}" xml:lang="en"/>`).attributes[0]?.namespace).toBe(XML);
    expect(rootOf('<xml:a/>').namespace).toBe(XML);
  });
});

describe('refusals', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['prefix is not declared', '<p:a/>'],
    ['prefix is not declared', '<a p:b=""/>'],
    ['prefix is not declared', '<a><b xmlns:p="u:1"/><p:c/></a>'],
    ['prefix is not declared', '<a xmlns:P="u:1"><p:b/></a>'],
    ['prefix is not declared', '<ds:Signature/>'],
    ['prefix is not declared', '<a __proto__:b=""/>'],
    ['prefix is not declared', '<constructor:a/>'],
    ['xmlns is reserved', '<a xmlns:xmlns="u:1"/>'],
    ['xmlns is reserved', `<a xmlns:xmlns="${XMLNS}"/>`],
    ['xmlns is reserved', `<a xmlns:p="${XMLNS}"/>`],
    ['xmlns is reserved', `<a xmlns="${XMLNS}"/>`],
    ['xmlns is reserved', `<a xmlns:p="http://www.w3.org/2000/xmlns&#x2f;"/>`],
    ['xmlns is reserved', '<xmlns:a/>'],
    ['xml is reserved', '<a xmlns:xml="u:1"/>'],
    ['xml is reserved', '<a xmlns:xml=""/>'],
    ['xml is reserved', `<a xmlns="${XML}"/>`],
    ['xml is reserved', `<a xmlns:p="${XML}"/>`],
    ['prefix is bound to nothing', '<a xmlns:p=""/>'],
    ['prefix is bound to nothing', '<a xmlns:p="u:1"><b xmlns:p=""/></a>'],
    ['namespace name is not absolute', '<a xmlns:ex="1"/>'],
    ['namespace name is not absolute', '<a xmlns="ns"/>'],
    ['namespace name is not absolute', '<a xmlns=" urn:x"/>'],
    ['namespace name is not absolute', '<a xmlns:p="//host/path"/>'],
    ['namespace name is not absolute', '<a xmlns:p="/path"/>'],
    ['namespace name is not absolute', '<a xmlns:p="#f"/>'],
    ['namespace name is not absolute', '<a xmlns:p="1:x"/>'],
    ['namespace name is not absolute', '<a xmlns:p="é:x"/>'],
    ['namespace name contains white space', '<a xmlns:p="urn:x "/>'],
    ['namespace name contains white space', '<a xmlns:p="urn:\n:x"/>'],
    ['namespace name contains white space', '<a xmlns:p="urn:&#9;x"/>'],
  ];
  it.each(cases)('%s: %s', (reason, xml) => {
    expect(verdictOn(xml)).toBe(`xml_namespace_invalid: ${reason}`);
  });

  it('a prefix is declared once in a tag', () => {
    expect(verdictOn('<a xmlns:p="u:1" xmlns:p="u:1"/>')).toBe(
      'xml_not_well_formed: namespace prefix declared twice',
    );
    expect(verdictOn('<a xmlns="u:1" xmlns=""/>')).toBe(
      'xml_not_well_formed: namespace prefix declared twice',
    );
  });
});
