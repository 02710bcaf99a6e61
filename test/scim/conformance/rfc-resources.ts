import { expect, it } from 'vitest';
import { ENTERPRISE, ERROR, GROUP, type OpenStores, openWorld, patch, person, USER } from '../http/world.js';

const group = (displayName: string, more: object = {}): object => ({
  schemas: [GROUP],
  displayName,
  ...more,
});

/** RFC 7644 §3.3–3.6, §3.12–3.14 and RFC 7643 §3, §4: making, reading, changing and deleting one resource. */
export function resourceConformance(openStores: OpenStores): void {
  it('RFC 7644 §3.3: a POST answers 201 with Location, which is meta.location, and an ETag', async () => {
    const { send } = await openWorld(openStores);
    const { body, headers, status } = await send('POST', '/Users', person('adele'));
    expect(status).toBe(201);
    expect(headers.get('location')).toBe(body.meta.location);
    expect(body.meta.location).toBe(`https://app.example/scim/v2/Users/${body.id}`);
    expect(headers.get('etag')).toBe(body.meta.version);
    expect(headers.get('content-type')).toBe('application/scim+json; charset=utf-8');
    expect(headers.get('cache-control')).toContain('no-store');
    expect(body.meta.resourceType).toBe('User');
    expect(body.meta.created).toBe(body.meta.lastModified);
  });

  it('RFC 7644 §3.3: read-only attributes that are sent are passed over, passwords never kept', async () => {
    const { send, stores } = await openWorld(openStores);
    const id = '11111111-1111-4111-8111-111111111111';
    const meta = { resourceType: 'Group', created: '2001-01-01T00:00:00Z', location: 'https://evil.example' };
    const sent = person('adele', { id, meta, groups: [{ value: id }], password: 'Winter2026!' });
    const { body } = await send('POST', '/Users', sent);
    expect(body.id).not.toBe(id);
    expect(body.meta.created).not.toContain('2001');
    expect(body.groups).toBeUndefined();
    expect(JSON.stringify(await stores.scim.getUser('contoso', body.id))).not.toContain('Winter');
    expect((await send('GET', `/Users/${body.id}?attributes=password`)).body.password).toBeUndefined();
  });

  it('RFC 7644 §3.3, RFC 7643 §4.1.1: a userName that is taken, whatever its case, is 409 uniqueness', async () => {
    const { send } = await openWorld(openStores);
    await send('POST', '/Users', person('adele'));
    const again = await send('POST', '/Users', person('adele', { userName: 'ADELE@Contoso.com' }));
    expect(again.status).toBe(409);
    expect(again.body).toEqual({
      schemas: [ERROR],
      status: '409',
      scimType: 'uniqueness',
      detail: expect.stringContaining('userName'),
    });
    await send('POST', '/Groups', group('Sales'));
    expect((await send('POST', '/Groups', group('SALES'))).body.scimType).toBe('uniqueness');
  });

  it('RFC 7644 §3.3: of 20 equal POSTs at one moment one is 201, all others 409', async () => {
    const { send } = await openWorld(openStores);
    const all = await Promise.all(Array.from({ length: 20 }, () => send('POST', '/Users', person('adele'))));
    expect(all.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(all.filter(({ status }) => status === 409)).toHaveLength(19);
  });

  it('RFC 7644 §3.4.1: a GET gives the resource; RFC 7643 §3: schemas name the extensions with data', async () => {
    const { send } = await openWorld(openStores);
    const { body } = await send('POST', '/Users', person('adele', { [ENTERPRISE]: { department: 'R&D' } }));
    const read = await send('GET', `/Users/${body.id}`);
    expect(read.status).toBe(200);
    expect(read.body).toEqual(body);
    expect(read.body.schemas).toEqual([USER, ENTERPRISE]);
    const plain = await send('POST', '/Users', person('bert'));
    expect(plain.body.schemas).toEqual([USER]);
  });

  it('RFC 7644 §3.5.1: a PUT replaces, clears what is not sent, and makes nothing', async () => {
    const { send } = await openWorld(openStores);
    const { body } = await send('POST', '/Users', person('adele', { title: 'Engineer' }));
    const put = await send('PUT', `/Users/${body.id}`, person('adele', { nickName: 'Addy' }));
    expect(put.status).toBe(200);
    expect(put.body).toMatchObject({ id: body.id, nickName: 'Addy', externalId: 'adele' });
    expect(put.body.title).toBeUndefined();
    const none = await send('PUT', '/Users/11111111-1111-4111-8111-111111111111', person('bert'));
    expect(none.status).toBe(404);
    const { userName: _, ...unnamed } = person('adele');
    expect((await send('PUT', `/Users/${body.id}`, unnamed)).body.scimType).toBe('invalidValue');
  });

  it('RFC 7644 §3.5.2: a PATCH is all or nothing', async () => {
    const { send } = await openWorld(openStores);
    const { body } = await send('POST', '/Users', person('adele'));
    const bad = patch(
      { op: 'replace', path: 'displayName', value: 'Changed' },
      { op: 'replace', path: 'id', value: 'x' },
    );
    const refused = await send('PATCH', `/Users/${body.id}`, bad);
    expect([refused.status, refused.body.scimType]).toEqual([400, 'mutability']);
    expect((await send('GET', `/Users/${body.id}`)).body).toEqual(body);
  });

  it('RFC 7644 §3.5.2: users answer 200 with the resource, groups 204, and groups 200 when attributes are asked for', async () => {
    const { send } = await openWorld(openStores);
    const user = await send('POST', '/Users', person('adele'));
    const op = patch({ op: 'replace', path: 'displayName', value: 'New' });
    expect((await send('PATCH', `/Users/${user.body.id}`, op)).body.displayName).toBe('New');
    const { body } = await send('POST', '/Groups', group('Sales'));
    const silent = await send('PATCH', `/Groups/${body.id}`, op);
    expect([silent.status, silent.text]).toEqual([204, '']);
    const again = patch({ op: 'replace', path: 'displayName', value: 'Newer' });
    const asked = await send('PATCH', `/Groups/${body.id}?attributes=displayName`, again);
    expect([asked.status, asked.body.displayName]).toEqual([200, 'Newer']);
  });

  it('RFC 7644 §3.5.2.1: what repeats what is so changes neither version nor lastModified', async () => {
    const { send, changes } = await openWorld(openStores);
    const { body } = await send('POST', '/Users', person('adele'));
    const before = (await changes()).length;
    const same = patch(
      { op: 'Replace', path: 'active', value: 'True' },
      { op: 'add', path: 'displayName', value: 'adele' },
    );
    expect((await send('PATCH', `/Users/${body.id}`, same)).body).toEqual(body);
    expect((await send('PUT', `/Users/${body.id}`, person('adele'))).body).toEqual(body);
    const team = await send('POST', '/Groups', group('Sales', { members: [{ value: body.id }] }));
    const add = patch({ op: 'Add', path: 'members', value: [{ value: body.id }] });
    expect((await send('PATCH', `/Groups/${team.body.id}`, add)).status).toBe(204);
    expect((await send('GET', `/Groups/${team.body.id}`)).body).toEqual(team.body);
    expect((await changes()).slice(before).map(({ type }) => type)).toEqual([
      'group.created',
      'member.added',
    ]);
  });

  it('RFC 7644 §3.6: after a DELETE (204) everything is 404, and the name is free', async () => {
    const { send } = await openWorld(openStores);
    for (const [path, made] of [
      ['/Users', person('adele')],
      ['/Groups', group('Sales')],
    ] as const) {
      const { body } = await send('POST', path, made);
      const gone = await send('DELETE', `${path}/${body.id}`);
      expect([gone.status, gone.text]).toEqual([204, '']);
      for (const method of ['GET', 'PUT', 'PATCH', 'DELETE']) {
        const sent = method === 'PUT' ? made : method === 'PATCH' ? patch() : undefined;
        expect((await send(method, `${path}/${body.id}`, sent)).status).toBe(404);
      }
      expect((await send('GET', path)).body.totalResults).toBe(0);
      const again = await send('POST', path, made);
      expect([again.status, again.body.id === body.id]).toEqual([201, false]);
    }
  });

  it('RFC 7644 §3.11, §3.7: /Me and /Bulk answer 501', async () => {
    const { send } = await openWorld(openStores);
    for (const [method, path] of [
      ['GET', '/Me'],
      ['PATCH', '/me'],
      ['POST', '/Bulk'],
    ] as const) {
      const answer = await send(method, path, method === 'GET' ? undefined : {});
      expect([answer.status, answer.body.schemas]).toEqual([501, [ERROR]]);
    }
  });

  it('RFC 7644 §3.12: errors have the schema, the status as a string, and a detail', async () => {
    const { send } = await openWorld(openStores);
    const missing = await send('GET', '/Users/11111111-1111-4111-8111-111111111111');
    expect(missing.body).toEqual({
      schemas: [ERROR],
      status: '404',
      detail: 'There is no User with this id.',
    });
    expect((await send('GET', '/Nothing')).status).toBe(404);
    const wrong = await send('DELETE', '/Users');
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST']);
    const syntax = await send('POST', '/Users', '{"schemas":');
    expect([syntax.status, syntax.body.scimType]).toEqual([400, 'invalidSyntax']);
  });

  it('RFC 7644 §3.14: If-None-Match answers 304, If-Match with another version 412', async () => {
    const { send } = await openWorld(openStores);
    const { body, headers } = await send('POST', '/Users', person('adele'));
    const path = `/Users/${body.id}`;
    const etag = String(headers.get('etag'));
    expect(etag).toBe('W/"1"');
    const unchanged = await send('GET', path, undefined, { 'If-None-Match': etag });
    expect([unchanged.status, unchanged.text, unchanged.headers.get('etag')]).toEqual([304, '', etag]);
    const op = patch({ op: 'replace', path: 'title', value: 'CTO' });
    expect((await send('PATCH', path, op, { 'If-Match': etag })).headers.get('etag')).toBe('W/"2"');
    expect((await send('GET', path, undefined, { 'If-None-Match': etag })).status).toBe(200);
    for (const method of ['PUT', 'PATCH', 'DELETE']) {
      const sent = method === 'PUT' ? person('adele') : method === 'PATCH' ? op : undefined;
      expect((await send(method, path, sent, { 'If-Match': etag })).status).toBe(412);
      expect((await send(method, path, sent, { 'If-Match': '"nonsense"' })).status).toBe(412);
    }
    expect((await send('DELETE', path, undefined, { 'If-Match': '*' })).status).toBe(204);
  });

  it('RFC 7644 §3.14: of 20 PATCHes with one If-Match one succeeds', async () => {
    const { send } = await openWorld(openStores);
    for (const [path, made] of [
      ['/Users', person('adele')],
      ['/Groups', group('Sales')],
    ] as const) {
      const { body } = await send('POST', path, made);
      const all = await Promise.all(
        Array.from({ length: 20 }, (_, index) => {
          const op = patch({ op: 'replace', path: 'displayName', value: `n${index}` });
          return send('PATCH', `${path}/${body.id}?attributes=id`, op, { 'If-Match': 'W/"1"' });
        }),
      );
      expect(all.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(all.filter(({ status }) => status === 412)).toHaveLength(19);
    }
  });

  it('RFC 7644 §3.14: 40 PATCHes without If-Match at one moment all hold', async () => {
    const { send } = await openWorld(openStores);
    const { body } = await send('POST', '/Users', person('adele'));
    const values = Array.from({ length: 40 }, (_, index) => `alias${index}@contoso.com`);
    const all = await Promise.all(
      values.map((value) =>
        send(
          'PATCH',
          `/Users/${body.id}`,
          patch({ op: 'add', path: 'emails', value: [{ type: 'other', value }] }),
        ),
      ),
    );
    expect(all.map(({ status }) => status)).toEqual(values.map(() => 200));
    const { body: after } = await send('GET', `/Users/${body.id}`);
    expect(after.emails).toHaveLength(41);
    expect(after.meta.version).toBe('W/"41"');
  });
}
