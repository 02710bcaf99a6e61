import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ScimCredentialStore } from '../../../src/stores/interfaces/scim-credentials.js';
import { bearerOf, DAY, HOUR, type Opened, ORG, opened } from './opened.js';

const { timingSafeEqual } = vi.hoisted(() => ({ timingSafeEqual: vi.fn() }));
vi.mock('node:crypto', async (original) => {
  const actual = await original<typeof import('node:crypto')>();
  timingSafeEqual.mockImplementation(actual.timingSafeEqual);
  return { ...actual, timingSafeEqual };
});

beforeEach(() => {
  timingSafeEqual.mockClear();
});

const UNKNOWN = `scim_${'A'.repeat(22)}_${'B'.repeat(43)}`;

describe('a bearer token', () => {
  it('tells the organisation, and notes the use once a minute', async () => {
    const scim = opened();
    const touch = vi.spyOn(scim.store, 'touchCredential');
    const token = await bearerOf(scim);
    expect(token).toMatch(/^scim_[\w-]{22}_[\w-]{43}$/u);
    const [view] = await listed(scim);
    for (const header of [`Bearer ${token}`, `bEARER   ${token} `]) {
      const client = await scim.credentials.authenticate(header);
      expect(client).toEqual({
        ok: true,
        value: { organizationId: ORG, credentialId: view?.id, scopes: view?.scopes },
      });
    }
    expect(touch).toHaveBeenCalledTimes(1);
    scim.pass(60_000);
    await scim.credentials.authenticate(`Bearer ${token}`);
    expect((await listed(scim))[0]?.lastUsedAt).toEqual(scim.now());
  });

  it('belongs to one organisation, whoever else has tokens', async () => {
    const scim = opened();
    const orgs = Array.from({ length: 20 }, (_, index) => `org-${index}`);
    const tokens = await Promise.all(orgs.map((org) => bearerOf(scim, org)));
    const clients = await Promise.all(
      tokens.map((token) => scim.credentials.authenticate(`Bearer ${token}`)),
    );
    expect(clients.map((client) => client.ok && client.value.organizationId)).toEqual(orgs);
  });

  it('is refused in one way, with the reason for the log alone', async () => {
    const scim = opened();
    const token = await bearerOf(scim);
    const cases: readonly (readonly [string | null, string])[] = [
      [null, 'missing'],
      ['', 'missing'],
      [token, 'malformed'],
      [`Basic ${token}`, 'malformed'],
      [`Bearer ${token} ${token}`, 'malformed'],
      [`Bearer ${token},`, 'malformed'],
      [`Bearer ${token}\u0000`, 'malformed'],
      [`Bearer x${token}`, 'malformed'],
      [`Bearer ${'a'.repeat(100_000)}`, 'malformed'],
      [`Bearer ${' '.repeat(100_000)}${token}`, 'malformed'],
      ['Bearer __proto__', 'malformed'],
      [`Bearer ${token.replace('scim_', 'scimcs_')}`, 'unknown'],
      [`Bearer ${token.replace('scim_', 'scimat_')}`, 'unknown'],
      [`Bearer ${UNKNOWN}`, 'unknown'],
    ];
    for (const [header, reason] of cases) {
      const client = await scim.credentials.authenticate(header);
      const error = { code: 'scim_credential_refused', details: { reason, credentialId: null } };
      expect(client, `${header}`.slice(0, 200)).toMatchObject({ ok: false, error });
      expect(scim.events.at(-1)).toMatchObject({ type: 'scim_credential_refused', error });
    }
    expect(scim.events).toHaveLength(cases.length);
    expect(JSON.stringify(scim.events)).not.toContain(token.slice(-43));
  });

  it('with the id of a credential and another secret is told to the log as that credential’s', async () => {
    const scim = opened();
    const token = await bearerOf(scim);
    const wrong = `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`;
    const details = { reason: 'secret-wrong', credentialId: token.slice(5, 27), organizationId: ORG };
    const error = { code: 'scim_credential_refused', details };
    expect(await scim.credentials.authenticate(`Bearer ${wrong}`)).toMatchObject({ ok: false, error });
    expect(JSON.stringify(scim.events)).not.toContain(wrong.slice(-43));
  });

  it('is compared in constant time, also where nothing is on file', async () => {
    const scim = opened();
    const token = await bearerOf(scim);
    for (const header of [token, UNKNOWN, 'malformed', UNKNOWN.replace('scim', 'scimat')]) {
      timingSafeEqual.mockClear();
      await scim.credentials.authenticate(`Bearer ${header}`);
      expect(timingSafeEqual, header).toHaveBeenCalledTimes(1);
    }
  });

  it('is refused once it has expired or was revoked, and told so in the log', async () => {
    const scim = opened();
    const token = await bearerOf(scim);
    const [view] = await listed(scim);
    scim.pass(365 * DAY - 1);
    expect((await scim.credentials.authenticate(`Bearer ${token}`)).ok).toBe(true);
    scim.pass(1);
    const expired = { details: { reason: 'expired', credentialId: view?.id } };
    expect(await scim.credentials.authenticate(`Bearer ${token}`)).toMatchObject({ error: expired });
    const second = await bearerOf(scim);
    const [newer] = await listed(scim);
    await scim.credentials.revoke(ORG, `${newer?.id}`, 'ada');
    const revoked = { details: { reason: 'revoked', credentialId: newer?.id } };
    expect(await scim.credentials.authenticate(`Bearer ${second}`)).toMatchObject({ error: revoked });
  });

  it('may be used 25 times a second and 100 at once; another one is not hindered', async () => {
    const scim = opened();
    const [token, other] = [await bearerOf(scim), await bearerOf(scim)];
    const send = async (count: number) => {
      const sent = Array.from({ length: count }, () => scim.credentials.authenticate(`Bearer ${token}`));
      return (await Promise.all(sent)).filter(({ ok }) => ok).length;
    };
    expect(await send(150)).toBe(100);
    const refused = await scim.credentials.authenticate(`Bearer ${token}`);
    const error = { code: 'scim_rate_limited', details: { retryAfterSeconds: 1 } };
    expect(refused).toMatchObject({ ok: false, error });
    expect((await scim.credentials.authenticate(`Bearer ${other}`)).ok).toBe(true);
    scim.pass(1_000);
    expect(await send(50)).toBe(25);
    scim.pass(HOUR);
    expect(await send(150)).toBe(100);
  });

  it('uses nothing up where the secret is wrong', async () => {
    const scim = opened({ rateLimit: { perSecond: 1, burst: 1 } });
    const token = await bearerOf(scim);
    const wrong = `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`;
    for (let count = 0; count < 10; count += 1) await scim.credentials.authenticate(`Bearer ${wrong}`);
    expect((await scim.credentials.authenticate(`Bearer ${token}`)).ok).toBe(true);
  });

  it('is refused while the store fails, and let in where only the note of the use fails', async () => {
    const scim = opened();
    const token = await bearerOf(scim);
    const find = vi.spyOn(scim.store, 'findCredential').mockRejectedValueOnce(new Error('down'));
    const failed = await scim.credentials.authenticate(`Bearer ${token}`);
    expect(failed).toMatchObject({ error: { code: 'store_unavailable', details: { reason: 'down' } } });
    find.mockRestore();
    vi.spyOn(scim.store, 'touchCredential').mockRejectedValueOnce(new Error('read-only'));
    expect((await scim.credentials.authenticate(`Bearer ${token}`)).ok).toBe(true);
    expect(scim.events.at(-1)).toMatchObject({ type: 'scim_store_failed', reason: 'read-only' });
  });

  it('is not taken from a store that gives another credential, or a broken hash or date', async () => {
    const scim = opened();
    const token = await bearerOf(scim);
    const id = token.slice(5, 27);
    const right = await scim.store.findCredential(id);
    if (right === null) throw new Error('not found');
    const wrong = [
      { ...right, id: 'another' },
      { ...right, kind: 'client-secret' as const },
      { ...right, secretHash: null },
      { ...right, secretHash: '' },
      { ...right, expiresAt: new Date(Number.NaN) },
    ];
    const find = vi.spyOn(scim.store, 'findCredential');
    for (const credential of wrong) {
      find.mockResolvedValueOnce(credential);
      expect((await scim.credentials.authenticate(`Bearer ${token}`)).ok).toBe(false);
    }
    expect((await scim.credentials.authenticate(`Bearer ${token}`)).ok).toBe(true);
  });
});

describe('the options', () => {
  it('are refused where they are wrong', () => {
    const wrong = [
      { store: {} as ScimCredentialStore },
      { replay: undefined as never },
      { accessTokenSeconds: 3599 },
      { accessTokenSeconds: 21_601 },
      { rateLimit: { perSecond: 0, burst: 1 } },
      { rateLimit: { perSecond: 1, burst: 0 } },
      { fetchJwks: 'https://x' as never },
      { allowAssertionReuse: 1 as never },
    ];
    for (const options of wrong) expect(() => opened(options), JSON.stringify(options)).toThrow(TypeError);
  });

  it('may bring a log that throws', async () => {
    const scim = opened({
      onEvent: () => {
        throw new Error('log');
      },
    });
    expect((await scim.credentials.authenticate(null)).ok).toBe(false);
  });
});

async function listed({ credentials }: Opened) {
  const views = await credentials.list(ORG);
  if (!views.ok) throw views.error;
  return views.value;
}
