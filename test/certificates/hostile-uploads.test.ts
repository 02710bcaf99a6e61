import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseIdpCertificate, parseIdpCertificates } from '../../src/certificates/parse-idp-certificate.js';
import { certificateFixture, NOW } from './fixture.js';

/** Never throws, and both functions agree whether there is anything to accept. */
function judge(upload: string | Uint8Array): boolean {
  const one = parseIdpCertificate(upload, { now: NOW });
  const all = parseIdpCertificates(upload, { now: NOW });
  for (const result of [one, all]) {
    if (!result.ok) expect(result.error.code).toMatch(/^certificate_/);
  }
  if (all.ok) expect(one.ok).toBe(true);
  return one.ok;
}

const bases = [
  'contoso-raw.cer',
  'authority.cer',
  'ec.cer',
  'store.pfx',
  'bundle-raw.p7b',
  'request-raw.csr',
];
const files = [...bases, 'key-pkcs8.der', 'metadata-bom.xml', 'long-subject.cer'].map(certificateFixture);
const change = fc.record({
  at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  remove: fc.integer({ min: 0, max: 8 }),
  insert: fc.uint8Array({ maxLength: 8 }),
});

function mutate(
  bytes: Buffer,
  changes: readonly { at: number; remove: number; insert: Uint8Array }[],
): Buffer {
  return changes.reduce((current, { at, remove, insert }) => {
    const position = Math.floor(at * current.length);
    return Buffer.concat([current.subarray(0, position), insert, current.subarray(position + remove)]);
  }, bytes);
}

describe('whatever is uploaded', () => {
  it('never throws on any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => void judge(bytes)),
      { numRuns: 500 },
    );
  });

  it('never throws on any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => void judge(text)),
      {
        numRuns: 500,
      },
    );
  });

  it('never throws on changed certificates and containers', () => {
    const mutated = fc
      .tuple(fc.constantFrom(...files), fc.array(change, { minLength: 1, maxLength: 4 }))
      .map(([bytes, changes]) => mutate(bytes, changes));
    fc.assert(
      fc.property(mutated, (bytes) => void judge(bytes)),
      { numRuns: 1500 },
    );
  });

  it('never throws on nested structures with any tags and lengths', () => {
    const header = fc.tuple(
      fc.constantFrom(0x30, 0x31, 0xa0, 0x02, 0x03, 0x04, 0x06, 0x24),
      fc.constantFrom(
        [0x80],
        [0x84, 255, 255, 255, 255],
        [0x82, 1, 0],
        [0x88, 0, 0, 0, 0, 0, 0, 0, 9],
        [3],
        [],
      ),
    );
    const nested = fc.array(header, { maxLength: 300 }).map((headers) => Buffer.from(headers.flat(2)));
    fc.assert(
      fc.property(nested, (bytes) => {
        judge(bytes);
        judge(Buffer.concat([Buffer.from([0x30, 0x83, 0, bytes.length >> 8, bytes.length & 255]), bytes]));
      }),
      { numRuns: 500 },
    );
  });

  it('never throws on scattered PEM markers', () => {
    const part = fc.constantFrom(
      '-----BEGIN ',
      '-----END ',
      'CERTIFICATE',
      'PRIVATE KEY',
      'PUBLIC KEY',
      '-----',
      '-',
      '\n',
      'MIIB',
      '=',
      ' ',
      '<EntityDescriptor',
      '<X509Certificate>',
      '</',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 60 }), (parts) => void judge(parts.join(''))),
      {
        numRuns: 500,
      },
    );
  });

  it('never accepts a certificate that is cut off', () => {
    const raw = certificateFixture('contoso-raw.cer');
    const length = fc.integer({ min: 0, max: raw.length - 1 });
    fc.assert(
      fc.property(length, (end) => !judge(raw.subarray(0, end))),
      { numRuns: 300 },
    );
  });

  it('returns for text the certificate itself, whatever stands around its block', () => {
    const pem = certificateFixture('contoso.cer').toString();
    const around = fc.stringMatching(/^[a-zA-Z0-9 \n:=]{0,200}$/);
    fc.assert(
      fc.property(around, around, (before, after) => {
        const result = parseIdpCertificate(`x${before}\n${pem}${after}`, { now: NOW });
        expect(result.ok && result.value.pem).toBe(pem);
      }),
    );
  });
});

describe('markers in great numbers', () => {
  it.each([
    ['BEGIN without a label', '-----BEGIN ', 'certificate_not_recognised'],
    ['BEGIN lines', '-----BEGIN CERTIFICATE-----', 'certificate_too_many'],
    ['dashes', '-----', 'certificate_not_recognised'],
    ['BEGIN lines of a private key', '-----BEGIN PRIVATE KEY-----', 'certificate_is_private_key'],
    ['elements', '<EntityDescriptor><X509Certificate>', 'certificate_is_federation_metadata'],
    ['element names', '<EntityDescriptor>X509Certificate', 'certificate_is_federation_metadata'],
    ['base64', 'MIIB', 'certificate_trailing_bytes'],
    ['blanks', ' \n', 'certificate_empty'],
  ])('gives one plain code: %s', (_, part, code) => {
    const result = parseIdpCertificate(part.repeat(Math.floor(262144 / part.length)), { now: NOW });
    expect(!result.ok && result.error.code).toBe(code);
  });
});
