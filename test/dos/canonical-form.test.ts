import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redactResponse } from '../../src/response/redact-response.js';
import { canonicalize } from '../../src/xml/canonicalize.js';
import { XML_LIMITS } from '../../src/xml/limits.js';
import { decrypted, mintEncrypted, refusalOf } from '../response/encrypted.js';
import { codeOf, mint, posted, replaced, validate } from '../response/message.js';
import { rootOf } from '../xml/reading.js';

// Exclusive canonicalisation declares a namespace wherever it is used: with long names a small document becomes a huge one.

const PREFIXES = 'abcdefghijklmnopqrst'.split('');

/** An element that uses each of so many prefixes, and their declarations, with names of so many bytes. */
function hostile(count: number, length: number): { readonly declarations: string; readonly element: string } {
  const used = PREFIXES.slice(0, count);
  const declarations = used.map((p) => ` xmlns:${p}="urn:${p}:${'n'.repeat(length)}"`).join('');
  return { declarations, element: `<a:a${used.map((p) => ` ${p}:a=""`).join('')}/>` };
}

/** A genuine message, whose SignedInfo stays as it was, filled up with such elements. */
function filled(xml: string, count: number, length: number, elements: number): string {
  const { declarations, element } = hostile(count, length);
  return replaced(
    replaced(xml, '<Assertion ', `<Assertion${declarations} `),
    '</AttributeValue>',
    `${element.repeat(elements)}</AttributeValue>`,
  );
}

const EXCEEDED = {
  code: 'xml_limit_exceeded',
  details: {
    limit: 'canonicalBytes',
    maximum: XML_LIMITS.canonicalBytes,
    offset: expect.any(Number) as number,
  },
};

describe('a canonical form that is longer than a document may be', () => {
  const used = filled(mint(), 20, 1_000, 450);

  it('is not written to its end, and the digest is never computed', () => {
    const refused = refusalOf(validate(used));
    expect(refused).toEqual(EXCEEDED);
    // Twenty names of a thousand bytes at each element: fifty of them and a little are written, of 450.
    const { offset } = refused.details as { readonly offset: number };
    const written = offset - used.indexOf('<a:a ');
    expect(written).toBeLessThan(60 * hostile(20, 1_000).element.length);
  });

  it('is refused behind the one code of what is decrypted', () => {
    const editPlaintext = (xml: string): string => filled(xml, 20, 1_000, 450);
    expect(refusalOf(decrypted(mintEncrypted({ editPlaintext })))).toEqual({
      code: 'decrypted_assertion_unverified',
      details: EXCEEDED,
    });
  });

  it('is refused whatever it is made of, and nothing is thrown', () => {
    const shape = [
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 0, max: 1_000 }),
      fc.integer({ min: 1, max: 450 }),
    ] as const;
    fc.assert(
      fc.property(...shape, fc.boolean(), (count, length, elements, isEncrypted) => {
        const editPlaintext = (xml: string): string => filled(xml, count, length, elements);
        const result = isEncrypted
          ? decrypted(mintEncrypted({ editPlaintext }))
          : validate(filled(mint(), count, length, elements));
        const { code, details } = refusalOf(result);
        const told = code === 'decrypted_assertion_unverified' ? (details as { code: string }).code : code;
        expect(['digest_mismatch', 'xml_limit_exceeded']).toContain(told);
      }),
      { numRuns: 30 },
    );
    expect(redactResponse(posted(used))).toContain('<Assertion');
  });

  it('is that of one apex: what is longer as a whole may be short in its parts', () => {
    const { declarations, element } = hostile(20, 1_000);
    const root = rootOf(`<r${declarations}>${element.repeat(100)}</r>`);
    const canonical = (apex: typeof root): string =>
      codeOf(canonicalize(apex, { omit: null, inclusivePrefixes: [] }));
    expect([canonical(root), ...new Set(root.children.map(canonical))]).toEqual(['xml_limit_exceeded', 'ok']);
  });

  it('is far from what identity providers send', () => {
    const groups = Array.from({ length: 1_000 }, (_, at) => `00000000-0000-4000-8000-${at}`);
    const { document } = rootOf(mint({ attributes: { groups } }));
    const canonical = canonicalize(document.root, { omit: null, inclusivePrefixes: [] });
    expect(canonical.ok && canonical.value.length / document.source.length).toBeLessThan(1.1);
  });
});
