import { describe, expect, it, vi } from 'vitest';
import { XML_LIMITS } from '../../src/xml/limits.js';
import { readXml } from '../../src/xml/read-xml.js';
import { verdictOn } from './reading.js';

const TWICE = 'xml_not_well_formed: attribute given twice';
const numbered = (count: number): string[] => Array.from({ length: count }, (_, n) => ` b${n}=""`);

describe('an element with many attributes', () => {
  it.each([2, 8, 9, 10, XML_LIMITS.attributes])('%i of them, and one that returns, wherever', (count) => {
    const names = numbered(count - 1);
    expect(verdictOn(`<a${names.join('')} c=""/>`)).toBe('ok');
    for (const at of [0, count - 2]) expect(verdictOn(`<a${names.join('')}${names[at]}/>`)).toBe(TWICE);
  });

  it.each([0, 20])('one of the same namespace by another prefix, beside %i others', (others) => {
    const tag = (p: string, q: string): string =>
      `<a xmlns:p="${p}" xmlns:q="${q}"${numbered(others).join('')} c="" p:c="" q:c=""/>`;
    expect(verdictOn(tag('u:1', 'u:2'))).toBe('ok');
    expect(verdictOn(tag('u:1', 'u:1'))).toBe(TWICE);
  });

  it('looks for each name once', () => {
    const has = vi.spyOn(Set.prototype, 'has');
    try {
      expect(readXml(`<a${numbered(40).join('')}/>`).ok).toBe(true);
      expect(has.mock.calls.length).toBe(39);
    } finally {
      has.mockRestore();
    }
  });
});
