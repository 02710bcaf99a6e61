import { describe, expect, it } from 'vitest';
import type { EntraProvisioningDialect } from '../../src/testing/entra-provisioning/provisioning-types.js';
import { ADELE, ALEX, directoryOf, MEGAN, type Opened, open, sent, TEAM } from './provisioning-world.js';

const DIALECTS: readonly EntraProvisioningDialect[] = ['default', 'aadOptscim062020', 'on-demand'];
const E = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** Everything that happens to people and groups, in cycles. */
async function live({ entra }: Opened): Promise<void> {
  entra.assign(ADELE);
  entra.assign(MEGAN);
  entra.setManager(ADELE.objectId, MEGAN.objectId);
  entra.addUser(ALEX);
  entra.assignGroup({ objectId: TEAM, displayName: 'Research', members: [ADELE.objectId, ALEX.objectId] });
  await entra.initialCycle();
  entra.update(ADELE.objectId, { jobTitle: null, department: 'Sales', surname: 'Vance-Ng', city: 'Berlin' });
  entra.update(MEGAN.objectId, { mail: 'megan.b@contoso.com', mobile: '+49 170 1' });
  entra.renameGroup(TEAM, 'Science');
  entra.addMember(TEAM, MEGAN.objectId);
  await entra.incrementalCycle();
  entra.removeMember(TEAM, ALEX.objectId);
  entra.setManager(ADELE.objectId, null);
  entra.disable(MEGAN.objectId);
  await entra.incrementalCycle();
  entra.assign(ALEX.objectId);
  entra.softDelete(ADELE.objectId);
  await entra.incrementalCycle();
  entra.restore(ADELE.objectId);
  await entra.incrementalCycle();
}

describe('the dialects of Entra', () => {
  it('end in the same directory', async () => {
    const directories: unknown[] = [];
    for (const dialect of DIALECTS) {
      const opened = await open({ dialect });
      await live(opened);
      expect(opened.entra.log.filter(({ status }) => status === 'failure')).toEqual([]);
      expect(opened.entra.escrow).toEqual([]);
      expect(opened.entra.quarantine).toBeNull();
      directories.push(await directoryOf(opened));
    }
    expect(directories[1]).toEqual(directories[0]);
    expect(directories[2]).toEqual(directories[0]);
    expect(directories[0]).toMatchObject([
      [
        {
          userName: 'adele@contoso.com',
          active: true,
          name: { familyName: 'Vance-Ng' },
          addresses: [{ type: 'work', locality: 'Berlin' }],
          [E]: { department: 'Sales' },
          groups: [expect.stringContaining('Science')],
        },
        { userName: 'alex@contoso.com', active: true },
        { userName: 'megan@contoso.com', active: false, phoneNumbers: [{ value: '+49 170 1' }] },
      ],
      [{ displayName: 'Science', externalId: TEAM }],
    ]);
    const [[adele]] = directories[0] as [[Record<string, unknown>]];
    expect(adele).not.toHaveProperty('title');
    expect((adele[E] as object) ?? {}).not.toHaveProperty('manager');
  });

  it('by default: matches, then creates; capital operations with a path each, and booleans as strings', async () => {
    const opened = await open();
    const { entra } = opened;
    entra.assign(ADELE);
    entra.assign(MEGAN);
    entra.setManager(ADELE.objectId, MEGAN.objectId);
    entra.assignGroup({ objectId: TEAM, displayName: 'Research', members: [ADELE.objectId] });
    const { log } = await entra.initialCycle();
    expect(sent(log, entra)).toEqual([
      'GET /Users?filter=userName eq "adele@contoso.com"',
      'POST /Users',
      'GET /Users?filter=userName eq "megan@contoso.com"',
      'POST /Users',
      'GET /Users?filter=id eq "<Adele>" and manager eq "<Megan>"&attributes=id',
      `PATCH /Users/<Adele> [{"op":"Add","path":"${E}:manager","value":"<Megan>"}]`,
      'GET /Groups?excludedAttributes=members&filter=displayName eq "Research"',
      'POST /Groups',
      'PATCH /Groups/<Research> [{"op":"Add","path":"members","value":[{"$ref":null,"value":"<Adele>"}]}]',
    ]);
    expect(log[0]?.exchanges[1]?.body).toEqual({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User', E],
      externalId: 'adele',
      userName: 'adele@contoso.com',
      active: true,
      displayName: 'Adele Vance',
      title: 'Engineer',
      emails: [{ primary: true, type: 'work', value: 'adele@contoso.com' }],
      meta: { resourceType: 'User' },
      name: { formatted: 'Adele Vance', familyName: 'Vance', givenName: 'Adele' },
      phoneNumbers: [{ type: 'work', value: '+49 30 1' }],
      roles: [],
      [E]: { department: 'Research' },
    });
    expect(log[3]?.exchanges[1]?.body).toEqual({
      schemas: [
        'urn:ietf:params:scim:schemas:core:2.0:Group',
        'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group',
      ],
      externalId: TEAM,
      displayName: 'Research',
      meta: { resourceType: 'Group' },
    });
    entra.update(ADELE.objectId, { jobTitle: null, mail: 'a.vance@contoso.com', city: 'Berlin' });
    entra.setManager(ADELE.objectId, null);
    entra.disable(MEGAN.objectId);
    entra.renameGroup(TEAM, 'Science');
    entra.removeMember(TEAM, ADELE.objectId);
    const next = await entra.incrementalCycle();
    expect(sent(next.log, entra)).toEqual([
      'GET /Users/<Adele>',
      'PATCH /Users/<Adele> [{"op":"Replace","path":"emails[type eq \\"work\\"].value","value":"a.vance@contoso.com"},{"op":"Add","path":"addresses[type eq \\"work\\"].locality","value":"Berlin"},{"op":"Replace","path":"title","value":""}]',
      'GET /Users/<Megan>',
      'PATCH /Users/<Megan> [{"op":"Replace","path":"active","value":"False"}]',
      `PATCH /Users/<Adele> [{"op":"Replace","path":"${E}:manager","value":""}]`,
      'GET /Groups/<Science>?excludedAttributes=members',
      'PATCH /Groups/<Science> [{"op":"Replace","path":"displayName","value":"Science"}]',
      'PATCH /Groups/<Science> [{"op":"Remove","path":"members","value":[{"$ref":null,"value":"<Adele>"}]}]',
    ]);
  });

  it('with the flag: an object without path, typed values, and members by filter', async () => {
    const { entra } = await open({ dialect: 'aadOptscim062020' });
    entra.assign(ADELE);
    entra.assign(MEGAN);
    entra.assignGroup({ objectId: TEAM, displayName: 'Research', members: [ADELE.objectId, MEGAN.objectId] });
    const { log } = await entra.initialCycle();
    expect(sent(log, entra).at(0)).toBe('GET /Users?aadOptscim062020&filter=userName eq "adele@contoso.com"');
    expect(sent(log, entra).at(-1)).toBe(
      'PATCH /Groups/<Research>?aadOptscim062020 [{"op":"add","path":"members","value":[{"value":"<Adele>"},{"value":"<Megan>"}]}]',
    );
    entra.update(ADELE.objectId, {
      department: 'Sales',
      surname: 'Ng',
      mail: 'ng@contoso.com',
      employeeId: '7',
    });
    entra.disable(MEGAN.objectId);
    for (const member of [ADELE, MEGAN]) entra.removeMember(TEAM, member.objectId);
    entra.renameGroup(TEAM, 'Science');
    const next = await entra.incrementalCycle();
    expect(sent(next.log, entra)).toEqual([
      'GET /Users/<Adele>?aadOptscim062020',
      `PATCH /Users/<Adele>?aadOptscim062020 [{"op":"replace","path":"emails[type eq \\"work\\"].value","value":"ng@contoso.com"},{"op":"add","value":{"${E}:employeeNumber":"7"}},{"op":"replace","value":{"name.familyName":"Ng","name.formatted":"Adele Ng","${E}:department":"Sales"}}]`,
      'GET /Users/<Megan>?aadOptscim062020',
      'PATCH /Users/<Megan>?aadOptscim062020 [{"op":"replace","path":"active","value":false}]',
      'GET /Groups/<Science>?aadOptscim062020&excludedAttributes=members',
      'PATCH /Groups/<Science>?aadOptscim062020 [{"op":"replace","value":{"displayName":"Science"}}]',
      'PATCH /Groups/<Science>?aadOptscim062020 [{"op":"remove","path":"members[value eq \\"<Adele>\\"]"},{"op":"remove","path":"members[value eq \\"<Megan>\\"]"}]',
    ]);
  });

  it('on demand: the flag is sent and has no effect, and a group takes five members at a time', async () => {
    const { entra } = await open({ baseUrl: 'https://app.example/scim/v2/?aadOptscim062020' });
    expect(entra.dialect).toBe('aadOptscim062020');
    const people = Array.from({ length: 7 }, (_, index) => ({
      objectId: `u${index}`,
      userPrincipalName: `u${index}@contoso.com`,
      displayName: `U${index} Test`,
    }));
    for (const person of people) entra.addUser(person);
    entra.assignGroup({
      objectId: TEAM,
      displayName: 'Research',
      members: people.map(({ objectId }) => objectId),
    });
    for (const { objectId } of people) await entra.provisionOnDemand(objectId);
    const first = await entra.provisionOnDemand(TEAM);
    expect(sent(first, entra).at(-1)).toMatch(
      /^PATCH \/Groups\/<Research>\?aadOptscim062020 \[\{"op":"Add","path":"members","value":\[(?:\{"\$ref":null,"value":"<U\d>"\},?){5}\]\}\]$/u,
    );
    const second = await entra.provisionOnDemand(TEAM);
    expect(second.at(-1)?.detail).toContain('Members added: 2, removed: 0.');
    entra.addUser(ALEX);
    expect(await entra.provisionOnDemand(ALEX.objectId)).toMatchObject([
      { status: 'skipped', exchanges: [] },
    ]);
    expect(() => entra.provisionOnDemand('nobody')).toThrow(TypeError);
  });
});
