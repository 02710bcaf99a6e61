import { expect, it } from 'vitest';
import {
  CONTOSO,
  FABRIKAM,
  GROUP,
  type Json,
  type OpenStores,
  openWorld,
  patch,
  person,
  quoted,
  type World,
} from './world.js';

const ORGANIZATIONS = [CONTOSO, FABRIKAM] as const;
const own = (organizationId: string, name: string) =>
  person(name, {
    userName: `${name}@${organizationId}.com`,
    displayName: organizationId,
    emails: [{ type: 'work', value: `${name}@${organizationId}.com` }],
  });

/** That two organisations on one handler never meet, whatever the stores are. `expectRows` looks at what is left in them. */
export function isolationOfOrganizations(
  openStores: OpenStores,
  expectRows: () => Promise<void> = async () => undefined,
): void {
  it('never see each other: a foreign id is the very answer of one that never was', async () => {
    const world = await openWorld(openStores);
    const ours = world.as(CONTOSO);
    const theirs = world.as(FABRIKAM);
    for (const [path, made] of [
      ['/Users', own(CONTOSO, 'adele')],
      ['/Groups', { schemas: [GROUP], displayName: 'Sales' }],
    ] as const) {
      const { id } = (await ours('POST', path, made)).body;
      const never = '11111111-1111-4111-8111-111111111111';
      for (const method of ['GET', 'PUT', 'PATCH', 'DELETE']) {
        const body =
          method === 'PUT'
            ? made
            : method === 'PATCH'
              ? patch({ op: 'replace', path: 'displayName', value: 'x' })
              : undefined;
        const [foreign, unknown] = [
          await theirs(method, `${path}/${id}`, body),
          await theirs(method, `${path}/${never}`, body),
        ];
        expect([method, foreign.status, foreign.text]).toEqual([method, 404, unknown.text]);
      }
      expect((await theirs('GET', `${path}?filter=${quoted(`id eq "${id}"`)}`)).body.totalResults).toBe(0);
      expect((await ours('GET', `${path}/${id}`)).body.meta.version).toBe('W/"1"');
    }
  });

  it('do not touch each other in 10,000 requests that run side by side', async () => {
    const world = await openWorld(openStores);
    const users = await Promise.all(
      Array.from({ length: 1_000 }, async (_, index) => {
        const organizationId = ORGANIZATIONS[index % 2] ?? CONTOSO;
        const { body, status } = await world.as(organizationId)(
          'POST',
          '/Users',
          own(organizationId, `u${index >> 1}`),
        );
        expect(status).toBe(201);
        return { organizationId, id: String(body.id) };
      }),
    );
    const groups = new Map<string, string>();
    for (const organizationId of ORGANIZATIONS) {
      const made = await world.as(organizationId)('POST', '/Groups', {
        schemas: [GROUP],
        displayName: 'Everybody',
      });
      groups.set(organizationId, made.body.id);
    }
    const outcomes = await Promise.all(
      users.flatMap((user, index) =>
        Array.from({ length: 9 }, (_, kind) => request(world, groups, users, user, index, kind)),
      ),
    );
    expect(outcomes.filter((outcome) => outcome !== null)).toEqual([]);
    for (const organizationId of ORGANIZATIONS) {
      const send = world.as(organizationId);
      const kept = await everybody(world, organizationId);
      expect(kept).toHaveLength(500);
      for (const user of kept)
        expect([user.displayName, user.title]).toEqual([organizationId, organizationId]);
      const { members } = (await send('GET', `/Groups/${groups.get(organizationId)}`)).body;
      const mine = users.filter((user) => user.organizationId === organizationId).map(({ id }) => id);
      expect(members.map(({ value }: { value: string }) => value).toSorted()).toEqual(mine.toSorted());
    }
    const changes = await world.stores.scim.readChanges('all', 1_000);
    const owners = new Map(users.map(({ id, organizationId }) => [id, organizationId]));
    for (const { organizationId, resourceId } of changes) {
      expect(owners.get(resourceId) ?? organizationId).toBe(organizationId);
    }
    await expectRows();
  }, 600_000);
}

/** All users of an organisation, page by page. */
async function everybody(world: World, organizationId: string): Promise<readonly Json[]> {
  const users: Json[] = [];
  for (;;) {
    const { body } = await world.as(organizationId)('GET', `/Users?count=200&startIndex=${users.length + 1}`);
    users.push(...body.Resources);
    if (body.Resources.length === 0) return users;
  }
}

/** One of nine requests about a user, half of them about somebody of the other organisation; null where all is well. */
async function request(
  world: World,
  groups: ReadonlyMap<string, string>,
  users: readonly { organizationId: string; id: string }[],
  { organizationId, id }: { organizationId: string; id: string },
  index: number,
  kind: number,
): Promise<string | null> {
  const send = world.as(organizationId);
  const foreign = users[(index + 1) % users.length]?.id ?? '';
  const group = groups.get(organizationId);
  const op = (path: string, value: unknown) => patch({ op: 'Replace', path, value });
  const add = (value: string) => patch({ op: 'Add', path: 'members', value: [{ value }] });
  const [answer, expected] = await {
    0: async () => [await send('GET', `/Users/${id}`), 200] as const,
    1: async () => [await send('GET', `/Users/${foreign}`), 404] as const,
    2: async () => [await send('PATCH', `/Users/${id}`, op('title', organizationId)), 200] as const,
    3: async () => [await send('PATCH', `/Users/${foreign}`, op('title', 'stolen')), 404] as const,
    4: async () => [await send('PATCH', `/Groups/${group}`, add(id)), 204] as const,
    5: async () => [await send('PATCH', `/Groups/${group}`, add(foreign)), 204] as const,
    6: async () =>
      [
        await send('GET', `/Users?filter=${quoted(`userName eq "u${index >> 1}@${organizationId}.com"`)}`),
        200,
      ] as const,
    7: async () => [await send('DELETE', `/Users/${foreign}`), 404] as const,
    8: async () => [await send('PATCH', `/Users/${id}`, op('nickName', `n${index}`)), 200] as const,
  }[kind as 0]();
  if (answer.status !== expected) return `${kind}: ${answer.status} ${answer.text}`;
  const shown = answer.body?.Resources?.[0] ?? answer.body;
  const isOther = expected === 200 && shown.displayName !== organizationId;
  return isOther ? `${kind}: ${organizationId} was shown ${shown.displayName}` : null;
}
