import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { renderErrorsDoc } from '../scripts/errors-doc.js';
import { errorCatalogue, SsoError } from '../src/errors/index.js';
import * as publicMessages from '../src/errors/public-messages.js';

const rows = [...errorCatalogue];
const page = readFileSync(new URL('../docs/errors.md', import.meta.url), 'utf8');

/** Sentences beside the field where the person enters an address; they say nothing about anybody. */
const SIGN_IN_FORM = [
  'Enter your work email address, such as name@example.com.',
  'Single sign-on is not available for this email address.',
];

describe('the error catalogue', () => {
  it('is what docs/errors.md says: run npm run docs', () => {
    expect(page).toBe(renderErrorsDoc(errorCatalogue));
  });

  it('has one row in docs/errors.md for each code', () => {
    const anchors = [...page.matchAll(/^\| <a id="([^"]+)"><\/a>/gmu)].map(([, code]) => code);
    expect(anchors.toSorted()).toEqual([...errorCatalogue.keys()].toSorted());
  });

  it('names codes in snake case', () => {
    expect(
      rows.map(([code]) => code).filter((code) => !/^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/u.test(code)),
    ).toEqual([]);
  });

  it('gives each code a meaning of its own', () => {
    const meanings = rows.map(([, row]) => row.meaning);
    const shared = rows.filter(([, row], index) => meanings.indexOf(row.meaning) !== index);
    expect(shared.map(([code]) => code)).toEqual([]);
  });

  it('has a meaning and a remedy that are whole sentences', () => {
    const unfinished = rows.filter(
      ([, row]) =>
        ![row.meaning, row.remedy].every((text) => /^(?:[\p{Lu}\p{N}…“]|docs\/).*[.!?]$/su.test(text)),
    );
    expect(unfinished.map(([code]) => code)).toEqual([]);
  });

  it('shows the person one of a few fixed sentences and never a detail', () => {
    const sentences = new Set<string>([...Object.values(publicMessages), ...SIGN_IN_FORM]);
    expect(rows.filter(([, row]) => !sentences.has(row.publicMessage)).map(([code]) => code)).toEqual([]);
    for (const sentence of sentences) expect(sentence).not.toMatch(/details|\$\{|%s|undefined/u);
  });

  it('cannot be changed by who reads it', () => {
    expect(rows.filter(([, row]) => !Object.isFrozen(row)).map(([code]) => code)).toEqual([]);
  });

  it('knows no code that is a name of Object.prototype', () => {
    expect(() => new SsoError('constructor' as never, {} as never)).toThrow(TypeError);
  });
});
