import { describe, expect, it, vi } from 'vitest';
import { entraKeys } from '../../../src/scim/credentials/entra-keys.js';
import { fakeTenant } from './opened.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

describe('the keys of a tenant', () => {
  it('are fetched once for many, and again for an unknown key every five minutes', async () => {
    const { fetchJwks, find, pass } = watched();
    const found = await Promise.all(Array.from({ length: 20 }, () => find('key-1')));
    expect(found.every((key) => key?.kty === 'RSA')).toBe(true);
    expect(fetchJwks).toHaveBeenCalledTimes(1);
    for (let count = 0; count < 50; count += 1) expect(await find(`invented-${count}`)).toBeNull();
    expect(fetchJwks).toHaveBeenCalledTimes(1);
    pass(5 * MINUTE);
    fetchJwks.mockResolvedValue(fakeTenant('key-2').jwks);
    expect((await find('key-2'))?.kty).toBe('RSA');
    expect(await find('key-1')).toBeNull();
    expect(fetchJwks).toHaveBeenCalledTimes(2);
  });

  it('hold on while the service is down or answers garbage', async () => {
    const { events, fetchJwks, find, pass } = watched();
    await find('key-1');
    const ec = { kty: 'EC', kid: 'key-1', crv: 'P-256', x: 'x', y: 'y' };
    const encrypting = { ...JSON.parse(fakeTenant().jwks).keys[0], use: 'enc' };
    const foreign = { ...encrypting, use: 'sig', issuer: 'https://login.microsoftonline.com/9188040d/v2.0' };
    const symmetric = { kty: 'oct', kid: 'key-1', k: 'c2VjcmV0' };
    const garbage = [
      '',
      'null',
      '<html>',
      '{}',
      '{"keys":7}',
      '{"keys":[]}',
      '{"keys":[null,7]}',
      'x'.repeat(2_000_000),
    ];
    const useless = [ec, encrypting, foreign, symmetric].map((key) => JSON.stringify({ keys: [key] }));
    for (const text of [...garbage, ...useless]) {
      pass(5 * MINUTE);
      fetchJwks.mockResolvedValueOnce(text);
      expect(await find('unknown')).toBeNull();
      expect((await find('key-1'))?.kty, text.slice(0, 80)).toBe('RSA');
    }
    pass(5 * MINUTE);
    fetchJwks.mockRejectedValueOnce(new Error('connection refused'));
    await find('unknown');
    expect((await find('key-1'))?.kty).toBe('RSA');
    expect(events.at(-1)).toMatchObject({ type: 'entra_keys_unavailable', reason: 'connection refused' });
    expect(events).toHaveLength(garbage.length + useless.length + 1);
  });

  it('of the tenant’s own issuer are taken, also where the issuer is a template', async () => {
    const { fetchJwks, find } = watched();
    const { keys } = JSON.parse(fakeTenant().jwks);
    const issuer = 'https://login.microsoftonline.com/{tenantid}/v2.0';
    fetchJwks.mockResolvedValue(JSON.stringify({ keys: [{ ...keys[0], issuer }] }));
    expect((await find('key-1'))?.kty).toBe('RSA');
  });

  it('do not keep anybody waiting once they are known: old ones are renewed beside', async () => {
    const { fetchJwks, find, pass } = watched();
    await find('key-1');
    pass(DAY);
    fetchJwks.mockReturnValueOnce(new Promise(() => undefined));
    expect((await find('key-1'))?.kty).toBe('RSA');
    expect(fetchJwks).toHaveBeenCalledTimes(2);
  });

  it('are asked for again soon while none is known, and not at once', async () => {
    const { fetchJwks, find, pass } = watched();
    fetchJwks.mockRejectedValueOnce(new Error('down'));
    expect(await find('key-1')).toBeNull();
    expect(await find('key-1')).toBeNull();
    expect(fetchJwks).toHaveBeenCalledTimes(1);
    pass(10_000);
    expect((await find('key-1'))?.kty).toBe('RSA');
  });

  it('are given up where the service does not answer', async () => {
    vi.useFakeTimers();
    try {
      const { events, fetchJwks, find } = watched();
      fetchJwks.mockReturnValueOnce(new Promise(() => undefined));
      const finding = find('key-1');
      await vi.advanceTimersByTimeAsync(15_000);
      expect(await finding).toBeNull();
      expect(events.at(-1)?.reason).toContain('15000');
    } finally {
      vi.useRealTimers();
    }
  });
});

function watched() {
  const tenant = fakeTenant();
  let at = Date.parse('2026-03-01T00:00:00.000Z');
  const fetchJwks = vi.fn(async (_url: string) => tenant.jwks);
  const events: { readonly type: string; readonly reason: string }[] = [];
  const emit = (event: { readonly type: string; readonly reason: string }) => void events.push(event);
  const keys = entraKeys({ fetchJwks, now: () => new Date(at), emit });
  const pass = (milliseconds: number): void => {
    at += milliseconds;
  };
  return {
    fetchJwks,
    events,
    pass,
    find: (keyId: string) => keys.find({ ...tenant, cloud: 'global' }, keyId),
  };
}
