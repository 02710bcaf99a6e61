import { describe, expect, it } from 'vitest';
import { checkAssertion, type ValidAssertion } from '../../src/response/check.js';
import { readClaims } from '../../src/response/claims.js';
import { type DecodedXml, decodeResponse } from '../../src/response/decode.js';
import { extractAssertion, type SignedAssertion } from '../../src/response/extract.js';
import { confirmBySecondReader } from '../../src/response/second-reader.js';
import { checkStructure, type UnverifiedResponse } from '../../src/response/structure.js';
import { validateUnverified } from '../../src/response/validate-response.js';
import { type SignedContent, verifyResponse } from '../../src/response/verify.js';
import { accepted, connection, expecting, mint, NOW, posted } from './message.js';

// Each stage takes the proof of the one before it. `@ts-expect-error` fails the type check where a line compiles.

const decoded: DecodedXml = accepted(decodeResponse(posted(mint())));
const unverified: UnverifiedResponse = accepted(checkStructure(decoded));
const signed: SignedContent = accepted(verifyResponse(unverified, connection, NOW));
const extracted: SignedAssertion = accepted(extractAssertion(accepted(confirmBySecondReader(signed))));
const valid: ValidAssertion = accepted(checkAssertion(extracted, expecting()));

describe('the walk', () => {
  it('in its order gives claims', () => {
    expect(accepted(readClaims(valid)).email.address).toBe('adele.vance@contoso.com');
  });

  it('cannot skip a stage', () => {
    // @ts-expect-error a posted field is not decoded
    expect(() => checkStructure(posted(mint()))).toThrow(TypeError);
    // @ts-expect-error decoded XML has no known structure
    expect(() => verifyResponse(decoded, connection, NOW)).toThrow(TypeError);
    // @ts-expect-error an unverified response is not signed content
    expect(() => confirmBySecondReader(unverified)).toThrow(TypeError);
    // @ts-expect-error an unverified response is not signed content
    expect(() => extractAssertion(unverified)).toThrow(TypeError);
    // @ts-expect-error signed content is not an assertion yet
    expect(() => checkAssertion(signed, expecting())).toThrow(TypeError);
    // @ts-expect-error a signed assertion was not checked
    expect(() => readClaims(extracted)).toThrow(TypeError);
    // @ts-expect-error the content of a valid assertion is not its proof
    expect(() => readClaims(valid.assertion)).toThrow(TypeError);
  });

  it('cannot be given a look-alike', () => {
    // @ts-expect-error a plain object is no proof
    expect(() => checkStructure({ bytes: '<a/>' })).toThrow(TypeError);
    const alike = { unverifiedIssuer: null, unverifiedInResponseTo: null };
    // @ts-expect-error the same members are no proof
    expect(() => validateUnverified(alike, expecting())).toThrow(TypeError);
    // @ts-expect-error a plain object is no proof
    expect(() => extractAssertion({})).toThrow(TypeError);
    // @ts-expect-error the same members are no proof
    expect(() => readClaims({ assertion: valid.assertion, connection })).toThrow(TypeError);
    for (const proof of [decoded, unverified, signed, extracted, valid]) {
      const copy = Object.assign(Object.create(Object.getPrototypeOf(proof)), proof) as never;
      expect(() => checkStructure(copy)).toThrow(TypeError);
      expect(() => verifyResponse(copy, connection, NOW)).toThrow(TypeError);
      expect(() => confirmBySecondReader(copy)).toThrow(TypeError);
      expect(() => extractAssertion(copy)).toThrow(TypeError);
      expect(() => checkAssertion(copy, expecting())).toThrow(TypeError);
      expect(() => readClaims(copy)).toThrow(TypeError);
    }
  });

  it('does not lead from a proof to the class that makes more of them', () => {
    for (const proof of [decoded, unverified, signed, extracted, valid]) {
      expect(proof.constructor).toBe(Object);
      expect(Object.getOwnPropertyNames(Object.getPrototypeOf(proof))).not.toContain('constructor');
    }
  });

  it('says of an unverified response only what is marked as unverified', () => {
    // @ts-expect-error there is no issuer to believe
    expect(unverified.issuer).toBeUndefined();
    // @ts-expect-error there is no assertion to believe
    expect(unverified.assertion).toBeUndefined();
    expect(Object.keys(unverified)).toEqual([]);
  });

  it('its proofs show nothing when they are printed', () => {
    for (const proof of [decoded, unverified, signed, extracted]) expect(JSON.stringify(proof)).toBe('{}');
  });
});
