import { describe, expect, it } from 'vitest';
import { createScim, createScimCredentials, createScimHandlers } from '../../../src/scim/index.js';
import type { ScimRequestEntry } from '../../../src/stores/interfaces/scim-credentials.js';
import { openMemoryStores } from './memory-stores.js';
import { ask, CONTOSO, claims, ORIGIN } from './world.js';

const START = Date.parse('2026-03-01T12:00:00Z');
const MINUTE = 60_000;

describe('the request log', () => {
  it('says that a revoked or expired token is refused, once a minute, with how many more', async () => {
    for (const [reason, word] of [
      ['revoked', 'was revoked'],
      ['expired', 'has expired'],
    ] as const) {
      const world = await open();
      const { id, token } = await world.bearer();
      if (reason === 'revoked') await world.credentials.revoke(CONTOSO, id, 'ada');
      else world.pass(366 * 24 * 60 * MINUTE);
      for (let count = 0; count < 5; count += 1) expect(await world.get('/Users', token)).toBe(401);
      expect(await world.log()).toEqual([
        expect.objectContaining({
          ...{ organizationId: CONTOSO, credentialId: id, status: 401, method: 'GET', path: '/Users' },
          ...{ code: 'scim_credential_refused', detail: expect.stringContaining(word) },
        }),
      ]);
      world.pass(MINUTE);
      await world.get('/Groups', token);
      const [newest, ...others] = await world.log();
      expect(others).toHaveLength(1);
      expect(newest).toMatchObject({
        path: '/Groups',
        detail: expect.stringContaining('4 more were refused'),
      });
    }
  });

  it('says that a live credential sent too much', async () => {
    const world = await open();
    const { id, token } = await world.bearer();
    const statuses = new Set<number>();
    for (let count = 0; count < 4; count += 1) statuses.add(await world.get('/Users', token));
    expect(statuses).toEqual(new Set([200, 429]));
    const refused = (await world.log()).filter(({ status }) => status === 429);
    expect(refused).toEqual([
      expect.objectContaining({ credentialId: id, code: 'scim_rate_limited', path: '/Users' }),
    ]);
  });

  it('tells of a wrong secret once an hour, without a word of what was sent: a stranger cannot fill it', async () => {
    const world = await open();
    const [first, second] = [await world.bearer(), await world.bearer()];
    for (let minute = 0; minute < 59; minute += 1) {
      for (const { token } of [first, second]) {
        expect(await world.get(`/call-me-${minute}`, wrong(token))).toBe(401);
      }
      world.pass(MINUTE);
    }
    expect(await world.log()).toEqual([
      expect.objectContaining({
        ...{ credentialId: first.id, status: 401, path: '/', code: 'scim_credential_refused' },
        detail: expect.stringContaining('not its secret'),
      }),
    ]);
    world.pass(MINUTE);
    await world.get('/', wrong(first.token));
    expect((await world.log())[0]?.detail).toContain('117 more were refused');
  });

  it('tells of the token endpoint that it refused a client that is known', async () => {
    const world = await open();
    const issued = await world.credentials.issueClientSecret(CONTOSO, { label: 'OAuth' }, 'ada');
    if (!issued.ok) throw issued.error;
    const { credential, secret } = issued.value;
    await world.credentials.revoke(CONTOSO, credential.id, 'ada');
    for (let count = 0; count < 3; count += 1) {
      const form = { client_id: `${credential.clientId}`, client_secret: `${secret}` };
      expect(await world.askForToken(form)).toBe(401);
    }
    expect(await world.log()).toEqual([
      expect.objectContaining({
        ...{ credentialId: credential.id, status: 401, method: 'POST', path: '/scim/token' },
        ...{ code: 'scim_client_refused', detail: expect.stringContaining('revoked') },
      }),
    ]);
  });

  it('has nothing of clients that nobody knows', async () => {
    const world = await open();
    const { token } = await world.bearer();
    for (const each of ['x', token.replace(/^scim_.{22}/u, `scim_${'A'.repeat(22)}`), '']) {
      expect(await world.get('/Users', each)).toBe(401);
    }
    expect(await world.askForToken({ client_id: 'nobody', client_secret: 'x' })).toBe(401);
    expect(await world.log()).toEqual([]);
  });

  it('that fails lets nobody in', async () => {
    const world = await open(async () => Promise.reject(new Error('full')));
    const { id, token } = await world.bearer();
    await world.credentials.revoke(CONTOSO, id, 'ada');
    expect(await world.get('/Users', token)).toBe(401);
    expect(world.failures()).toEqual(['requestLog']);
  });
});

function wrong(token: string): string {
  return `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`;
}

async function open(append?: (entry: ScimRequestEntry) => Promise<void>) {
  const stores = await openMemoryStores();
  let at = START;
  const clock = () => new Date(at);
  const events: string[] = [];
  const credentials = createScimCredentials({
    ...{ store: stores.credentials, replay: stores.replay, clock },
    rateLimit: { perSecond: 1, burst: 2 },
  });
  const { requestLog } = stores;
  const scim = createScim({
    ...{ store: stores.scim, members: stores.members, credentials, domainClaims: claims, clock },
    ...{ baseUrl: ORIGIN, requestLog: append === undefined ? requestLog : { ...requestLog, append } },
    onEvent: (event) => event.type === 'scim_store_failed' && events.push(event.store),
  });
  const { handle } = createScimHandlers(scim);
  return {
    credentials,
    failures: () => events,
    pass: (milliseconds: number) => {
      at += milliseconds;
    },
    log: () => requestLog.list(CONTOSO, 200),
    bearer: async () => {
      const issued = await credentials.issueBearer(CONTOSO, { label: 'Entra' }, 'ada');
      if (!issued.ok) throw issued.error;
      return { id: issued.value.credential.id, token: `${issued.value.secret}` };
    },
    get: async (path: string, token: string) =>
      (await ask(handle, 'GET', path, undefined, { Authorization: `Bearer ${token}` })).status,
    askForToken: async (form: Readonly<Record<string, string>>) => {
      const body = new URLSearchParams({ grant_type: 'client_credentials', ...form });
      return (await handle(new Request(`${scim.tokenUrl}`, { method: 'POST', body }))).status;
    },
  };
}
