import { describe, expect, it } from 'vitest';
import { displayNameKey, userNameKey } from '../../../src/scim/engine/index.js';

describe('names that are the same (RFC 8265 §3.3)', () => {
  it.each([
    ['case', 'Ann@Contoso.com', 'aNN@cONTOSO.COM'],
    ['width', 'ａｎｎ', 'ann'],
    ['composition', 'Zoe\u0308', 'zo\u00EB'],
    ['the place of sigma', 'ΟΔΟΣ', 'οδοσ'],
    ['the place of sigma, spelt', 'οδος', 'οδοσ'],
  ])('%s does not count', (_name, a, b) => {
    expect(userNameKey(a)).toBe(userNameKey(b));
    expect(displayNameKey(a)).toBe(displayNameKey(b));
  });

  it.each([
    ['an accent', 'zoe', 'zoë'],
    ['a space', 'a b', 'ab'],
    ['a compatible letter', 'ﬁ', 'fi'],
    ['another script', 'ann', 'аnn'],
  ])('%s counts', (_name, a, b) => {
    expect(userNameKey(a)).not.toBe(userNameKey(b));
  });
});
