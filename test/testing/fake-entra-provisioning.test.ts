import { describe, expect, it } from 'vitest';
import { createFakeEntra } from '../../src/testing/fake-entra.js';
import { baseUrl, keyPair, people } from './fake-entra-client.js';

/** Nothing listens there: the test of the connection fails, and the settings are kept all the same. */
const CONNECT = { do: 'connect', tenantUrl: 'http://127.0.0.1:1/scim/v2', token: 'scim_secret' };

describe('the provisioning page of a fake Entra', () => {
  it('is reached from the home page, and offers people once it is connected', async () => {
    const { get, home, post } = openFake();
    expect(await (await home()).text()).toContain('/provisioning">Provisioning</a>');
    expect(await (await get()).text()).not.toContain('Assign');
    const connected = await (await post(CONNECT)).text();
    expect(connected).toContain('The test of the connection failed');
    expect(connected).toContain('Adele &lt;b&gt;Vance&lt;/b&gt;');
    expect(connected).not.toContain('scim_secret');
    expect(await (await post({ do: 'assign', id: 'a1' })).text()).toContain('adele@contoso.com: assigned');
    expect(await (await post({ do: 'block', id: 'm2' })).text()).toContain('sign-in blocked');
    expect(await (await post({ do: 'delete', id: 'm2' })).text()).toContain('deleted, can be restored');
    const grouped = await (await post({ do: 'group', id: '', name: 'Research', member: 'm2' })).text();
    expect(grouped).toContain('in scope by a group');
    const cycle = await (await post({ do: 'incremental' })).text();
    expect(cycle).toContain('could not be reached');
    // What was assigned outlives a change of the settings.
    expect(await (await post({ ...CONNECT, token: '' })).text()).toContain('adele@contoso.com: assigned');
  });

  it.each([
    [{ do: 'assign', id: 'nobody' }, 'The tenant has no user nobody.'],
    [{ do: 'attribute', id: 'a1', name: 'objectId', value: 'm2' }, 'There is no such attribute.'],
    [{ do: 'group', id: '', name: ' ' }, 'A group has a name.'],
    [{ do: 'constructor', id: 'a1' }, 'not assigned'],
    [{ do: 'connect', tenantUrl: 'no URL', token: 'x' }, 'Invalid URL'],
  ])('answers a form that is wrong with the page: %j', async (form, shown) => {
    const { post } = openFake();
    await post(CONNECT);
    expect(await (await post(form)).text()).toContain(shown);
  });

  it('takes no form of another site: it sends requests to wherever it is told', async () => {
    const { get, post } = openFake();
    const refused: readonly Record<string, string>[] = [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://attacker.example' },
      { origin: 'null' },
      { origin: 'http://127.0.0.1' },
    ];
    for (const headers of refused) expect((await post(CONNECT, headers)).status).toBe(403);
    expect(await (await get()).text()).not.toContain('127.0.0.1:1/');
    expect((await post(CONNECT, { 'sec-fetch-site': 'same-origin', origin: 'null' })).status).toBe(200);
  });
});

function openFake() {
  const fake = createFakeEntra({ baseUrl, people, keyPair });
  const url = `${baseUrl}/${fake.tenantId}/provisioning`;
  return {
    home: () => fake.handle(new Request(`${baseUrl}/`)),
    get: () => fake.handle(new Request(url)),
    post: (fields: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}) =>
      fake.handle(new Request(url, { method: 'POST', headers, body: new URLSearchParams(fields) })),
  };
}
