import { describe, expect, it } from 'vitest';
import { newRelayState, newRequestId } from '../../src/request/identifiers.js';

describe('newRequestId', () => {
  it('is a name of 160 random bits that does not begin with a digit', () => {
    expect(newRequestId()).toMatch(/^_[0-9a-f]{40}$/u);
  });

  it('is another one each time', () => {
    expect(new Set(Array.from({ length: 1_000 }, newRequestId)).size).toBe(1_000);
  });
});

describe('newRelayState', () => {
  it('is an opaque handle of 256 random bits, below 80 octets', () => {
    expect(newRelayState()).toMatch(/^[A-Za-z0-9_-]{43}$/u);
  });

  it('is another one each time', () => {
    expect(new Set(Array.from({ length: 1_000 }, newRelayState)).size).toBe(1_000);
  });
});
