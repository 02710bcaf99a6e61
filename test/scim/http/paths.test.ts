import { describe, expect, it } from 'vitest';
import { openMemoryStores } from './memory-stores.js';
import { ask, GROUP, ORIGIN, openWorld, person, SEARCH } from './world.js';

describe('names in a path are read without regard to case', () => {
  it.each(['/Users/.SEARCH', '/USERS/.Search', '/users/.search/'])('%s', async (path) => {
    const { send } = await openWorld(openMemoryStores);
    await send('POST', '/Users', person('adele'));
    const { body, status } = await send('POST', path, { schemas: [SEARCH], filter: 'userName sw "adele"' });
    expect([status, body.totalResults]).toEqual([200, 1]);
    // Not the resource whose id is .SEARCH.
    const get = await send('GET', path);
    expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it.each(['/Groups/.SEARCH', '/.SEARCH', '/.Search'])('%s, of groups', async (path) => {
    const { send } = await openWorld(openMemoryStores);
    await send('POST', '/Groups', { schemas: [GROUP], displayName: 'Sales' });
    const { body, status } = await send('POST', path, { schemas: [SEARCH] });
    expect([status, body.totalResults]).toEqual([200, 1]);
  });

  it('and ids to the letter', async () => {
    const { send } = await openWorld(openMemoryStores);
    const { id } = (await send('POST', '/Users', person('adele'))).body;
    const other = id.toUpperCase();
    expect(other).not.toBe(id);
    expect((await send('GET', `/Users/${other}`)).status).toBe(404);
  });
});

describe('the address that an administrator pasted', () => {
  it.each(['/SCIM/v2', '/Scim/V2', '//scim//V2'])('may be written as %s', async (prefix) => {
    const { handle, token } = await openWorld(openMemoryStores);
    const headers = { Authorization: `Bearer ${await token('contoso')}` };
    const made = await ask(handle, 'POST', `${ORIGIN}${prefix}/Users`, person('adele'), headers);
    expect(made.status).toBe(201);
    // What is given back is the address as it was configured.
    expect(made.headers.get('location')).toBe(`${ORIGIN}/scim/v2/Users/${made.body.id}`);
    expect((await ask(handle, 'GET', `${ORIGIN}${prefix}/Users`)).status).toBe(401);
  });

  it.each(['/scim/v20/Users', '/scim/v1/Users', '/scim', '/SCIM/v2x', '/xscim/v2/Users'])(
    'is none of another path: %s',
    async (path) => {
      const { handle, token } = await openWorld(openMemoryStores);
      const headers = { Authorization: `Bearer ${await token('contoso')}` };
      expect((await ask(handle, 'GET', `${ORIGIN}${path}`, undefined, headers)).status).toBe(404);
    },
  );

  it('of the token endpoint, too', async () => {
    const { handle } = await openWorld(openMemoryStores);
    expect((await handle(new Request(`${ORIGIN}/SCIM/Token`))).status).toBe(405);
  });
});
