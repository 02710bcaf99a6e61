import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differenceToXmldom } from '../../src/response/second-reader-xmldom.js';
import { bytesFromUtf8 } from '../../src/xml/characters.js';
import { readCanonicalXml, readXml } from '../../src/xml/read-xml.js';
import { textOf } from '../../src/xml/text.js';
import type { XmlDocument } from '../../src/xml/xml-element.js';
import { xmlDocument } from './documents.js';
import { canonicalBytes } from './reading.js';

const SEED = { seed: 7, numRuns: 2_000 };

/** Canonical form of a document that is well-formed; others are no case. */
function canonicalOf(source: string): string {
  const read = readXml(source);
  fc.pre(read.ok);
  return canonicalBytes(read.value.root);
}

function canonicalDocument(source: string): XmlDocument {
  const read = readCanonicalXml(source);
  if (!read.ok) throw read.error;
  return read.value;
}

/** A document with pieces of it cut out, doubled, exchanged, or replaced by what means something in XML. */
const mutated: fc.Arbitrary<string> = fc
  .tuple(
    xmlDocument('all'),
    fc.array(
      fc.record({
        at: fc.nat(),
        length: fc.nat({ max: 8 }),
        replacement: fc.constantFrom(
          '',
          '<',
          '>',
          '/',
          '&',
          ';',
          '"',
          "'",
          '=',
          ':',
          ' ',
          '\0',
          '\xff',
          '<!--',
          ']]>',
          '<?',
          'xmlns',
          '</',
          '/>',
          '<a>',
          '&#0;',
          '\xef\xbb\xbf',
        ),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  )
  .map(([xml, edits]) => {
    let source = bytesFromUtf8(xml);
    for (const { at, length, replacement } of edits) {
      const start = at % (source.length + 1);
      source = source.slice(0, start) + replacement + source.slice(start + length);
    }
    return source;
  });

describe('laws of the reader', () => {
  it('no bytes make it throw', () => {
    const bytes = fc.uint8Array({ maxLength: 200 }).map((octets) => Buffer.from(octets).toString('latin1'));
    fc.assert(
      fc.property(bytes, (source) => {
        expect(readXml(source).ok).toBe(false);
      }),
      SEED,
    );
  });

  it('no mutation of a document makes it throw, and every refusal is one of its own', () => {
    fc.assert(
      fc.property(mutated, (source) => {
        const read = readXml(source);
        if (!read.ok) expect(read.error.code).toMatch(/^xml_/);
      }),
      { ...SEED, numRuns: 5_000 },
    );
  });

  it('generated documents are read', () => {
    const read = fc.sample(xmlDocument('all'), SEED).map((xml) => readXml(bytesFromUtf8(xml)));
    const codes = new Set(read.map((result) => (result.ok ? 'ok' : result.error.details)));
    expect([...codes].filter((code) => code !== 'ok').every((details) => 'reason' in Object(details))).toBe(
      true,
    );
    expect(read.filter(({ ok }) => ok).length).toBeGreaterThan(1_500);
  });
});

describe('laws of the canonical form', () => {
  it('is a fixed point', () => {
    fc.assert(
      fc.property(xmlDocument('all'), (xml) => {
        const once = canonicalOf(bytesFromUtf8(xml));
        expect(canonicalBytes(canonicalDocument(once).root)).toBe(once);
      }),
      SEED,
    );
  });

  it('is a fixed point for mutated documents that are still well-formed', () => {
    let seen = 0;
    fc.assert(
      fc.property(mutated, (source) => {
        const read = readXml(source);
        if (!read.ok) return;
        seen++;
        const once = canonicalBytes(read.value.root);
        expect(canonicalBytes(canonicalDocument(once).root)).toBe(once);
      }),
      { ...SEED, numRuns: 5_000 },
    );
    expect(seen).toBeGreaterThan(100);
  });

  it('reads as the document did: names, namespaces, attributes and texts', () => {
    fc.assert(
      fc.property(xmlDocument('all'), (xml) => {
        const source = bytesFromUtf8(xml);
        const again = canonicalDocument(canonicalOf(source));
        const first = readXml(source);
        if (first.ok) expect(outlineOf(again)).toEqual(outlineOf(first.value));
      }),
      SEED,
    );
  });

  it('is read by xmldom as it is by the strict reader', () => {
    fc.assert(
      fc.property(xmlDocument('all'), (xml) => {
        expect(differenceToXmldom(canonicalDocument(canonicalOf(bytesFromUtf8(xml))))).toBeNull();
      }),
      SEED,
    );
  });
});

function outlineOf({ elements }: XmlDocument): unknown {
  return elements.map((element) => [
    element.namespace,
    element.localName,
    element.children.length,
    textOf(element),
    element.attributes.map(({ namespace, localName }) => `${namespace} ${localName}`).sort(),
  ]);
}
