import { describe, expect, it } from 'vitest';
import type { Expectations } from '../../src/response/expectations.js';
import { readUnverifiedResponse } from '../../src/response/structure.js';
import { validateResponse, validateUnverified } from '../../src/response/validate-response.js';
import {
  ACS_URL,
  accepted,
  anotherKeyPair,
  codeOf,
  connection,
  connectionWith,
  ENTITY_ID,
  expecting,
  mint,
  NOW,
  posted,
  REQUEST_ID,
  validate,
} from './message.js';

const message = posted(mint());

describe('validateResponse', () => {
  it.each(['assertion', 'response', 'both'] as const)('accepts what Entra sends, signed: %s', (sign) => {
    expect(accepted(validate(mint({ sign }))).assertion.nameId.value).toBe('adele.vance@contoso.com');
  });

  it('is two steps in one', () => {
    const unverified = accepted(readUnverifiedResponse(message));
    expect(accepted(validateUnverified(unverified, expecting())).assertion).toEqual(
      accepted(validateResponse(message, expecting())).assertion,
    );
  });

  it('refuses in the order of the walk', () => {
    const wrong = { entityId: 'urn:other', inResponseTo: 'id9' };
    const other = connectionWith({ certificates: [anotherKeyPair().certificatePem] });
    const run = (field: string) => codeOf(validateResponse(field, expecting(wrong, other)));
    expect(run('!')).toBe('response_not_base64');
    expect(run(posted('<a/>'))).toBe('root_not_response');
    expect(run(posted(mint({ deviation: 'provider-error' })))).toBe('status_not_success');
    expect(run(message)).toBe('signing_certificate_unknown');
    expect(codeOf(validateResponse(message, expecting(wrong)))).toBe('response_in_response_to_mismatch');
  });

  it('accepts a message as often as it is asked: replay is the caller’s part', () => {
    expect(codeOf(validateResponse(message, expecting()))).toBe('ok');
    expect(codeOf(validateResponse(message, expecting()))).toBe('ok');
  });
});

describe('misuse by the programmer', () => {
  const wrong: readonly (readonly [keyof Expectations, readonly unknown[]])[] = [
    ['connection', [undefined, null, {}, { ...connection }, Object.create(connection), 'c1']],
    ['entityId', [undefined, null, '', 1, [ENTITY_ID], new String(ENTITY_ID)]],
    ['assertionConsumerServiceUrl', [undefined, null, '', new URL(ACS_URL), [ACS_URL]]],
    ['inResponseTo', [undefined, '', 1, [REQUEST_ID], /.*/]],
    ['authnInstantNotBefore', [undefined, 1, NOW.toISOString(), new Date(Number.NaN), {}]],
    ['now', [undefined, null, NOW.getTime(), NOW.toISOString(), new Date(Number.NaN), {}]],
  ];
  it.each(wrong)('a wrong %s throws', (name, values) => {
    for (const value of values) {
      const expectations = { ...expecting(), [name]: value };
      expect(() => validateResponse(message, expectations as Expectations)).toThrow(TypeError);
    }
  });

  it.each(wrong)('a missing %s throws, even for a message that would be refused', (name) => {
    const { [name]: _, ...rest } = expecting();
    for (const field of [message, '', '!']) {
      expect(() => validateResponse(field, rest as Expectations)).toThrow(TypeError);
    }
    const unverified = accepted(readUnverifiedResponse(message));
    expect(() => validateUnverified(unverified, rest as Expectations)).toThrow(TypeError);
  });

  it('no expectations at all throw', () => {
    for (const nothing of [undefined, null, {}]) {
      expect(() => validateResponse(message, nothing as never)).toThrow(TypeError);
    }
  });

  it('a message that is no string throws', () => {
    for (const field of [undefined, null, [message], Buffer.from(message), { toString: () => message }]) {
      expect(() => validateResponse(field as never, expecting())).toThrow(TypeError);
    }
  });

  it('a forged unverified response throws', () => {
    expect(() => validateUnverified({} as never, expecting())).toThrow(TypeError);
    const genuine = accepted(readUnverifiedResponse(message));
    expect(() => validateUnverified(Object.create(genuine), expecting())).toThrow(TypeError);
  });
});

describe('side effects', () => {
  it('what is passed in is not changed', () => {
    const expectations = Object.freeze(
      expecting({ authnInstantNotBefore: new Date(NOW.getTime() - 60_000) }),
    );
    const before = JSON.stringify({ ...expectations, connection: null });
    Object.freeze(expectations.now);
    for (const field of [message, posted(mint({ deviation: 'tampered' }))])
      validateResponse(field, expectations);
    expect(JSON.stringify({ ...expectations, connection: null })).toBe(before);
    expect(Object.isFrozen(connection)).toBe(true);
  });

  it('two validations do not meet, however their steps are interleaved', () => {
    const other = anotherKeyPair();
    const otherConnection = connectionWith({ id: 'c2', certificates: [other.certificatePem] });
    const first = accepted(readUnverifiedResponse(message));
    const second = accepted(
      readUnverifiedResponse(posted(mint({ keyPair: other, nameId: { value: 'ben' } }))),
    );
    const validSecond = accepted(validateUnverified(second, expecting({}, otherConnection)));
    const validFirst = accepted(validateUnverified(first, expecting()));
    expect(codeOf(validateUnverified(second, expecting()))).toBe('signing_certificate_unknown');
    expect(codeOf(validateUnverified(first, expecting({}, otherConnection)))).toBe(
      'signing_certificate_unknown',
    );
    expect([validFirst.assertion.nameId.value, validSecond.assertion.nameId.value]).toEqual([
      'adele.vance@contoso.com',
      'ben',
    ]);
    expect([validFirst.connection.id, validSecond.connection.id]).toEqual(['c1', 'c2']);
  });
});
