import { expect, it } from 'vitest';
import { defineExtension } from '../../../src/scim/index.js';
import {
  ENTERPRISE,
  ERROR,
  GROUP,
  type Json,
  LIST,
  type OpenStores,
  openWorld,
  person,
  USER,
} from '../http/world.js';

/** RFC 7644 §2, §3.8, §4 and RFC 7643 §5–§8: how a client gets in, and what it can find out. */
export function discoveryConformance(openStores: OpenStores): void {
  it('RFC 7644 §2: without a credential 401 with WWW-Authenticate', async () => {
    const { send } = await openWorld(openStores);
    const { body, headers, status } = await send('GET', '/Users', undefined, { Authorization: '' });
    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toBe('Bearer realm="SCIM"');
    expect(body).toEqual({
      schemas: [ERROR],
      status: '401',
      detail: 'The request carries no valid bearer token.',
    });
  });

  it('RFC 7644 §3.8: application/json is taken, and given to who asks for it alone', async () => {
    const { send } = await openWorld(openStores);
    const posted = await send('POST', '/Users', person('adele'), {
      'Content-Type': 'application/json; charset="UTF-8"',
    });
    expect(posted.status).toBe(201);
    const plain = await send('GET', '/Users', undefined, { Accept: 'application/json, text/plain' });
    expect(plain.headers.get('content-type')).toBe('application/json; charset=utf-8');
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'application/json; charset=latin1',
    ]) {
      expect((await send('POST', '/Users', '{}', { 'Content-Type': type })).status).toBe(415);
    }
  });

  it('RFC 7644 §4, RFC 7643 §5: ServiceProviderConfig tells of every feature', async () => {
    const { send } = await openWorld(openStores);
    const { body, status } = await send('GET', '/ServiceProviderConfig');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      patch: { supported: true },
      bulk: { supported: false },
      filter: { supported: true, maxResults: 200 },
      changePassword: { supported: false },
      sort: { supported: true },
      etag: { supported: true },
      pagination: {
        cursor: true,
        index: true,
        defaultPaginationMethod: 'index',
        defaultPageSize: 100,
        maxPageSize: 200,
        cursorTimeout: 3600,
      },
      meta: { location: 'https://app.example/scim/v2/ServiceProviderConfig' },
    });
    expect(body.authenticationSchemes.map(({ type }: Json) => type)).toEqual(['oauthbearertoken', 'oauth2']);
    const other = await openWorld(openStores, { advertisePagination: false, tokenPath: null });
    const quiet = (await other.send('GET', '/serviceproviderconfig/')).body;
    expect([quiet.pagination, quiet.authenticationSchemes.length]).toEqual([undefined, 1]);
  });

  it('RFC 7644 §4, RFC 7643 §6–§7: resource types and schemas, as lists and one by one; filters are forbidden', async () => {
    const { send } = await openWorld(openStores);
    const types = (await send('GET', '/ResourceTypes')).body;
    expect([types.schemas, types.Resources.map(({ id }: Json) => id)]).toEqual([[LIST], ['User', 'Group']]);
    expect((await send('GET', '/ResourceTypes/User')).body.endpoint).toBe('/Users');
    const schemas = (await send('GET', '/Schemas')).body;
    expect(schemas.Resources.map(({ id }: Json) => id)).toEqual([USER, ENTERPRISE, GROUP]);
    expect((await send('GET', `/Schemas/${USER}`)).body.name).toBe('User');
    expect((await send('GET', '/Schemas/urn:nothing')).status).toBe(404);
    expect((await send('GET', '/Schemas?filter=id%20pr')).status).toBe(403);
    expect((await send('POST', '/Schemas', {})).headers.get('allow')).toBe('GET, HEAD');
  });

  it('RFC 7643 §3.3: an extension of the application is read, kept, found and told of', async () => {
    const id = 'urn:ietf:params:scim:schemas:extension:contoso:2.0:User';
    const extension = defineExtension({ id, name: 'Contoso', attributes: [{ name: 'tag' }] });
    const { send } = await openWorld(openStores, { extensions: { user: [extension] } });
    const { body } = await send('POST', '/Users', person('adele', { [id]: { tag: 'red' } }));
    expect([body[id], body.schemas]).toEqual([{ tag: 'red' }, [USER, id]]);
    const found = await send('GET', `/Users?filter=${encodeURIComponent(`${id}:tag eq "RED"`)}`);
    expect(found.body.totalResults).toBe(1);
    expect((await send('GET', `/Schemas/${id}`)).status).toBe(200);
  });

  it('RFC 7231 §4.3.2: HEAD is GET without a body', async () => {
    const { send } = await openWorld(openStores);
    const { body } = await send('POST', '/Users', person('adele'));
    const head = await send('HEAD', `/Users/${body.id}`);
    expect([head.status, head.text, head.headers.get('etag')]).toEqual([200, '', 'W/"1"']);
  });
}
