import { describe, expect, it } from 'vitest';
import { type ErrorCode, errorCatalogue, type Result } from '../../src/errors/index.js';
import { readClaims } from '../../src/response/claims.js';
import { decodeResponse } from '../../src/response/decode.js';
import {
  CHECK_MESSAGES,
  CLAIMS_MESSAGES,
  EXTRACT_MESSAGES,
  type Recipe,
  STRUCTURE_MESSAGES,
  VERIFY_MESSAGES,
} from './every-message.js';
import { codeOf, posted, validate } from './message.js';
import { confirmationCodes } from './safety-nets.js';

/** The stages of the walk of a Response; other stages have tests of their own. */
const STAGES = ['decode', 'structure', 'verify', 'second-reader', 'extract', 'check', 'claims'];

/** Codes about the form, which the assertion consumer service refuses before there is a message. */
const OF_THE_FORM: readonly ErrorCode[] = ['response_missing', 'response_repeated'];

const FIELDS: Partial<Record<ErrorCode, string>> = {
  response_empty: '',
  response_too_large: 'A'.repeat(262_145),
  response_not_base64: '!',
  response_not_utf8: Buffer.from([0x3c, 0xff]).toString('base64'),
  response_utf16: Buffer.from('<a/>', 'utf16le').toString('base64'),
  response_nul: posted('<a>\0</a>'),
};

const recipes: Partial<Record<ErrorCode, Recipe>> = {
  ...STRUCTURE_MESSAGES,
  ...VERIFY_MESSAGES,
  ...EXTRACT_MESSAGES,
  ...CHECK_MESSAGES,
};

describe('every code of the walk', () => {
  it('has a message that leads to it', () => {
    const tables = [FIELDS, recipes, CLAIMS_MESSAGES, confirmationCodes];
    const known = new Set<string>([...tables.flatMap((table) => Object.keys(table)), ...OF_THE_FORM]);
    const catalogued = [...errorCatalogue].filter(([, { stage }]) => STAGES.includes(stage));
    expect(catalogued.length).toBeGreaterThan(100);
    expect(catalogued.map(([code]) => code).filter((code) => !known.has(code))).toEqual([]);
  });

  it.each(Object.entries(FIELDS))('%s, of the field', (code, field) => {
    expect(codeOf(decodeResponse(field))).toBe(code);
  });

  it.each(Object.entries(recipes))('%s, of the message', (code, { xml, wanted, connection }) => {
    expect(codeOf(validate(xml(), wanted, connection))).toBe(code);
  });

  it.each(Object.entries(CLAIMS_MESSAGES))('%s, of the claims', (code, { xml, wanted, connection }) => {
    const valid = validate(xml(), wanted, connection);
    const claims: Result<unknown> = valid.ok ? readClaims(valid.value) : valid;
    expect(codeOf(claims)).toBe(code);
  });

  it.each(Object.entries(confirmationCodes))('%s, of a safety net that no message reaches', (code, run) => {
    expect(run()).toBe(code);
  });
});
