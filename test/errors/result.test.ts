import { describe, expect, it } from 'vitest';
import { refusal } from '../../src/errors/index.js';

describe('refusal', () => {
  it('cuts long texts of a sender, so that one message cannot fill a log', () => {
    const { error } = refusal('request_unknown', { inResponseTo: 'x'.repeat(200_000) });
    expect(error.details).toEqual({ inResponseTo: `${'x'.repeat(2_048)}…` });
  });

  it('leaves everything else as it is', () => {
    const details = { size: 1, limit: 2 };
    expect(refusal('certificate_too_large', details).error.details).toBe(details);
    const certificates = ['x'.repeat(3_000)];
    expect(refusal('certificate_is_federation_metadata', { certificates }).error.details).toEqual({
      certificates,
    });
  });
});
