import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
// biome-ignore lint/correctness/useImportExtensions: the generator is plain JavaScript that Node runs as it is
import { judgedByNodeSaml } from '../../fixtures/generate/judge.mjs';
import { type ErrorCode, errorCatalogue } from '../../src/errors/index.js';
import { type Fixture, fixturePath, index, postedField } from './corpus.js';

const { fixtures } = index;
const benign = fixtures.filter(({ family }) => family === undefined);

/** Numbers of the catalogue of attacks whose subject is a message. The fuller names add a variant to a number. */
const NUMBERS: Readonly<Record<string, readonly number[]>> = {
  sig: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23],
  xsw: [
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29,
    30,
  ],
  txt: [1, 2, 3, 4, 5, 6, 8, 9, 11, 12, 13, 14],
  c14: [1, 2, 3, 4, 5, 6, 7, 8, 9],
  dtd: [1, 2, 3, 4, 5, 6, 7, 8, 10, 11],
  trf: [1, 2, 3, 4, 5, 6, 7, 8],
  alg: [1, 2, 3, 4, 5, 6, 7],
  enc: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16],
  pol: [
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29,
    30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 45, 47, 49,
  ],
  ten: [1, 2, 3, 4, 5, 9],
  eml: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 17],
  web: [5],
};

describe('the fixtures', () => {
  it('are byte by byte what the generator writes', () => {
    const generator = fileURLToPath(new URL('../../fixtures/generate.mjs', import.meta.url));
    expect(execFileSync(process.execPath, [generator, '--check'], { encoding: 'utf8' })).toBe('');
  });

  it('have names of their own', () => {
    expect(new Set(fixtures.map(({ id }) => id)).size).toBe(fixtures.length);
  });

  it('hold at least a hundred benign shapes', () => {
    expect(benign.length).toBeGreaterThanOrEqual(100);
    expect(benign.every(({ expected }) => expected === 'ok')).toBe(true);
  });

  it('expect codes that the catalogue knows', () => {
    for (const { expected } of fixtures)
      if (expected !== 'ok')
        expect([expected, errorCatalogue.has(expected as ErrorCode)]).toEqual([expected, true]);
  });

  it.each(Object.entries(NUMBERS))('represent every number of the family %s', (family, numbers) => {
    const ids = fixtures.map(({ id }) => id);
    const missing = numbers.filter((number) => {
      return !ids.some(
        (id) => id.startsWith(`${family}-`) && Number.parseInt(id.slice(family.length + 1), 10) === number,
      );
    });
    expect(missing).toEqual([]);
  });
});

describe('node-saml', () => {
  it.each(fixtures.map((fixture) => [fixture.id, fixture] as const))(
    'says of %s what is recorded',
    async (_, row) => {
      expect(await judgedByNodeSaml(row, postedField(row))).toBe(row.nodeSaml);
    },
  );
});

const hasXmlsec = spawnSync('xmlsec1', ['--version']).status === 0;

/** Whether libxml2 and libxmlsec verify a Signature that is a child of the element. */
function verifiedByXmlsec(path: string, parent: string, certificate: string): boolean {
  const saml = 'urn:oasis:names:tc:SAML:2.0';
  const { status } = spawnSync('xmlsec1', [
    ...['--verify', '--enabled-reference-uris', 'same-doc'],
    ...['--id-attr:ID', `${saml}:assertion:Assertion`, '--id-attr:ID', `${saml}:protocol:Response`],
    ...['--node-xpath', `//*[local-name()='${parent}']/*[local-name()='Signature']`],
    ...['--pubkey-cert-pem', fixturePath(`certificates/${certificate}`), path],
  ]);
  return status === 0;
}

/** Elements whose Signature is not encrypted; what xmlsec1 itself encrypts is read in the tests of decryption. */
function visiblySigned({ signing, decryption }: Fixture): string[] {
  const response = signing === 'assertion' ? [] : ['Response'];
  const assertion = signing === 'response' || decryption !== undefined ? [] : ['Assertion'];
  return [...response, ...assertion];
}

describe('xmlsec1', () => {
  // Fixtures of two keys or with base64 in place of XML are left to the other judges.
  const judged = benign.filter(
    ({ file, certificates }) => file.endsWith('.xml') && certificates === undefined,
  );

  it.runIf(hasXmlsec)(
    'verifies the benign messages too, so that no canonicaliser is its own judge',
    () => {
      const refused = judged.filter((fixture) => {
        const path = fixturePath(fixture.file);
        return !visiblySigned(fixture).every((parent) => verifiedByXmlsec(path, parent, 'contoso.cer'));
      });
      expect(refused.map(({ id }) => id)).toEqual([]);
    },
    120_000,
  );
});
