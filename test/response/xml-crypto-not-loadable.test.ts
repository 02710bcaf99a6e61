import { expect, it, vi } from 'vitest';
import { connectionWith, mint, validate } from './message.js';

vi.mock('../../src/response/load-xml-crypto.cjs', () => ({
  loadXmlCrypto() {
    throw new Error('Dynamic require of "xml-crypto" is not supported');
  },
}));

it('a bundle without xml-crypto is told as such, not as a signature that does not verify', () => {
  const to = connectionWith({ secondReader: 'xml-crypto' });
  const result = validate(mint(), {}, to);
  expect(result.ok ? null : [result.error.code, result.error.details]).toEqual([
    'second_reader_failed',
    {
      reason: 'xml-crypto cannot be loaded: Error: Dynamic require of "xml-crypto" is not supported',
    },
  ]);
});
