import { expect, it } from 'vitest';
import {
  ENTERPRISE,
  type Json,
  type OpenStores,
  openWorld,
  patch,
  person,
  quoted,
  type Send,
  USER,
} from '../http/world.js';

async function change(send: Send, id: string, ...operations: readonly object[]): Promise<Json> {
  const { body, status } = await send(
    'PATCH',
    `/Users/${id}`,
    patch(...(operations as Record<string, unknown>[])),
  );
  expect(status).toBe(200);
  return body;
}

/** What Entra's provisioning service does to users, by the names of its documentation and of what was seen. */
export function entraUserQuirks(openStores: OpenStores): void {
  const open = () => openWorld(openStores, { foreignDomains: 'store-unlinked' });

  it('Test Connection: a random GUID as userName is 200 with an empty list, also with the flag in the address', async () => {
    const { send } = await open();
    const filter = quoted('userName eq "3a1cd3ff-4bd2-4e4d-8f46-0a1a9d5b4b5e"');
    for (const query of [
      `filter=${filter}`,
      `aadOptscim062020&filter=${filter}`,
      `filter=${filter}&aadOptscim062020`,
      `AzureAdScimPatch2017&filter=${filter}`,
      `aadOptscim062020?filter=${filter}`,
    ]) {
      const { body, status } = await send('GET', `/Users?${query}`);
      expect([status, body.totalResults, body.Resources]).toEqual([200, 0, []]);
    }
  });

  it('Tenant URL: case, a slash at the end and doubled slashes do not matter', async () => {
    const { send } = await open();
    for (const path of ['/users', '/Users/', '//Users', '/USERS//?count=1']) {
      expect((await send('GET', path)).status).toBe(200);
    }
  });

  it('Matching: by userName, work mail, externalId (also unquoted), and the reference check of the manager', async () => {
    const { send } = await open();
    const boss = (await send('POST', '/Users', person('boss'))).body;
    const made = await send('POST', '/Users', person('jyoung', { [ENTERPRISE]: { manager: boss.id } }));
    const { id } = made.body;
    for (const filter of [
      'userName eq "JYoung@contoso.com"',
      'emails[type eq "work"].value eq "jyoung@contoso.com"',
      'externalId eq "jyoung"',
      'externalId eq jyoung',
      `id eq "${id}" and manager eq "${boss.id}"`,
    ]) {
      const { body } = await send('GET', `/Users?filter=${quoted(filter)}&attributes=id`);
      expect([filter, body.Resources.map((user: Json) => user.id)]).toEqual([filter, [id]]);
    }
    const plus = await send('POST', '/Users', person('a+b'));
    const found = await send('GET', '/Users?filter=userName%20eq%20%22a+b@contoso.com%22');
    expect(found.body.Resources[0]?.id).toBe(plus.body.id);
    await send('POST', '/Users', person('why', { title: 'why? = because' }));
    const why = await send('GET', '/Users?filter=title%20eq%20%22why?%20=%20because%22&unknown=?filter');
    expect(why.body.totalResults).toBe(1);
    expect((await send('GET', '/Users?filter=userName+eq+%22jyoung@contoso.com%22')).body.totalResults).toBe(
      1,
    );
  });

  it('Create: nulls, a misspelt URN, empty lists, strings for booleans, sub-attributes in other case', async () => {
    const { send } = await open();
    const misspelt = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0User';
    const nulls = {
      schemas: [USER, misspelt],
      addresses: null,
      phoneNumbers: null,
      title: null,
      department: null,
      manager: null,
      roles: [],
    };
    expect((await send('POST', '/Users', person('jyoung', nulls))).status).toBe(201);
    const strange = {
      active: 'True',
      roles: [{ primary: 'True', display: 'R', value: 'O', type: 'I' }],
      emails: [{ Primary: true, type: 'work', value: 'emailName357' }],
      profileUrl: 'RVSZJGLGMDLF',
      locale: 'P',
      [ENTERPRISE]: { Department: 'bob', Manager: { Value: 'SuzzyQ' } },
    };
    const { body, status } = await send(
      'POST',
      '/Users',
      person('OMalley', { userName: 'OMalley', ...strange }),
    );
    expect(status).toBe(201);
    expect(body).toMatchObject({
      active: true,
      profileUrl: 'RVSZJGLGMDLF',
      [ENTERPRISE]: { department: 'bob', manager: { value: 'SuzzyQ' } },
    });
    expect([body.roles[0].primary, body.emails[0].primary]).toEqual([true, true]);
    const minimal = await send('POST', '/Users', { schemas: [USER], userName: 'eleanore' });
    expect([minimal.status, minimal.body.active]).toEqual([201, true]);
  });

  it('Create: extension data count whose URN is absent from schemas', async () => {
    const { send } = await open();
    const { body } = await send(
      'POST',
      '/Users',
      person('jyoung', { schemas: [USER], [ENTERPRISE]: { department: 'R&D' } }),
    );
    expect([body[ENTERPRISE].department, body.schemas]).toEqual(['R&D', [USER, ENTERPRISE]]);
  });

  it('Create: one externalId may be that of several users', async () => {
    const { send } = await open();
    const both = [person('adele', { externalId: 'x' }), person('bert', { externalId: 'x' })];
    for (const user of both) expect((await send('POST', '/Users', user)).status).toBe(201);
    expect((await send('GET', `/Users?filter=${quoted('externalId eq "x"')}`)).body.totalResults).toBe(2);
  });

  it('Update: active as "False", "True", false; in lower and upper case of op', async () => {
    const { send } = await open();
    const { id } = (await send('POST', '/Users', person('adele'))).body;
    const dialects = [
      ['Replace', 'False', false],
      ['Replace', 'True', true],
      ['replace', false, false],
      ['REPLACE', true, true],
    ] as const;
    for (const [op, value, active] of dialects) {
      expect((await change(send, id, { op, path: 'active', value })).active).toBe(active);
    }
    expect((await change(send, id, { op: 'replace', value: { active: 'False' } })).active).toBe(false);
  });

  it('Update: typed elements that are not there are made, of strings for booleans, too', async () => {
    const { send } = await open();
    const { id } = (await send('POST', '/Users', { schemas: [USER], userName: 'adele' })).body;
    const body = await change(
      send,
      id,
      { op: 'Replace', path: 'emails[type eq "work"].value', value: 'adele@contoso.com' },
      { op: 'Add', path: 'addresses[type eq "other"].Formatted', value: 'Office' },
      { op: 'Add', path: 'roles[primary eq "True"].value', value: 'V' },
      { op: 'Add', path: 'roles[primary eq "True"].display', value: 'D' },
      { op: 'add', path: 'emails[type eq "work"].primary', value: true },
    );
    expect(body.emails).toEqual([{ type: 'work', value: 'adele@contoso.com', primary: true }]);
    expect(body.addresses).toEqual([{ type: 'other', formatted: 'Office' }]);
    expect(body.roles).toEqual([{ primary: true, value: 'V', display: 'D' }]);
  });

  it('Update with aadOptscim062020: an object without a path, with dotted names and URNs', async () => {
    const { send } = await open();
    const { id } = (await send('POST', '/Users', person('adele'))).body;
    const value = { displayName: 'Bjfe', 'name.givenName': 'Kkom', [`${ENTERPRISE}:employeeNumber`]: 'Aklq' };
    const body = await change(send, id, { op: 'replace', value });
    expect(body).toMatchObject({
      displayName: 'Bjfe',
      name: { givenName: 'Kkom', familyName: 'Vance' },
      [ENTERPRISE]: { employeeNumber: 'Aklq' },
    });
  });

  it('Update: the manager as a bare id, an object, an array, and empty to remove it', async () => {
    const { send } = await open();
    const { id } = (await send('POST', '/Users', person('adele'))).body;
    const path = `${ENTERPRISE}:manager`;
    const managers: unknown[] = [];
    for (const operation of [
      { op: 'Add', path, value: 'm1' },
      { op: 'replace', path, value: { value: 'm2' } },
      { op: 'replace', path, value: '' },
      { op: 'Add', path: 'manager', value: [{ $ref: 'https://x/scim/Users/m3', value: 'm3' }] },
      { op: 'replace', path, value: { value: '' } },
    ]) {
      managers.push((await change(send, id, operation))[ENTERPRISE]?.manager?.value);
    }
    expect(managers).toEqual(['m1', 'm2', undefined, 'm3', undefined]);
  });

  it('Update: JSON in a string, empty values and null clear, unknown extensions are passed over, no operations are fine', async () => {
    const { send } = await open();
    const { id } = (await send('POST', '/Users', person('adele', { title: 'CTO' }))).body;
    const role = '{"id":"06b07648","value":"25","displayName":"Role1234"}';
    expect(
      (await change(send, id, { op: 'Add', path: 'roles', value: [{ value: role }] })).roles[0].value,
    ).toBe(role);
    expect((await change(send, id, { op: 'replace', path: 'title', value: '' })).title).toBeUndefined();
    const cleared = await change(
      send,
      id,
      { op: 'replace', value: { 'name.givenName': null } },
      { op: 'replace', path: 'emails[type eq "work"].value', value: '' },
    );
    expect([cleared.name, cleared.emails]).toEqual([{ familyName: 'Vance' }, undefined]);
    const custom = 'urn:ietf:params:scim:schemas:extension:CustomExtensionName:2.0:User:CustomAttribute';
    await change(
      send,
      id,
      { op: 'Add', path: custom, value: '701984' },
      { op: 'Replace', path: 'nickName', value: 'Babs' },
    );
    const { version } = (await send('GET', `/Users/${id}`)).body.meta;
    expect((await change(send, id)).meta.version).toBe(version);
  });

  it('Restore: after a delete the same userName and externalId can be made again', async () => {
    const { send } = await open();
    const { id } = (await send('POST', '/Users', person('adele'))).body;
    await send('DELETE', `/Users/${id}`);
    expect((await send('POST', '/Users', person('adele'))).status).toBe(201);
  });

  it('Soft delete: who is inactive stays visible and keeps the groups', async () => {
    const { send } = await open();
    const { id } = (await send('POST', '/Users', person('adele'))).body;
    await send('POST', '/Groups', {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
      displayName: 'Sales',
      members: [{ value: id }],
    });
    const body = await change(send, id, { op: 'Replace', path: 'active', value: 'False' });
    expect([body.active, body.groups[0].display]).toEqual([false, 'Sales']);
    expect(
      (await send('GET', `/Users?filter=${quoted('userName eq "adele@contoso.com"')}`)).body.totalResults,
    ).toBe(1);
  });

  it('Schema discovery of the Logic App: every default target of the mapping is found', async () => {
    const { send } = await open();
    const { body } = await send('GET', '/Schemas');
    const targets = new Set<string>(body.Resources.flatMap(flatten));
    const user = [
      'userName',
      'active',
      'displayName',
      'title',
      'emails[type eq "work"].value',
      'preferredLanguage',
      'name.givenName',
      'addresses[type eq "work"].streetAddress',
      'phoneNumbers[type eq "mobile"].value',
      'phoneNumbers[type eq "fax"].value',
      'externalId',
      'roles[primary eq "True"].value',
      `${ENTERPRISE}:department`,
      `${ENTERPRISE}:manager`,
      'members',
    ];
    expect(user.filter((target) => !targets.has(target))).toEqual([]);
  });
}

/** As Microsoft's Logic App flattens a schema. */
function flatten(schema: Json): readonly string[] {
  const prefix = schema.id === ENTERPRISE ? `${ENTERPRISE}:` : '';
  return schema.attributes.flatMap((attribute: Json): readonly string[] => {
    const { multiValued, name, subAttributes = [], type } = attribute;
    if (name === 'manager' || name === 'members' || type !== 'complex') return [`${prefix}${name}`];
    const subs: readonly string[] = subAttributes.map((sub: Json) => sub.name);
    if (!multiValued) return subs.map((sub) => `${name}.${sub}`);
    const types = subAttributes.find((sub: Json) => sub.name === 'type')?.canonicalValues ?? [];
    const selectors =
      types.length === 0 ? ['primary eq "True"'] : types.map((value: string) => `type eq "${value}"`);
    return selectors.flatMap((selector: string) => subs.map((sub) => `${name}[${selector}].${sub}`));
  });
}
