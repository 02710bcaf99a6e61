import { expect, it } from 'vitest';
import {
  GROUP,
  LIST,
  type OpenStores,
  openWorld,
  person,
  quoted,
  SEARCH,
  type World,
} from '../http/world.js';

async function withPeople(openStores: OpenStores, names: readonly string[]): Promise<World> {
  const world = await openWorld(openStores);
  for (const name of names) expect((await world.send('POST', '/Users', person(name))).status).toBe(201);
  return world;
}

const NAMES = ['berta', 'adele', 'Emil', 'dora', 'Carl'];
const namesOf = (body: { Resources: readonly { displayName: string }[] }): readonly string[] =>
  body.Resources.map(({ displayName }) => displayName);

/** RFC 7644 §3.4, §3.9 and RFC 9865: finding, sorting, paging, selecting. */
export function queryConformance(openStores: OpenStores): void {
  it('RFC 7644 §3.4.2: what finds nothing is 200 with an empty list', async () => {
    const { send } = await openWorld(openStores);
    const { body, status } = await send('GET', `/Users?filter=${quoted('userName eq "nobody"')}`);
    expect(status).toBe(200);
    expect(body).toEqual({ schemas: [LIST], totalResults: 0, itemsPerPage: 0, startIndex: 1, Resources: [] });
  });

  it('RFC 7644 §3.4.2.2: filters go by the grammar and the schema; wrong ones are 400 invalidFilter', async () => {
    const { send } = await withPeople(openStores, NAMES);
    const find = async (filter: string) => send('GET', `/Users?filter=${quoted(filter)}`);
    expect(namesOf((await find('displayName eq "ADELE"')).body)).toEqual(['adele']);
    expect((await find('externalId eq "ADELE"')).body.totalResults).toBe(0);
    expect(namesOf((await find('not (displayName co "e") and userName pr')).body)).toEqual(['dora', 'Carl']);
    expect(namesOf((await find('emails[type eq "work" and value sw "dora"]')).body)).toEqual(['dora']);
    expect((await find('emails[type eq "home" and value sw "dora"]')).body.totalResults).toBe(0);
    expect((await find('meta.created gt "2020-01-01T00:00:00Z"')).body.totalResults).toBe(5);
    for (const wrong of [
      'userName',
      'userName xx "a"',
      'active gt true',
      '(userName pr',
      'nothing eq "x"',
      'a'.repeat(11_000),
    ]) {
      const { body, status } = await find(wrong);
      expect([status, body.scimType]).toEqual([400, 'invalidFilter']);
    }
  });

  it('RFC 7644 §3.4.2.3: results are sorted, ascending unless said otherwise, without regard to case', async () => {
    const { send } = await withPeople(openStores, NAMES);
    const sorted = async (query: string) => namesOf((await send('GET', `/Users?${query}`)).body);
    expect(await sorted('sortBy=displayName')).toEqual(['adele', 'berta', 'Carl', 'dora', 'Emil']);
    expect(await sorted('sortBy=userName&sortOrder=descending')).toEqual([
      'Emil',
      'dora',
      'Carl',
      'berta',
      'adele',
    ]);
    const wrong = await send('GET', '/Users?sortBy=nothing');
    expect([wrong.status, wrong.body.scimType]).toEqual([400, 'invalidPath']);
  });

  it('RFC 7644 §3.4.2.4: pages by index are 1-based, startIndex is echoed, bounds are mended', async () => {
    const { send } = await withPeople(openStores, NAMES);
    const { body } = await send('GET', '/Users?startIndex=4&count=5');
    expect(body).toMatchObject({ totalResults: 5, startIndex: 4, itemsPerPage: 2 });
    expect(namesOf(body)).toEqual(['dora', 'Carl']);
    expect((await send('GET', '/Users?startIndex=0&count=-3')).body).toMatchObject({
      startIndex: 1,
      itemsPerPage: 0,
      totalResults: 5,
    });
    expect((await send('GET', '/Users?count=0')).body).toMatchObject({ totalResults: 5, Resources: [] });
    expect((await send('GET', '/Users?startIndex=one')).body.scimType).toBe('invalidValue');
  });

  it('RFC 9865 §2: pages by cursor give each once; the last has no nextCursor', async () => {
    const { send } = await withPeople(openStores, NAMES);
    for (const sort of ['', '&sortBy=displayName&sortOrder=descending']) {
      const seen: string[] = [];
      let cursor = '';
      for (let page = 0; page < 3; page += 1) {
        const { body } = await send('GET', `/Users?cursor=${cursor}&count=2${sort}`);
        expect(body.startIndex).toBeUndefined();
        expect(body.previousCursor).toBeUndefined();
        seen.push(...namesOf(body));
        expect(body.nextCursor === undefined).toBe(page === 2);
        cursor = body.nextCursor;
      }
      expect(seen.toSorted()).toEqual(NAMES.toSorted());
    }
  });

  it('RFC 9865 §2.1, §5: a cursor of another query, organisation or count, a forged and an old one are refused', async () => {
    let now = new Date('2026-03-01T10:00:00Z');
    const world = await openWorld(openStores, { clock: () => now });
    for (const name of NAMES) await world.send('POST', '/Users', person(name));
    const { nextCursor } = (await world.send('GET', '/Users?cursor&count=2')).body;
    expect(nextCursor).toMatch(/^[A-Za-z0-9_-]+$/u);
    const refused = async (query: string, organizationId = 'contoso') =>
      (await world.as(organizationId)('GET', `/Users?${query}`)).body.scimType;
    expect(await refused(`cursor=${nextCursor}&count=2&sortBy=userName`)).toBe('invalidCursor');
    expect(await refused(`cursor=${nextCursor}&count=2&filter=${quoted('title pr')}`)).toBe('invalidCursor');
    expect(await refused(`cursor=${nextCursor}&count=2`, 'fabrikam')).toBe('invalidCursor');
    expect(await refused(`cursor=${nextCursor}&count=3`)).toBe('invalidCount');
    const forged = `${nextCursor.slice(0, -4)}AAAA`;
    expect(await refused(`cursor=${forged}&count=2`)).toBe('invalidCursor');
    expect(await refused('cursor=abc&count=2')).toBe('invalidCursor');
    now = new Date('2026-03-01T11:00:01Z');
    expect(await refused(`cursor=${nextCursor}&count=2`)).toBe('expiredCursor');
  });

  it('RFC 7644 §3.4.2.5, §3.9: attributes and excludedAttributes select, id and schemas stay', async () => {
    const { send } = await withPeople(openStores, ['adele']);
    const only = (await send('GET', '/Users?attributes=userName,name.givenName')).body.Resources[0];
    expect(Object.keys(only).toSorted()).toEqual(['id', 'name', 'schemas', 'userName']);
    expect(only.name).toEqual({ givenName: 'adele' });
    const without = (await send('GET', '/Users?excludedAttributes=emails,id')).body.Resources[0];
    expect([without.emails, typeof without.id]).toEqual([undefined, 'string']);
    const posted = await send('POST', '/Users?attributes=userName', person('bert'));
    expect(Object.keys(posted.body).toSorted()).toEqual(['id', 'schemas', 'userName']);
  });

  it('RFC 7644 §3.4.3: a search is a query in a body', async () => {
    const { send } = await withPeople(openStores, NAMES);
    const search = {
      schemas: [SEARCH],
      filter: 'displayName co "e"',
      sortBy: 'displayName',
      startIndex: 2,
      count: 1,
      attributes: ['displayName'],
    };
    const { body, status } = await send('POST', '/Users/.search', search);
    expect([status, body.totalResults, namesOf(body)]).toEqual([200, 3, ['berta']]);
    expect((await send('POST', '/Users/.search', { filter: 'userName pr' })).body.scimType).toBe(
      'invalidSyntax',
    );
    expect((await send('GET', '/Users/.search')).headers.get('allow')).toBe('POST');
  });

  it('RFC 7644 §3.4.2.1: a query at the root is over users and groups; what a type does not have is absent there', async () => {
    const { send } = await withPeople(openStores, ['adele', 'berta']);
    for (const displayName of ['Anglers', 'Bakers'])
      await send('POST', '/Groups', { schemas: [GROUP], displayName });
    const search = async (more: object) =>
      (await send('POST', '/.search', { schemas: [SEARCH], ...more })).body;
    expect(namesOf(await search({}))).toEqual(['adele', 'berta', 'Anglers', 'Bakers']);
    expect(namesOf(await search({ startIndex: 2, count: 2 }))).toEqual(['berta', 'Anglers']);
    expect(namesOf(await search({ filter: 'userName pr' }))).toEqual(['adele', 'berta']);
    expect(
      namesOf(await search({ filter: 'userName eq "adele@contoso.com" or displayName sw "bak"' })),
    ).toEqual(['adele', 'Bakers']);
    expect(namesOf(await search({ sortBy: 'displayName', startIndex: 2, count: 2 }))).toEqual([
      'Anglers',
      'Bakers',
    ]);
    expect((await search({ sortBy: 'displayName', startIndex: 999, count: 9 })).scimType).toBe('tooMany');
    expect((await search({ cursor: '' })).scimType).toBe('invalidCursor');
    const { body } = await send('GET', `/?filter=${quoted('meta.resourceType eq "Group"')}`);
    expect(namesOf(body)).toEqual(['Anglers', 'Bakers']);
  });
}
