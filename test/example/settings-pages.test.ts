import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterEach, describe, expect, it } from 'vitest';
import { refusal, type StoredAuditEntry, success } from '../../src/index.js';

type Body = NonNullable<RequestInit['body']>;
type Pages = (parts: unknown) => express.RequestHandler;

const source = new URL('../../examples/express/settings/settings-pages.mjs', import.meta.url).href;
const { settingsPages }: { settingsPages: Pages } = await import(source);

const CSRF = 'the-token-of-the-session';
const ROOT = '/settings/access-security';
const cleanUps: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

describe('the audit tab', () => {
  it('goes through the log page by page, and shows each entry once', async () => {
    const send = await serve({ log: logOf(120, () => false) });
    const seen: string[] = [];
    let path: string | null = `${ROOT}/audit`;
    while (path !== null) {
      const page: string = await (await send(path)).text();
      seen.push(...identities(page));
      path = /href="([^"]+)">Older</u.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? null;
    }
    expect(seen).toEqual(Array.from({ length: 120 }, (_, index) => `entry-${119 - index}`));
  });

  it('finds refusals among many others, and no others', async () => {
    const send = await serve({ log: logOf(400, (index) => index % 70 === 3) });
    const page = await (await send(`${ROOT}/audit?only=refused`)).text();
    expect(identities(page)).toEqual([
      'entry-353',
      'entry-283',
      'entry-213',
      'entry-143',
      'entry-73',
      'entry-3',
    ]);
  });

  it.each(['abc', '1;drop', '-1', '', `${'9'.repeat(41)}`])('takes %j for no position', async (before) => {
    const send = await serve({ log: logOf(3, () => false) });
    const response = await send(`${ROOT}/audit?${new URLSearchParams({ before })}`);
    expect(response.status).toBe(200);
    expect(identities(await response.text())).toHaveLength(3);
  });

  it('writes what strangers sent as text', async () => {
    const [entry] = logOf(1, () => true);
    const hostile = { ...entry, reference: '<script>', data: { received: '"><img src=x>' } };
    const page = await (await (await serve({ log: [hostile] }))(`${ROOT}/audit`)).text();
    expect(page).not.toContain('<img src=x');
    expect(page).toContain('&lt;script&gt;');
  });
});

describe('forms', () => {
  const removal = `${ROOT}/domain-claiming/remove`;

  it('change something with the token', async () => {
    const { removed, send } = await serveClaims();
    const response = await post(send, removal, new URLSearchParams({ csrf: CSRF, domain: 'contoso.com' }));
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe(`${ROOT}/domain-claiming?done=domain-removed`);
    expect(removed).toEqual([['contoso', 'contoso.com', 'olivia@contoso.com']]);
  });

  it('with files are read as well', async () => {
    const { removed, send } = await serveClaims();
    const body = new FormData();
    body.append('csrf', CSRF);
    body.append('domain', 'contoso.com');
    body.append('other', new Blob(['x']), 'x.cer');
    expect((await post(send, removal, body)).status).toBe(303);
    expect(removed).toHaveLength(1);
  });

  const twice = new URLSearchParams([
    ['csrf', CSRF],
    ['csrf', CSRF],
    ['domain', 'contoso.com'],
  ]);
  const inFile = new FormData();
  inFile.append('csrf', new Blob([CSRF]), 'csrf');
  inFile.append('domain', 'contoso.com');
  it.each<readonly [string, Body | undefined, Readonly<Record<string, string>>, number]>([
    ['without token', new URLSearchParams({ domain: 'contoso.com' }), {}, 403],
    ['with an empty token', new URLSearchParams({ csrf: '', domain: 'contoso.com' }), {}, 403],
    ['with the token twice', twice, {}, 403],
    ['with the token as a file', inFile, {}, 403],
    ['as JSON', JSON.stringify({ csrf: CSRF }), { 'content-type': 'application/json' }, 403],
    ['as torn multipart', '--x\r\nnothing', { 'content-type': 'multipart/form-data; boundary=x' }, 403],
    ['as multipart without boundary', `csrf=${CSRF}`, { 'content-type': 'multipart/form-data' }, 403],
    ['empty', undefined, {}, 403],
    ['of three megabytes', new URLSearchParams({ csrf: CSRF, domain: 'x'.repeat(3_000_000) }), {}, 413],
    ['of another origin', new URLSearchParams({ csrf: CSRF }), { origin: 'https://evil.example' }, 403],
    ['of no origin', new URLSearchParams({ csrf: CSRF }), { origin: '' }, 403],
    ['of a sibling', new URLSearchParams({ csrf: CSRF }), { 'sec-fetch-site': 'same-site' }, 403],
  ])('%s change nothing', async (_name, body, headers, status) => {
    const { removed, send } = await serveClaims();
    expect((await post(send, removal, body, headers)).status).toBe(status);
    expect(removed).toEqual([]);
  });

  it('are answered while the store does not, with the remedy', async () => {
    const { send } = await serveClaims(
      refusal('store_unavailable', { store: 'domainClaims', reason: 'down' }),
    );
    const response = await post(send, removal, new URLSearchParams({ csrf: CSRF, domain: 'contoso.com' }));
    expect(response.status).toBe(503);
    expect(await response.text()).toContain('role="alert"');
  });
});

describe('whoever is not an owner or admin', () => {
  it.each([
    ['a member', 'member', 403],
    ['a role that is made up', 'superuser', 403],
    ['an admin', 'admin', 200],
    ['an owner', 'owner', 200],
  ])('%s', async (_name, role, status) => {
    const send = await serve({ role });
    expect((await send(`${ROOT}/audit`)).status).toBe(status);
  });

  it('is sent to the password, with a path of our own to come back to', async () => {
    const send = await serve({ role: null });
    const got = await send(`${ROOT}/audit?only=refused`);
    expect(got.headers.get('location')).toBe(
      '/password?returnTo=%2Fsettings%2Faccess-security%2Faudit%3Fonly%3Drefused',
    );
    const posted = await post(send, `${ROOT}/audit`, new URLSearchParams({ csrf: CSRF }));
    expect(posted.headers.get('location')).toBe('/password?returnTo=%2Fsettings%2Faccess-security');
  });
});

type Send = (path: string, init?: RequestInit) => Promise<Response>;

interface Served {
  readonly log?: readonly object[];
  readonly role?: string | null;
  readonly domainClaims?: object;
}

/** The settings pages for somebody of Contoso, over what the test gives. */
async function serve({ log = [], role = 'owner', domainClaims = {} }: Served): Promise<Send> {
  const entries = log as readonly StoredAuditEntry[];
  const list = async (_id: string, { before, limit }: { before: string | null; limit: number }) =>
    entries.filter(({ position }) => before === null || Number(position) < Number(before)).slice(0, limit);
  const member = { id: 'm-1', organizationId: 'contoso', email: 'olivia@contoso.com', role };
  const session = role === null ? null : { csrf: CSRF, member, person: { email: member.email } };
  const app = express();
  const server = app.listen(0, '127.0.0.1');
  cleanUps.push(() => server.close());
  await once(server, 'listening');
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  app.use((req, res, next) => {
    Object.assign(req, { session });
    res.set('Content-Security-Policy', "default-src 'none'; form-action 'self'");
    next();
  });
  const access = { auditLog: { list }, connections: {}, directory: {}, domainClaims, serviceProvider: {} };
  app.use('/settings', settingsPages({ access, baseUrl, stubDns: null, tenants: {} }));
  return (path, init) =>
    fetch(`${baseUrl}${path}`, {
      redirect: 'manual',
      ...init,
      headers: { origin: baseUrl, ...(init?.headers as Record<string, string>) },
    });
}

async function serveClaims(outcome: object = success({})) {
  const removed: unknown[] = [];
  const remove = async (...given: readonly unknown[]) => {
    removed.push(given);
    return outcome;
  };
  const send = await serve({ domainClaims: { list: async () => success([]), remove } });
  return { removed, send };
}

function post(send: Send, path: string, body?: Body, headers: Readonly<Record<string, string>> = {}) {
  return send(path, { method: 'POST', headers, ...(body === undefined ? {} : { body }) });
}

function logOf(count: number, isRefused: (index: number) => boolean): readonly object[] {
  return Array.from({ length: count }, (_, index) => ({
    position: String(index),
    at: new Date(index * 1000),
    type: 'something_happened',
    actor: `entry-${index}`,
    code: isRefused(index) ? 'not_invited' : null,
    reference: null,
    data: {},
  })).reverse();
}

function identities(page: string): readonly string[] {
  return [...page.matchAll(/>(entry-\d+)</gu)].map(([, name = '']) => name);
}
