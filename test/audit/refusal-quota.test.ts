import { describe, expect, it } from 'vitest';
import { createRefusalQuota } from '../../src/audit/refusal-quota.js';
import { refusal } from '../../src/errors/index.js';
import type { ServiceProviderEvent } from '../../src/service-provider/events.js';
import { NOW } from '../service-provider/site.js';

const MOST_BUCKETS = 1_000;

function refused(connectionId: string): ServiceProviderEvent {
  const { error } = refusal('store_unavailable', { store: 'connections', reason: 'odd' });
  const { code, stage } = error;
  const told = { at: NOW, code, stage, connectionId, reference: 'ABCDEFGH12', error };
  return { type: 'sign_in_refused', ...told, redactedResponse: null };
}

describe('the quota of refusals', () => {
  it('remembers 1,000 connections, and forgets the one longest unused when another comes', () => {
    const quota = createRefusalQuota(300, () => NOW);
    const use = (name: string): number | null => quota.admit(refused(name));
    for (let count = 0; count < 300; count += 1) expect(use('first')).toBe(0);
    for (let count = 0; count < 3; count += 1) expect(use('first')).toBeNull();
    for (let index = 1; index < MOST_BUCKETS; index += 1) expect(use(`c${index}`)).toBe(0);
    // There are 1,000: it is still known, and used now, so that the next one to be forgotten is c1.
    expect(use('first')).toBeNull();
    expect(use('one more')).toBe(0);
    expect(use('first')).toBeNull();
    for (let index = 0; index < MOST_BUCKETS; index += 1) expect(use(`d${index}`)).toBe(0);
    // Forgotten with what was left out of it: it begins anew.
    expect(use('first')).toBe(0);
  });
});
