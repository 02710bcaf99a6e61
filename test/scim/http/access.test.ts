import { describe, expect, it } from 'vitest';
import { createScim, createScimHandlers, type ScimOptions } from '../../../src/scim/index.js';
import { openMemoryStores } from './memory-stores.js';
import { ask, BASE, claims, ERROR, GROUP, openWorld, patch, person, SEARCH, type World } from './world.js';

const open = (options = {}): Promise<World> => openWorld(openMemoryStores, options);

/** A body that tells when somebody reads it. */
function watched(): { readonly body: ReadableStream<Uint8Array>; readonly wasRead: () => boolean } {
  let read = false;
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        read = true;
        controller.enqueue(new TextEncoder().encode('{}'));
        controller.close();
      },
    },
    { highWaterMark: 0 },
  );
  return { body, wasRead: () => read };
}

describe('a credential', () => {
  it('is one answer, whatever is wrong with it', async () => {
    const { handle, token, stores } = await open();
    const good = await token('contoso');
    const other = good.replace(/.$/u, (last) => (last === 'A' ? 'B' : 'A'));
    const revoked = await token('contoso');
    // scim_<id>_<secret>: the id has 22 characters, which may be underscores.
    const id = revoked.slice(5, 27);
    const entry = (await stores.audit.list('contoso', { before: null, limit: 1 }))[0];
    if (entry === undefined) throw new Error('no entry');
    await stores.credentials.revokeCredential('contoso', id, new Date(), { ...entry, id: 'r' });
    const answers = await Promise.all(
      [
        '',
        'Basic YTpi',
        'Bearer',
        'Bearer x',
        `Bearer ${good}x`,
        `Bearer ${other}`,
        `Bearer ${revoked}`,
        good,
      ].map((Authorization) => ask(handle, 'GET', '/Users', undefined, { Authorization })),
    );
    const [first] = answers;
    for (const { headers, status, text } of answers) {
      expect([status, text, [...headers]]).toEqual([401, first?.text, [...(first?.headers ?? [])]]);
    }
    expect((await ask(handle, 'GET', '/Users', undefined, { Authorization: `bearer ${good}` })).status).toBe(
      200,
    );
  });

  it('is asked for everywhere, before the path, the method and the body are looked at', async () => {
    const { handle } = await open();
    for (const path of ['/Users', '/ServiceProviderConfig', '/Schemas', '/Nothing', '/Bulk', '/Me', '']) {
      for (const method of ['GET', 'POST', 'DELETE', 'OPTIONS']) {
        expect((await ask(handle, method, path)).status).toBe(401);
      }
    }
    const { body, wasRead } = watched();
    const init = {
      method: 'POST',
      body,
      duplex: 'half',
      headers: { 'Content-Type': 'application/scim+json' },
    };
    expect((await handle(new Request(`${BASE}/Users`, init as RequestInit))).status).toBe(401);
    expect(wasRead()).toBe(false);
  });

  it('reads no body for what is refused by path, method, scope or length', async () => {
    const { handle, token } = await open();
    const reader = await token('contoso', ['users:read', 'groups:read']);
    for (const [path, status, length] of [
      ['/Users', 403, '2'],
      ['/Nothing', 404, '2'],
      ['/Schemas', 405, '2'],
      ['/.search', 413, '99999999'],
    ] as const) {
      const { body, wasRead } = watched();
      const headers = {
        Authorization: `Bearer ${reader}`,
        'Content-Type': 'application/json',
        'Content-Length': length,
      };
      const init = { method: 'POST', body, duplex: 'half', headers };
      expect([path, (await handle(new Request(BASE + path, init as RequestInit))).status]).toEqual([
        path,
        status,
      ]);
      expect(wasRead()).toBe(false);
    }
  });

  it('does what its scopes allow, and no more', async () => {
    const { handle, send, token } = await open();
    const { id } = (await send('POST', '/Users', person('adele'))).body;
    const group = (await send('POST', '/Groups', { schemas: [GROUP], displayName: 'g' })).body.id;
    const status = async (
      scope: 'users:read' | 'users:write' | 'groups:read' | 'groups:write',
      method: string,
      path: string,
      body?: unknown,
    ) =>
      (await ask(handle, method, path, body, { Authorization: `Bearer ${await token('contoso', [scope])}` }))
        .status;
    expect(await status('users:read', 'GET', `/Users/${id}`)).toBe(200);
    expect(await status('users:read', 'GET', '/Groups')).toBe(403);
    expect(await status('users:read', 'DELETE', `/Users/${id}`)).toBe(403);
    expect(await status('users:write', 'GET', `/Users/${id}`)).toBe(403);
    expect(await status('groups:write', 'PATCH', `/Groups/${group}`, patch())).toBe(204);
    expect(await status('groups:write', 'PATCH', `/Users/${id}`, patch())).toBe(403);
    expect(await status('users:write', 'GET', '/')).toBe(403);
    expect(await status('groups:read', 'GET', '/Schemas')).toBe(200);
    const root = await ask(handle, 'GET', '/', undefined, {
      Authorization: `Bearer ${await token('contoso', ['groups:read'])}`,
    });
    expect(root.body.totalResults).toBe(1);
  });

  it('without groups:read is not shown the groups of users, however it asks', async () => {
    const { handle, send, token } = await open();
    const { id } = (await send('POST', '/Users', person('adele'))).body;
    await send('POST', '/Groups', { schemas: [GROUP], displayName: 'Secret', members: [{ value: id }] });
    expect((await send('GET', `/Users/${id}`)).body.groups[0].display).toBe('Secret');
    const headers = { Authorization: `Bearer ${await token('contoso', ['users:read', 'users:write'])}` };
    const search = { schemas: [SEARCH], attributes: ['userName', 'groups'], excludedAttributes: ['emails'] };
    for (const [method, path, body] of [
      ['GET', `/Users/${id}`],
      ['GET', `/Users/${id}?attributes=groups`],
      ['GET', '/Users?excludedAttributes=emails'],
      ['POST', '/Users/.search', search],
      ['POST', '/.search', search],
      ['PATCH', `/Users/${id}`, patch()],
    ] as const) {
      const answer = await ask(handle, method, path, body, headers);
      expect([path, answer.status, answer.text.includes('Secret')]).toEqual([path, 200, false]);
    }
  });

  it('that sends too much is 429 with Retry-After, and a store that is down 503', async () => {
    const stores = await openMemoryStores();
    const limited = {
      authenticate: async () => ({
        ok: false,
        error: { code: 'scim_rate_limited', details: { retryAfterSeconds: 7 } },
      }),
    };
    const down = { authenticate: async () => Promise.reject(new Error('password=hunter2')) };
    for (const [authentication, status, retry] of [
      [limited, 429, '7'],
      [down, 503, '5'],
    ] as const) {
      const credentials = { ...authentication, tokenEndpoint: async () => new Response() };
      const options = {
        store: stores.scim,
        members: stores.members,
        credentials,
        domainClaims: claims,
        baseUrl: 'https://app.example',
      };
      const { handle } = createScimHandlers(createScim(options as unknown as ScimOptions));
      const answer = await ask(handle, 'GET', '/Users');
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([status, retry]);
      expect(answer.body.schemas).toEqual([ERROR]);
      expect(answer.text).not.toContain('hunter2');
    }
  });
});

describe('the token endpoint', () => {
  it('is beside the version of the prefix, gives a token that lets in, and may be elsewhere or nowhere', async () => {
    const { handle, scim } = await open();
    expect(scim.tokenUrl).toBe('https://app.example/scim/token');
    expect((await handle(new Request('https://app.example/scim/token/'))).status).toBe(405);
    const refused = await handle(
      new Request('https://app.example/scim/token', {
        method: 'POST',
        body: new URLSearchParams({ grant_type: 'client_credentials', client_id: 'x', client_secret: 'y' }),
      }),
    );
    expect(refused.status).toBe(401);
    expect((await open({ tokenPath: '/oauth/token' })).scim.tokenUrl).toBe('https://app.example/oauth/token');
    const none = await open({ tokenPath: null });
    expect([
      none.scim.tokenUrl,
      (await none.handle(new Request('https://app.example/scim/token'))).status,
    ]).toEqual([null, 404]);
  });
});

describe('addresses', () => {
  it('follow from the configured base address, whatever host a request names', async () => {
    const { handle, token } = await open({ pathPrefix: '/api/app/scim/v2' });
    const Authorization = `Bearer ${await token('contoso')}`;
    const made = await ask(handle, 'POST', 'https://evil.example/api/app/scim/v2/Users', person('adele'), {
      Authorization,
      Host: 'evil.example',
      'X-Forwarded-Host': 'evil.example',
    });
    expect(made.headers.get('location')).toMatch(/^https:\/\/app\.example\/api\/app\/scim\/v2\/Users\//u);
    expect(made.text).not.toContain('evil');
    expect(
      (await ask(handle, 'GET', 'https://app.example/scim/v2/Users', undefined, { Authorization })).status,
    ).toBe(404);
  });

  it.each([
    [{ pathPrefix: '/scim/' }, 'pathPrefix'],
    [{ pathPrefix: 'scim' }, 'pathPrefix'],
    [{ pathPrefix: '/a/../b' }, 'pathPrefix'],
    [{ baseUrl: 'http://app.example' }, 'baseUrl'],
    [{ foreignDomains: 'allow' }, 'foreignDomains'],
    [{ existingMembers: 'take' }, 'existingMembers'],
    [{ patchResponse: { users: 'all' } }, 'patchResponse'],
    [{ cursorKey: new Uint8Array(16) }, 'cursorKey'],
    [{ limits: { maxPageSize: 0 } }, 'maxPageSize'],
    [{ documentationUri: 'help' }, 'documentationUri'],
    [{ advertisePagination: 1 }, 'advertisePagination'],
    [{ clock: 5 }, 'clock'],
    [{ store: {} }, 'store'],
    [{ requestLog: {} }, 'requestLog'],
  ])('and options %j are refused with a TypeError that names %s', async (options, name) => {
    await expect(open(options)).rejects.toThrow(new RegExp(name, 'u'));
    await expect(open(options)).rejects.toThrow(TypeError);
  });

  it('and only what createScim made can be served', () => {
    expect(() => createScimHandlers({} as never)).toThrow(TypeError);
  });
});
