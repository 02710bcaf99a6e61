import { describe, expect, it } from 'vitest';
import { hasTooManyFailures } from '../../src/testing/entra-provisioning/quarantine.js';
import { ADELE, ALEX, directoryOf, MEGAN, open, sent, TEAM } from './provisioning-world.js';

const DAY = 86_400_000;

describe('the life of an account at Entra', () => {
  it('disables who leaves the scope, manages them no more, and finds them again', async () => {
    const { entra } = await open();
    entra.assign(ADELE);
    await entra.initialCycle();
    const [{ targetId: before } = { targetId: null }] = entra.users;
    entra.unassign(ADELE.objectId);
    const out = await entra.incrementalCycle();
    expect(out.log).toMatchObject([{ action: 'disable', status: 'success', statusCode: 200 }]);
    expect(entra.users[0]?.targetId).toBeNull();
    entra.softDelete(ADELE.objectId);
    expect((await entra.incrementalCycle()).log).toEqual([]);
    entra.restore(ADELE.objectId);
    entra.assign(ADELE.objectId);
    const back = await entra.incrementalCycle();
    expect(back.log).toMatchObject([{ action: 'update', targetId: before, detail: 'Changed: active.' }]);
    expect((await entra.incrementalCycle()).log).toEqual([]);
  });

  it('deletes who was purged, and creates the same person anew', async () => {
    const { entra, world } = await open();
    entra.assign(ADELE);
    entra.assignGroup({ objectId: TEAM, displayName: 'Research', members: [ADELE.objectId] });
    await entra.initialCycle();
    entra.softDelete(ADELE.objectId);
    await entra.incrementalCycle();
    expect(await directoryOf({ entra, world })).toMatchObject([
      [{ active: false, groups: [expect.any(String)] }],
      [{}],
    ]);
    entra.hardDelete(ADELE.objectId);
    const gone = await entra.incrementalCycle();
    expect(gone.log[0]).toMatchObject({ action: 'delete', status: 'success', statusCode: 204 });
    expect(entra.users).toEqual([]);
    entra.assign(ADELE);
    const again = await entra.incrementalCycle();
    expect(again.log).toMatchObject([{ action: 'create', status: 'success', statusCode: 201 }]);
    entra.deleteGroup(TEAM);
    expect((await entra.incrementalCycle()).log).toMatchObject([{ objectType: 'Group', action: 'delete' }]);
    expect(entra.groups).toEqual([]);
  });

  it('matches anew where the application lost an object, and gives it its members again', async () => {
    const { entra, world } = await open();
    entra.assign(ADELE);
    entra.assignGroup({ objectId: TEAM, displayName: 'Research', members: [ADELE.objectId] });
    await entra.initialCycle();
    await world.send('DELETE', `/Users/${entra.users[0]?.targetId}`);
    entra.update(ADELE.objectId, { jobTitle: 'Lead' });
    const { log } = await entra.incrementalCycle();
    expect(log.map(({ action, objectType }) => `${objectType} ${action}`)).toEqual([
      'User create',
      'Group update',
    ]);
    expect(await directoryOf({ entra, world })).toMatchObject([
      [{ title: 'Lead', groups: [expect.any(String)] }],
      [{}],
    ]);
  });

  it('takes over users and groups that are there, and asks for references before it writes them', async () => {
    const { entra } = await open({ mapping: { externalId: 'objectId' } });
    entra.assign(ADELE);
    entra.assignGroup({ objectId: TEAM, displayName: 'Research', members: [ADELE.objectId] });
    await entra.initialCycle();
    const again = await entra.initialCycle();
    expect(sent(again.log, entra)).toEqual([
      'GET /Users?filter=userName eq "adele@contoso.com"',
      'GET /Groups?excludedAttributes=members&filter=displayName eq "Research"',
      'GET /Groups?filter=id eq "<Research>" and members eq "<Adele>"&attributes=id',
    ]);
    expect(again.log.map(({ status }) => status)).toEqual(['skipped', 'skipped']);
  });

  it('sends a guest by the name of its home, and what further mappings say', async () => {
    const { entra } = await open({
      mapping: { externalId: 'objectId', further: { 'roles[primary eq "True"].value': () => 'Reader' } },
    });
    entra.assign({
      objectId: 'g1',
      userPrincipalName: 'sam_r_fabrikam.com#EXT#@contoso.onmicrosoft.com',
      displayName: 'Sam',
      mail: 'sam@fabrikam.com',
    });
    const { log } = await entra.initialCycle();
    expect(log[0]?.exchanges[1]?.body).toMatchObject({
      userName: 'sam_r@fabrikam.com',
      externalId: 'g1',
      roles: [{ primary: true, value: 'Reader' }],
    });
    expect(log[0]).toMatchObject({ status: 'failure', statusCode: 400 });
    expect(log[0]?.detail).toContain('invalidValue');
  });
});

describe('what fails', () => {
  it('is held in escrow, tried again in each cycle, and given up after 28 days', async () => {
    let at = new Date('2026-01-01T00:00:00Z');
    const { entra, world } = await open({ now: () => at });
    entra.assign({ ...ALEX, userPrincipalName: 'alex@elsewhere.example' });
    entra.assign(MEGAN);
    entra.setManager(MEGAN.objectId, ALEX.objectId);
    entra.assignGroup({ objectId: TEAM, displayName: 'Research', members: [ALEX.objectId] });
    await entra.initialCycle();
    expect(entra.escrow).toMatchObject([
      { objectId: ALEX.objectId, kind: 'object', attempts: 1 },
      { objectId: MEGAN.objectId, kind: 'reference', attempts: 1 },
      { objectId: TEAM, kind: 'reference', attempts: 1 },
    ]);
    await entra.incrementalCycle();
    expect(entra.escrow[0]).toMatchObject({ attempts: 2, since: new Date('2026-01-01T00:00:00Z') });
    at = new Date(at.getTime() + 29 * DAY);
    await entra.incrementalCycle();
    expect((await entra.incrementalCycle()).log.map(({ name }) => name)).not.toContain(
      'alex@elsewhere.example',
    );
    entra.update(ALEX.objectId, { userPrincipalName: 'alex@contoso.com' });
    await entra.incrementalCycle();
    expect(entra.users.every(({ targetId }) => targetId !== null)).toBe(true);
    await entra.incrementalCycle();
    expect(entra.escrow).toEqual([]);
    expect((await world.send('GET', '/Users?filter=manager pr')).body.totalResults).toBe(1);
  });

  it.each([
    ['a token that is not accepted', 401, '', 'application/scim+json', 'invalid-credentials'],
    ['a page of HTML', 200, '<html></html>', 'text/html', 'not-scim'],
    ['a list that is none', 200, '{"Resources":[]}', 'application/scim+json', 'not-scim'],
    ['an array', 200, '[]', 'application/scim+json', 'not-scim'],
    ['a redirect', 302, '', '', 'not-scim'],
  ])('%s puts the provisioning into quarantine at once', async (_, status, body, type, reason) => {
    let isBroken = true;
    const { entra, world } = await open();
    const { entra: broken } = await open({
      token: await world.token('contoso'),
      fetch: async (request) =>
        isBroken ? new Response(body, { status, headers: { 'content-type': type } }) : world.handle(request),
    });
    expect(await entra.testConnection()).toMatchObject({ ok: true, statusCode: 200 });
    expect(await broken.testConnection()).toMatchObject({ ok: false, statusCode: status });
    for (const person of [ADELE, MEGAN]) broken.assign(person);
    const cycle = await broken.initialCycle();
    expect(cycle.quarantine).toMatchObject({ reason });
    expect(cycle.log).toHaveLength(1);
    isBroken = false;
    const next = await broken.incrementalCycle();
    expect(next.quarantine).toBeNull();
    expect(next.log.map(({ action }) => action)).toEqual(['create', 'create']);
  });

  it('waits as long as a busy application says, and not for ever', async () => {
    const waits: number[] = [];
    const { entra } = await open({
      fetch: async () => new Response(null, { status: 429, headers: { 'retry-after': '2' } }),
      wait: async (milliseconds) => {
        waits.push(milliseconds);
      },
    });
    expect(await entra.testConnection()).toMatchObject({ ok: false, statusCode: 429 });
    expect(waits).toEqual([2000, 2000, 2000, 2000, 2000]);
  });

  it('a filter without effect fails the test of the connection', async () => {
    const list = { totalResults: 1, Resources: [{ id: 'x' }] };
    const { entra } = await open({
      fetch: async () =>
        new Response(JSON.stringify(list), { headers: { 'content-type': 'application/scim+json' } }),
    });
    expect(await entra.testConnection()).toMatchObject({ ok: false, statusCode: 200 });
  });

  it('counts as Entra counts before it slows down', () => {
    expect(hasTooManyFailures({ objects: 12_000, failures: 4_999, referenceFailures: 0 })).toBe(false);
    expect(hasTooManyFailures({ objects: 12_000, failures: 5_000, referenceFailures: 0 })).toBe(true);
    expect(hasTooManyFailures({ objects: 12_500, failures: 5_000, referenceFailures: 0 })).toBe(false);
    expect(hasTooManyFailures({ objects: 900_000, failures: 40_001, referenceFailures: 0 })).toBe(true);
    expect(hasTooManyFailures({ objects: 900_000, failures: 40_001, referenceFailures: 1 })).toBe(false);
    expect(hasTooManyFailures({ objects: 900_000, failures: 60_001, referenceFailures: 60_001 })).toBe(true);
  });

  it.each([
    [{ baseUrl: 'ftp://app.example' }],
    [{ baseUrl: 'https://app.example/scim?aadOptscim062020', dialect: 'default' as const }],
    [{ mapping: { further: { 'emails[type ne "x"]': () => null } } }],
  ])('a wrong option is a TypeError: %j', async (options) => {
    await expect(open(options)).rejects.toThrow(TypeError);
  });
});
