import { describe, expect, it } from 'vitest';
import type { AttributeValue } from '../../src/response/assertion.js';
import { readClaims } from '../../src/response/claims.js';
import { accepted, mint, validate } from './message.js';

describe('the assertion of a valid assertion', () => {
  it('is a copy: changing it does not change what readClaims reads', () => {
    const valid = accepted(validate(mint()));
    const attributes = valid.assertion.attributes as Map<string, AttributeValue[]>;
    attributes.set('email', [{ kind: 'text', text: 'alice@victim.test' }]);
    (valid.assertion.attributes.get('email') as AttributeValue[])[0] = {
      kind: 'text',
      text: 'alice@victim.test',
    };
    expect(accepted(readClaims(valid)).email.address).not.toBe('alice@victim.test');
  });
});
