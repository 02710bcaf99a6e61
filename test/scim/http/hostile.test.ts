import { toUSVString } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openMemoryStores } from './memory-stores.js';
import { BASE, ENTERPRISE, GROUP, openWorld, PATCH_OP, patch, person, USER } from './world.js';

const open = (options = {}) => openWorld(openMemoryStores, options);

describe('a hostile body', () => {
  it('that is too long is 413, whether it says so or not', async () => {
    const world = await open();
    const Authorization = `Bearer ${await world.token('contoso')}`;
    const long = JSON.stringify({ ...person('adele'), title: 'x'.repeat(3_000_000) });
    expect((await world.send('POST', '/Users', long)).status).toBe(413);
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 65_536;
        controller.enqueue(new Uint8Array(65_536).fill(0x20));
      },
    });
    const init = { method: 'POST', body, duplex: 'half', headers: { Authorization } };
    expect((await world.handle(new Request(`${BASE}/Users`, init as RequestInit))).status).toBe(413);
    expect(sent).toBeLessThan(3_000_000);
  });

  it.each([
    ['nothing', ''],
    ['no JSON', '{"a":'],
    ['a number', '5'],
    ['null', 'null'],
    ['a list', '[]'],
    ['depth', `{"schemas":["${USER}"],"userName":${'['.repeat(100_000)}`],
    [
      'depth that ends',
      `{"schemas":["${USER}"],"userName":"a","x":${'['.repeat(2_000)}${']'.repeat(2_000)}}`,
    ],
    ['schemas that are none', '{"schemas":{"length":1},"userName":"a"}'],
  ])('of %s is 400 invalidSyntax', async (_name, body) => {
    const { send } = await open();
    const answer = await send('POST', '/Users', body);
    expect([answer.status, answer.body.scimType]).toEqual([400, 'invalidSyntax']);
  });

  it('that is not UTF-8, or is compressed, is refused', async () => {
    const { handle, token } = await open();
    const Authorization = `Bearer ${await token('contoso')}`;
    const bytes = Buffer.from(JSON.stringify(person('adele?')));
    bytes[bytes.indexOf('?')] = 0xff;
    const post = async (headers: Record<string, string>) =>
      (
        await handle(
          new Request(`${BASE}/Users`, {
            method: 'POST',
            body: bytes,
            headers: { Authorization, ...headers },
          }),
        )
      ).status;
    expect(await post({ 'Content-Type': 'application/json' })).toBe(400);
    expect(await post({ 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' })).toBe(415);
  });

  it('with __proto__, constructor and prototype changes no prototype and keeps nothing of it', async () => {
    const { send } = await open();
    const body = `{"schemas":["${USER}"],"userName":"adele@contoso.com","__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}},"name":{"__proto__":{"isAdmin":true},"givenName":"A"},"${ENTERPRISE}":{"__proto__":{"isAdmin":true}}}`;
    const made = await send('POST', '/Users', body);
    expect([made.status, made.text.includes('isAdmin')]).toEqual([201, false]);
    const paths = [
      '__proto__.isAdmin',
      'constructor.prototype.isAdmin',
      'name.__proto__',
      `${ENTERPRISE}:__proto__`,
      'emails[__proto__ eq "x"].value',
    ];
    for (const path of paths) {
      expect(
        (await send('PATCH', `/Users/${made.body.id}`, patch({ op: 'add', path, value: true }))).status,
      ).toBeLessThan(500);
    }
    const pathless = `{"schemas":["${PATCH_OP}"],"Operations":[{"op":"add","value":{"__proto__":{"isAdmin":true},"constructor.prototype.isAdmin":true}}]}`;
    expect((await send('PATCH', `/Users/${made.body.id}`, pathless)).status).toBe(200);
    expect(
      (
        await send(
          'POST',
          '/.search',
          '{"schemas":["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],"__proto__":{"filter":"x"}}',
        )
      ).status,
    ).toBe(200);
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
    expect(Object.keys((await send('GET', `/Users/${made.body.id}`)).body)).not.toContain('__proto__');
  });

  it('with a member twice means the last one, everywhere', async () => {
    const { send } = await open();
    const body = `{"schemas":["${USER}"],"userName":"mallory@contoso.com","userName":"adele@contoso.com"}`;
    const made = await send('POST', '/Users', body);
    expect(made.body.userName).toBe('adele@contoso.com');
    expect((await send('GET', `/Users/${made.body.id}`)).body.userName).toBe('adele@contoso.com');
  });

  it('with more operations or members than the limits is 413', async () => {
    const { send } = await open();
    const { id } = (await send('POST', '/Groups', { schemas: [GROUP], displayName: 'g' })).body;
    const many = patch(
      ...Array.from({ length: 1_001 }, () => ({ op: 'add', path: 'displayName', value: 'g' })),
    );
    expect((await send('PATCH', `/Groups/${id}`, many)).status).toBe(413);
    const value = Array.from({ length: 10_001 }, (_, index) => ({ value: `${index}` }));
    expect((await send('PATCH', `/Groups/${id}`, patch({ op: 'add', path: 'members', value }))).status).toBe(
      413,
    );
  });
});

describe('a failure', () => {
  it('of a store is 503 without a word of it; the log and the event have it', async () => {
    const stores = await openMemoryStores();
    const scim = { ...stores.scim, getUser: async () => Promise.reject(new Error('password=hunter2')) };
    const world = await openWorld(async () => ({ ...stores, scim }));
    const answer = await world.send('GET', '/Users/11111111-1111-4111-8111-111111111111');
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
    expect(answer.text).not.toContain('hunter2');
    expect(world.events.map(({ type }) => type)).toEqual(['scim_store_failed', 'scim_request']);
    expect((await stores.requestLog.list('contoso', 1))[0]?.status).toBe(503);
  });

  it('of the clock is 500 without a word of it', async () => {
    const world = await open({ clock: () => new Date(Number.NaN) });
    const answer = await world.send('GET', '/Users');
    expect([answer.status, answer.text.includes('clock')]).toEqual([500, false]);
    expect(world.events[0]?.type).toBe('scim_failed');
  });

  it('of the function that decides about foreign domains is 503', async () => {
    for (const foreignDomains of [() => Promise.reject(new Error('hunter2')), () => 'allow' as never]) {
      const world = await open({ foreignDomains });
      const answer = await world.send('POST', '/Users', person('x', { userName: 'x', emails: [] }));
      expect([answer.status, answer.text.includes('hunter2')]).toEqual([503, false]);
      expect((await world.send('GET', '/Users')).body.totalResults).toBe(0);
    }
  });

  it('of the request log changes no answer', async () => {
    const requestLog = { append: async () => Promise.reject(new Error('full')), list: async () => [] };
    const world = await open({ requestLog });
    expect((await world.send('GET', '/Users')).status).toBe(200);
    expect(world.events.map(({ type }) => type)).toEqual(['scim_request', 'scim_store_failed']);
  });

  it('of a store that answers with a record of another organisation is 503', async () => {
    const stores = await openMemoryStores();
    const { body } = await (await openWorld(async () => stores)).send('POST', '/Users', person('adele'));
    const getUser = (_organizationId: string, id: string) => stores.scim.getUser('contoso', id);
    const world = await openWorld(async () => ({ ...stores, scim: { ...stores.scim, getUser } }));
    expect((await world.as('fabrikam')('GET', `/Users/${body.id}`)).status).toBe(503);
  });
});

describe('whatever a client sends', () => {
  const word = fc.oneof(
    fc.constantFrom(
      'schemas',
      'userName',
      'active',
      'emails',
      'name',
      'members',
      'value',
      'type',
      'primary',
      'Operations',
      'op',
      'path',
      'id',
      'meta',
      '__proto__',
      ENTERPRISE,
      'manager',
      'externalId',
      'displayName',
    ),
    fc.string({ maxLength: 8 }),
  );
  const leaf = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.constantFrom(
      'add',
      'Replace',
      'remove',
      'emails[type eq "work"].value',
      'members[value eq "x"]',
      'True',
      USER,
      GROUP,
      PATCH_OP,
      'adele@contoso.com',
    ),
    fc.boolean(),
    fc.double(),
    fc.constant(null),
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      leaf,
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(word, tie('value'), { maxKeys: 5 }),
    ),
  }));
  const body = fc.tuple(
    fc.constantFrom(USER, GROUP, PATCH_OP),
    fc.dictionary(word, value, { maxKeys: 6 }),
    fc.array(
      fc.record(
        { op: fc.constantFrom('add', 'Remove', 'replace'), path: fc.oneof(word, leaf), value },
        { requiredKeys: ['op'] },
      ),
      { maxLength: 4 },
    ),
  );

  it('is answered, and never with 500', async () => {
    const world = await open({ foreignDomains: 'store-unlinked' });
    const user = (await world.send('POST', '/Users', person('adele'))).body.id;
    const group = (await world.send('POST', '/Groups', { schemas: [GROUP], displayName: 'g' })).body.id;
    const path = fc.oneof(
      fc.constantFrom(
        '/Users',
        '/Groups',
        `/Users/${user}`,
        `/Groups/${group}`,
        '/.search',
        '/Users/.search',
        '/Schemas',
        '/Me',
        '',
      ),
      fc.webPath(),
      fc
        .string({ unit: 'binary', maxLength: 20 })
        .map((text) => `/Users/${encodeURIComponent(toUSVString(text))}`),
    );
    const query = fc.oneof(
      fc.constant(''),
      fc.webQueryParameters().map((text) => `?${text}`),
      fc
        .tuple(
          fc.constantFrom('filter', 'sortBy', 'count', 'startIndex', 'cursor', 'attributes'),
          fc.oneof(
            fc.string(),
            fc.constantFrom('userName eq "a"', 'emails[type eq "work"', '%', '%zz', '-1', '1e9'),
          ),
        )
        .map(([name, text]) => `?${name}=${text.replaceAll('#', '')}`),
    );
    const method = fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'PROPFIND');
    await fc.assert(
      fc.asyncProperty(
        method,
        path,
        query,
        body,
        fc.string({ maxLength: 10 }),
        async (verb, where, asked, [urn, members, Operations], tag) => {
          const sent =
            verb === 'GET' || verb === 'HEAD'
              ? undefined
              : JSON.stringify({ ...members, schemas: [urn], Operations });
          const header = /^[\x20-\x7e]*$/u.test(tag) ? tag : '*';
          const { status, text } = await world.send(verb, `${where}${asked}`, sent, {
            'If-Match': header,
            'If-None-Match': header,
          });
          expect([status === 500, status === 503]).toEqual([false, false]);
          expect(text).not.toMatch(/TypeError|Cannot read|at .*\.ts:|undefined/u);
        },
      ),
      { numRuns: 1_500 },
    );
    expect(world.events.filter(({ type }) => type === 'scim_failed' || type === 'scim_store_failed')).toEqual(
      [],
    );
    expect(Object.keys(Object.prototype)).toEqual([]);
  }, 60_000);
});
