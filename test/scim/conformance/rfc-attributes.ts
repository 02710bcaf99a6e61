import { expect, it } from 'vitest';
import {
  BASE,
  ENTERPRISE,
  FABRIKAM,
  GROUP,
  type Json,
  type OpenStores,
  openWorld,
  patch,
  person,
  quoted,
  USER,
} from '../http/world.js';

/** RFC 7643 §2–§4, §7 and RFC 7644 §3.8–§3.9, §7.5: what attributes, ids and addresses of resources hold. */
export function attributeConformance(openStores: OpenStores): void {
  it('RFC 7644 §7.5.2: addresses that we write hold ids alone, nothing of the person', async () => {
    const { send } = await openWorld(openStores);
    const user = await send('POST', '/Users', person('adele'));
    const members = [{ value: user.body.id }];
    const group = await send('POST', '/Groups', { schemas: [GROUP], displayName: 'Sales', members });
    const read = [user, group, await send('GET', '/Users'), await send('GET', '/Groups')];
    read.push(await send('GET', `/Users/${user.body.id}`));
    const addresses = read.flatMap(({ headers, text }) => [
      ...[...text.matchAll(/"(https:[^"]*)"/gu)].map(([, address]) => String(address)),
      ...(headers.get('location') === null ? [] : [String(headers.get('location'))]),
    ]);
    const own = new Set([`${BASE}/Users/${user.body.id}`, `${BASE}/Groups/${group.body.id}`]);
    expect(new Set(addresses)).toEqual(own);
  });

  it('RFC 7644 §3.8: what is read and written is UTF-8', async () => {
    const { send } = await openWorld(openStores);
    const name = { givenName: 'Zoë', familyName: '山田 🦊' };
    const { body, headers } = await send('POST', '/Users', person('zoe', { name, displayName: 'Zoë 山田' }));
    expect(body.name).toEqual(name);
    expect(headers.get('content-type')).toContain('charset=utf-8');
    const found = await send('GET', `/Users?filter=${quoted('displayName eq "zoë 山田"')}`, undefined, {
      Accept: 'application/scim+json',
    });
    expect(found.body.Resources[0]?.name).toEqual(name);
    expect(found.headers.get('content-type')).toBe('application/scim+json; charset=utf-8');
  });

  it('RFC 7643 §3.1: the id is ours, stays through every change, is never bulkId and never given twice', async () => {
    const { send } = await openWorld(openStores);
    const seen = new Set<string>();
    for (let round = 0; round < 3; round += 1) {
      const { id } = (await send('POST', '/Users', person('adele', { id: 'bulkId:1' }))).body;
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u);
      seen.add(id);
      const put = await send('PUT', `/Users/${id}`, person('adele', { id: 'other', title: 'CTO' }));
      const renamed = patch({ op: 'replace', path: 'userName', value: 'adele2@contoso.com' });
      expect([put.body.id, (await send('PATCH', `/Users/${id}`, renamed)).body.id]).toEqual([id, id]);
      await send('DELETE', `/Users/${id}`);
    }
    expect(seen.size).toBe(3);
  });

  it('RFC 7643 §3.1: externalId is the client’s alone: never made up, and each organisation has its own', async () => {
    const world = await openWorld(openStores);
    const { externalId: _, ...without } = person('bert');
    expect((await world.send('POST', '/Users', without)).body.externalId).toBeUndefined();
    const { id } = (await world.send('POST', '/Users', person('adele', { externalId: 'x1' }))).body;
    const filter = `/Users?filter=${quoted('externalId eq "x1"')}`;
    expect((await world.as(FABRIKAM)('GET', filter)).body.totalResults).toBe(0);
    const theirs = person('adele', { externalId: 'x1', userName: 'adele@fabrikam.com', emails: [] });
    expect((await world.as(FABRIKAM)('POST', '/Users', theirs)).status).toBe(201);
    expect((await world.send('GET', filter)).body.Resources.map((user: Json) => user.id)).toEqual([id]);
    const cleared = patch({ op: 'remove', path: 'externalId' });
    expect((await world.send('PATCH', `/Users/${id}`, cleared)).body.externalId).toBeUndefined();
  });

  it('RFC 7644 §3.9: attributes and excludedAttributes select in answers to PUT and PATCH, too', async () => {
    const { send } = await openWorld(openStores);
    const { id } = (await send('POST', '/Users', person('adele'))).body;
    const put = await send('PUT', `/Users/${id}?attributes=title`, person('adele', { title: 'CTO' }));
    expect(put.body).toEqual({ schemas: [USER], id, title: 'CTO' });
    const op = patch({ op: 'replace', path: 'title', value: 'CEO' });
    const patched = await send('PATCH', `/Users/${id}?excludedAttributes=emails,name`, op);
    expect([patched.body.title, patched.body.emails, patched.body.name]).toEqual([
      'CEO',
      undefined,
      undefined,
    ]);
  });

  it('RFC 7643 §3: schemas are there, name nothing twice, and nothing that is not declared', async () => {
    const { send } = await openWorld(openStores);
    for (const schemas of [[], undefined, [ENTERPRISE], ['urn:x:y'], [7]]) {
      const { body, status } = await send('POST', '/Users', person('adele', { schemas }));
      expect([schemas, status, body.scimType]).toEqual([schemas, 400, 'invalidSyntax']);
    }
    const twice = person('adele', { schemas: [USER, USER, ENTERPRISE, 'urn:x:y'] });
    const { body } = await send('POST', '/Users', twice);
    expect(body.schemas).toEqual([USER]);
  });

  it('RFC 7643 §2.4: of several values that say they are primary one is', async () => {
    const { send } = await openWorld(openStores);
    const emails = ['work', 'home', 'other'].map((type) => ({ type, value: 'a@contoso.com', primary: true }));
    const { body } = await send('POST', '/Users', person('adele', { emails }));
    expect(body.emails.filter(({ primary }: Json) => primary === true)).toHaveLength(1);
    const value = [{ type: 'mobile', value: '1', primary: true }];
    await send('PATCH', `/Users/${body.id}`, patch({ op: 'add', path: 'phoneNumbers', value }));
    const more = [{ type: 'fax', value: '2', primary: true }];
    const op = patch({ op: 'add', path: 'phoneNumbers', value: more });
    const { phoneNumbers } = (await send('PATCH', `/Users/${body.id}`, op)).body;
    expect(phoneNumbers.map(({ type, primary }: Json) => [type, primary === true])).toEqual([
      ['mobile', false],
      ['fax', true],
    ]);
  });

  it('RFC 7643 §2.5: null, an empty list and what was never sent are one', async () => {
    const { send } = await openWorld(openStores);
    const empty = person('adele', { title: null, roles: [], nickName: '', phoneNumbers: null });
    const { body } = await send('POST', '/Users', empty);
    const plain = (await send('POST', '/Users', person('bert'))).body;
    expect(Object.keys(body).toSorted()).toEqual(Object.keys(plain).toSorted());
    for (const name of ['title', 'roles', 'nickName']) {
      expect((await send('GET', `/Users?filter=${quoted(`${name} pr`)}`)).body.totalResults).toBe(0);
    }
  });

  it('RFC 7643 §4.2: a group has a name, members cannot be rewritten, and User.groups follow from them alone', async () => {
    const { send } = await openWorld(openStores);
    for (const displayName of [undefined, null, '', '  ']) {
      const { body, status } = await send('POST', '/Groups', { schemas: [GROUP], displayName });
      expect([displayName, status, body.scimType]).toEqual([displayName, 400, 'invalidValue']);
    }
    const user = (await send('POST', '/Users', person('adele'))).body.id;
    const sent = { schemas: [GROUP], displayName: 'Sales', members: [{ value: user }] };
    const group = (await send('POST', '/Groups', sent)).body;
    const location = `${BASE}/Groups/${group.id}`;
    expect(group.meta).toMatchObject({ resourceType: 'Group', location });
    expect(group.members).toEqual([{ value: user, type: 'User', $ref: `${BASE}/Users/${user}` }]);
    const rewrite = patch({ op: 'replace', path: `members[value eq "${user}"].value`, value: 'x' });
    const refused = await send('PATCH', `/Groups/${group.id}`, rewrite);
    expect([refused.status, refused.body.scimType]).toEqual([400, 'mutability']);
    const { groups } = (await send('GET', `/Users/${user}`)).body;
    expect(groups).toEqual([{ value: group.id, $ref: location, display: 'Sales', type: 'direct' }]);
    const claim = patch({ op: 'add', path: 'groups', value: [{ value: group.id }] });
    expect((await send('PATCH', `/Users/${user}`, claim)).body.scimType).toBe('mutability');
  });

  it('RFC 7643 §3.1: meta is ours: created stays, lastModified moves with each change and with nothing else', async () => {
    let now = new Date('2026-03-01T10:00:00.000Z');
    const { send } = await openWorld(openStores, { clock: () => now });
    const { body } = await send('POST', '/Users', person('adele'));
    expect(body.meta).toMatchObject({ created: now.toISOString(), lastModified: now.toISOString() });
    const created = body.meta.created;
    now = new Date('2026-03-01T11:00:00.000Z');
    await send('GET', `/Users/${body.id}`);
    const same = patch({ op: 'replace', path: 'displayName', value: 'adele' });
    expect((await send('PATCH', `/Users/${body.id}`, same)).body.meta.lastModified).toBe(created);
    const op = patch({ op: 'replace', path: 'displayName', value: 'New' });
    const { meta } = (await send('PATCH', `/Users/${body.id}`, op)).body;
    expect([meta.created, meta.lastModified]).toEqual([created, now.toISOString()]);
  });

  it('RFC 7644 §3.3, §3.5: attributes that nobody declared hinder neither POST nor PUT nor PATCH', async () => {
    const { send } = await openWorld(openStores);
    const made = await send('POST', '/Users', person('adele', { adreses: [{ value: 'x' }] }));
    expect([made.status, made.body.adreses]).toEqual([201, undefined]);
    const path = `/Users/${made.body.id}`;
    expect((await send('PUT', path, person('adele', { adreses: 1 }))).status).toBe(200);
    const op = patch({ op: 'add', path: 'adreses', value: 'x' }, { op: 'add', path: 'title', value: 'CTO' });
    const { body, status } = await send('PATCH', path, op);
    expect([status, body.title, body.adreses]).toEqual([200, 'CTO', undefined]);
  });

  it('RFC 7644 §4: discovery passes over order and pages; RFC 7643 §7: every attribute says what it is', async () => {
    const { send } = await openWorld(openStores);
    const { body } = await send('GET', '/Schemas?sortBy=id&startIndex=2&count=1');
    expect([body.totalResults, body.Resources.length]).toEqual([3, 3]);
    for (const schema of body.Resources) {
      expect([typeof schema.name, typeof schema.description]).toEqual(['string', 'string']);
      for (const attribute of schema.attributes) {
        const told = ['name', 'type', 'multiValued', 'required', 'mutability', 'returned'];
        expect(told.filter((name) => attribute[name] === undefined)).toEqual([]);
        for (const part of attribute.subAttributes ?? []) expect(part.type).not.toBe('complex');
      }
    }
  });
}
