import { describe, expect, it, vi } from 'vitest';
import { openMemoryStores } from './memory-stores.js';
import { CONTOSO, openWorld, patch, person } from './world.js';

describe('changes of one user while the database is slow', () => {
  it('wait 100 at most; the next one is told to come again, and other users are not hindered', async () => {
    const stores = await openMemoryStores();
    const world = await openWorld(async () => stores);
    const { id } = (await world.send('POST', '/Users', person('adele'))).body;
    const other = (await world.send('POST', '/Users', person('bert'))).body.id;
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const getUser = stores.scim.getUser.bind(stores.scim);
    vi.spyOn(stores.scim, 'getUser').mockImplementationOnce(async (...given) => {
      await gate;
      return getUser(...given);
    });
    const title = (to: string) => patch({ op: 'replace', path: 'title', value: to });
    const sent = Array.from({ length: 102 }, (_, index) =>
      world.send('PATCH', `/Users/${id}`, title(`t${index}`)),
    );
    // Whichever finds the line full is answered while all others wait.
    for (const refused of [await Promise.race(sent), await world.send('DELETE', `/Users/${id}`)]) {
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '5']);
      expect(refused.text).not.toContain('scim_user_busy');
    }
    const [entry] = await stores.requestLog.list(CONTOSO, 1);
    expect(entry).toMatchObject({ method: 'DELETE', status: 429, code: 'scim_user_busy' });
    expect((await world.send('PATCH', `/Users/${other}`, title('CEO'))).status).toBe(200);
    open();
    const statuses = (await Promise.all(sent)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(101);
    expect((await world.send('PATCH', `/Users/${id}`, title('again'))).status).toBe(200);
  });
});
