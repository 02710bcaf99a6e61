import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StoredScimChange } from '../../../src/stores/interfaces/scim-changes.js';
import { CONTOSO, GROUP, openWorld, patch, person, type World } from '../../scim/http/world.js';
import { openSchema, type TestSchema, withPostgres } from './postgres-server.js';

let opened: TestSchema;
const open = (): Promise<World> =>
  openWorld(async () => {
    const { audit, members, replays, scim, scimCredentials, scimRequests } = opened.stores;
    return {
      ...{ audit, members, scim, replay: replays },
      ...{ credentials: scimCredentials, requestLog: scimRequests },
    };
  });
const group = (displayName: string, ids: readonly string[] = []) => ({
  ...{ schemas: [GROUP], displayName },
  members: ids.map((value) => ({ value })),
});
const members = (op: string, ...ids: readonly string[]) =>
  patch({ op, path: 'members', value: ids.map((value) => ({ value })) });
const idOf = async (world: World, path: string, body: unknown): Promise<string> =>
  (await world.send('POST', path, body)).body.id;

await withPostgres(() => {
  beforeAll(async () => {
    opened = await openSchema();
  });
  afterAll(() => opened.close());
  describe('provisioning by two instances at once', races);
});

function races(): void {
  it('deletes groups that are in each other, and their users, without a deadlock', async () => {
    const [one, other] = [await open(), await open()];
    for (let round = 0; round < 3; round += 1) {
      const ids: string[] = [];
      const user = await idOf(one, '/Users', person(`in-all-${round}`));
      for (let at = 0; at < 8; at += 1) ids.push(await idOf(one, '/Groups', group(`nested ${round} ${at}`)));
      for (const id of ids) await one.send('PATCH', `/Groups/${id}`, members('add', user, ...ids));
      const paths = [`/Users/${user}`, ...ids.map((id) => `/Groups/${id}`)];
      const answers = await Promise.all(
        paths.map((path, at) => (at % 2 === 0 ? one : other).send('DELETE', path)),
      );
      expect(answers.map(({ status }) => status)).toEqual(paths.map(() => 204));
    }
  }, 60_000);

  it('counts right after 1,000 random writes, and tells of each in the outbox, in order', async () => {
    const worlds = [await open(), await open()];
    const [first] = worlds;
    if (first === undefined) throw new Error('no world');
    const users: string[] = [];
    const groups: string[] = [];
    for (let at = 0; at < 30; at += 1) users.push(await idOf(first, '/Users', person(`u${at}`)));
    for (let at = 0; at < 6; at += 1) groups.push(await idOf(first, '/Groups', group(`g${at}`)));
    let made = 100;
    const pick = (ids: readonly string[]): string => ids[Math.floor(Math.random() * ids.length)] ?? '';
    const write = async (): Promise<number> => {
      const world = Math.random() < 0.5 ? first : (worlds[1] ?? first);
      const dice = Math.random();
      const [inGroup, anyone] = [`/Groups/${pick(groups)}`, pick(Math.random() < 0.2 ? groups : users)];
      const name = made;
      made += 1;
      const send = async (method: string, path: string, body?: unknown, kept?: string[]): Promise<number> => {
        const answer = await world.send(method, path, body);
        if (answer.status === 201) kept?.push(answer.body.id);
        return answer.status;
      };
      const active = Math.random() < 0.5;
      if (dice < 0.3) return send('PATCH', inGroup, members('add', anyone, pick(users)));
      if (dice < 0.45) return send('PATCH', inGroup, members('remove', anyone));
      if (dice < 0.55) return send('PATCH', inGroup, members('replace', anyone, pick(users)));
      if (dice < 0.6) return send('DELETE', `/Users/${pick(users)}`);
      if (dice < 0.63) return send('DELETE', inGroup);
      if (dice < 0.73) return send('POST', '/Users', person(`u${name}`), users);
      if (dice < 0.8) return send('POST', '/Groups', group(`g${name}`, [anyone, pick(groups)]), groups);
      return send('PATCH', `/Users/${pick(users)}`, patch({ op: 'replace', path: 'active', value: active }));
    };
    const statuses = new Set<number>();
    for (let batch = 0; batch < 50; batch += 1) {
      for (const status of await Promise.all(Array.from({ length: 20 }, write))) statuses.add(status);
    }
    expect([...statuses].sort()).toEqual([200, 201, 204, 404]);
    await expectCounts();
    const told = replay(await changes());
    expect(told.problems).toEqual([]);
    expect(told.memberships).toEqual(await memberships());
  }, 240_000);
}

async function changes(): Promise<readonly StoredScimChange[]> {
  const { scim } = opened.stores;
  const all: StoredScimChange[] = [];
  for (;;) {
    const page = await scim.readChanges('races', 1_000);
    const last = page.at(-1);
    if (last === undefined) return all;
    all.push(...page);
    await scim.acknowledgeChanges('races', last.position);
  }
}

/** What somebody would believe who has read all changes, and which of them made no sense where it stood. */
function replay(all: readonly StoredScimChange[]): { problems: string[]; memberships: string[] } {
  const problems: string[] = [];
  const there = new Set<string>();
  const inGroups = new Set<string>();
  for (const { type, resourceId, memberResourceId } of all) {
    const pair = `${resourceId} ${memberResourceId}`;
    const isDone =
      (type.endsWith('.created') && !there.has(resourceId) && there.add(resourceId).size > 0) ||
      (type.endsWith('.deleted') && there.delete(resourceId)) ||
      (type === 'member.added' &&
        there.has(resourceId) &&
        !inGroups.has(pair) &&
        inGroups.add(pair).size > 0) ||
      (type === 'member.removed' && inGroups.delete(pair)) ||
      (/ated$/u.test(type) && there.has(resourceId));
    if (!isDone) problems.push(`${type} ${pair}`);
    if (type === 'group.deleted') {
      for (const each of inGroups) if (each.startsWith(`${resourceId} `)) inGroups.delete(each);
    }
  }
  return { problems, memberships: [...inGroups].sort() };
}

async function memberships(): Promise<string[]> {
  const { rows } = await opened.pool.query<{ pair: string }>(
    `SELECT group_id || ' ' || member_id AS pair FROM "${opened.schema}".scim_memberships`,
  );
  return rows.map(({ pair }) => pair).sort();
}

async function expectCounts(): Promise<void> {
  const { pool, schema, stores } = opened;
  const { rows } = await pool.query<{ users: string; groups: string; wrong: string }>(`
    SELECT count(*) FILTER (WHERE r.kind = 'User') AS users, count(*) FILTER (WHERE r.kind = 'Group') AS groups,
      count(*) FILTER (WHERE r.kind = 'Group' AND r.member_count <> (
        SELECT count(*) FROM "${schema}".scim_memberships m WHERE m.group_id = r.id)) AS wrong
    FROM "${schema}".scim_resources r`);
  const [found] = rows;
  expect(found?.wrong).toBe('0');
  expect(await stores.scim.countResources(CONTOSO)).toEqual({
    users: Number(found?.users),
    groups: Number(found?.groups),
  });
}
