import { describe, expect, it, vi } from 'vitest';
import { readForm } from '../../src/http/read-form.js';
import { parseFederationMetadata } from '../../src/metadata/federation-metadata.js';
import { applyPatch, createResourceTypes } from '../../src/scim/engine/index.js';
import {
  base64Of,
  ENDPOINTS,
  entity,
  key,
  keyOf,
  parsed,
  refused,
  role,
} from '../metadata/federation-documents.js';
import { PATCH_OP } from '../scim/http/world.js';

// What hostile bodies make us do is counted here; how long it takes is measured by npm run bench:dos.

/** A form whose body comes in pieces of so many bytes, and how many of them were taken. */
function form(bytes: number, piece: number): { readonly request: Request; readonly taken: () => number } {
  let taken = 0;
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        taken += 1;
        controller.enqueue(new Uint8Array(piece).fill(0x61));
        if (taken * piece >= bytes) controller.close();
      },
    },
    { highWaterMark: 0 },
  );
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const init = { method: 'POST', headers, body, duplex: 'half' };
  return { request: new Request('https://app.example.com/', init as RequestInit), taken: () => taken };
}

describe('a body in small pieces', () => {
  it('is taken as long as they are few', async () => {
    const { request } = form(1_000, 1);
    expect((await readForm(request, 400_000)).ok).toBe(true);
  });

  it('is refused when there are a thousand of them that hold next to nothing', async () => {
    const { request, taken } = form(400_000, 1);
    const read = await readForm(request, 400_000);
    expect(read.ok ? null : [read.error.code, read.error.details]).toEqual([
      'body_not_readable',
      { reason: 'it comes in too small pieces' },
    ]);
    expect(taken()).toBe(1_025);
  });

  it('is taken whole where they are as small as a network makes them', async () => {
    const { request } = form(390_000, 128);
    expect((await readForm(request, 400_000)).ok).toBe(true);
  });
});

describe('metadata with very many certificates', () => {
  const unusable = (at: number) =>
    keyOf('signing', `<X509Certificate>${Buffer.of(0x30, 2, 0, at).toString('base64')}</X509Certificate>`);
  const many = (count: number, make: (at: number) => string) =>
    Array.from({ length: count }, (_, at) => make(at)).join('');

  it('are read up to a number that no identity provider has', () => {
    const some = parsed(entity(role(key('signing', 'contoso.cer') + many(39, unusable) + ENDPOINTS)));
    expect([some.certificates.length, some.warnings.length]).toEqual([1, 39]);
    expect(refused(entity(role(key('signing', 'contoso.cer') + many(40, unusable) + ENDPOINTS)))).toEqual({
      code: 'metadata_too_many_certificates',
      details: { count: 41, limit: 40 },
    });
  });

  it('and those of chains count', () => {
    const chain = `<X509Certificate>${base64Of('contoso.cer')}</X509Certificate>`.repeat(41);
    expect(refused(entity(role(keyOf('signing', chain) + ENDPOINTS)))).toMatchObject({
      code: 'metadata_too_many_certificates',
    });
  });

  it('but one that is repeated is read once', () => {
    const repeated = many(1_000, () => unusable(1)) + many(200, () => key('signing', 'contoso.cer'));
    const { certificates, warnings } = parsed(entity(role(repeated + ENDPOINTS)));
    expect([certificates.length, warnings.length]).toEqual([1, 1]);
  });
});

it('a list of protocols as long as the document is not taken apart', () => {
  const split = vi.spyOn(String.prototype, 'split');
  const [list, long] = ['urn:oasis:names:tc:SAML:2.0:protocol', 'p '.repeat(100_000)];
  const document = entity(role(key('signing', 'contoso.cer') + ENDPOINTS)).replaceAll(
    `"${list}"`,
    `"${long}${list}"`,
  );
  try {
    expect(parseFederationMetadata(document).ok).toBe(true);
    expect(split.mock.contexts.map(String).filter((text) => text.startsWith(long))).toEqual([]);
  } finally {
    split.mockRestore();
  }
});

it('values to remove are held against each other in proportion to both lists', () => {
  const { user } = createResourceTypes();
  const numbers = (count: number, prefix: string) =>
    Array.from({ length: count }, (_, at) => ({ type: 'work', value: `${prefix}${at}` }));
  const remove = (count: number): number => {
    const fold = vi.spyOn(String.prototype, 'toLowerCase');
    try {
      const resource = { userName: 'adele', phoneNumbers: numbers(count, 'a') };
      const Operations = [{ op: 'remove', path: 'phoneNumbers', value: numbers(count, 'b') }];
      expect(applyPatch(user, resource, { schemas: [PATCH_OP], Operations }).ok).toBe(true);
      return fold.mock.calls.length;
    } finally {
      fold.mockRestore();
    }
  };
  expect(remove(400)).toBeLessThan(remove(200) * 2.2);
});
