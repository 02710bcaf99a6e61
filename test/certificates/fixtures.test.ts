import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseIdpCertificate } from '../../src/certificates/parse-idp-certificate.js';
import { certificateFixture, NOW } from './fixture.js';

const index = JSON.parse(certificateFixture('index.json').toString()) as readonly {
  readonly file: string;
  readonly expected: string;
}[];

/** `ok` with the codes of the warnings, or the code of the refusal. */
function verdict(upload: string | Uint8Array): string {
  const result = parseIdpCertificate(upload, { now: NOW });
  if (!result.ok) return result.error.code;
  return ['ok', ...result.value.warnings.map((warning) => warning.code)].join(' ');
}

describe('the certificate fixtures', () => {
  it.each(index)('$file gives $expected', ({ file, expected }) => {
    expect(verdict(certificateFixture(file))).toBe(expected);
  });

  it('give the same when text is passed as a string', () => {
    for (const { file, expected } of index) {
      const bytes = certificateFixture(file);
      if (bytes.includes(0) || !Buffer.from(bytes.toString()).equals(bytes)) continue;
      expect(`${file} ${verdict(bytes.toString())}`).toBe(`${file} ${expected}`);
    }
  });

  it('are byte by byte what the generator writes', () => {
    const generator = fileURLToPath(new URL('../../fixtures/certificates/generate.mjs', import.meta.url));
    expect(execFileSync(process.execPath, [generator, '--check'], { encoding: 'utf8' })).toBe('');
  });
});
