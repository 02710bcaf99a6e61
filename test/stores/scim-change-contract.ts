import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { ScimChangeStore, StoredScimChange } from '../../src/stores/interfaces/scim-changes.js';
import { changeOf, type OpenScim, userOf, userWrite } from './scim-records.js';

export function scimChangeContract(open: OpenScim): void {
  it('come to each consumer until they are acknowledged, those of a resource in order', async () => {
    const { scim } = await open();
    const [org, consumer] = [randomUUID(), `c-${randomUUID()}`];
    await catchUp(scim, consumer);
    const users = Array.from({ length: 10 }, () => userOf(org));
    await Promise.all(users.map((user) => scim.insertUser(user, userWrite(user, 'user.created'))));
    await Promise.all(
      users.map((user) => {
        const next = userOf(org, { ...user, version: 2 });
        return scim.replaceUser(next, 1, userWrite(user, 'user.updated'));
      }),
    );
    const first = await scim.readChanges(consumer, 8);
    expect(await scim.readChanges(consumer, 8)).toEqual(first);
    await scim.acknowledgeChanges(consumer, `${first.at(-1)?.position}`);
    // An acknowledgement that comes late, as of another instance, takes nothing back.
    await scim.acknowledgeChanges(consumer, `${first[0]?.position}`);
    const rest = await scim.readChanges(consumer, 100);
    const all = [...first, ...rest];
    expect(all).toHaveLength(20);
    expect(new Set(all.map(({ position }) => position)).size).toBe(20);
    for (const { id } of users) {
      const own = all.filter(({ resourceId }) => resourceId === id);
      expect(own.map(({ type }) => type)).toEqual(['user.created', 'user.updated']);
      const { position, ...change } = own[0] ?? { position: '' };
      expect(change).toEqual(changeOf({ organizationId: org, id }, 'user.created'));
      expect(position).not.toBe('');
    }
    const other = await scim.readChanges(`d-${randomUUID()}`, 1_000);
    expect(other.length).toBeGreaterThan(0);
  });

  it('are dropped once old and acknowledged by everybody', async () => {
    const { scim } = await open();
    const [org, consumer] = [randomUUID(), `c-${randomUUID()}`];
    const before = userOf(org);
    await scim.insertUser(before, userWrite(before, 'user.created'));
    await catchUp(scim, consumer);
    const user = userOf(org);
    await scim.insertUser(user, userWrite(user, 'user.created'));
    const future = new Date('2027-01-01T00:00:00.000Z');
    await scim.pruneChanges(future);
    const [kept] = await scim.readChanges(consumer, 10);
    expect(kept?.resourceId).toBe(user.id);
    await scim.acknowledgeChanges(consumer, `${kept?.position}`);
    expect(await scim.pruneChanges(new Date('2026-01-01T00:00:00.000Z'))).toBe(0);
    expect(await scim.readChanges(consumer, 10)).toEqual([]);
  });

  it('are refused to nameless consumers, beyond limits, and at positions that none gave', async () => {
    const { scim } = await open();
    await expect(scim.readChanges('', 1)).rejects.toThrow(TypeError);
    await expect(scim.readChanges('x'.repeat(101), 1)).rejects.toThrow(TypeError);
    await expect(scim.readChanges('x', 0)).rejects.toThrow(TypeError);
    await expect(scim.readChanges('x', 1_001)).rejects.toThrow(TypeError);
    for (const position of ['', 'x', '-1', '1 or 1=1']) {
      await expect(scim.acknowledgeChanges(`x-${randomUUID()}`, position)).rejects.toThrow(TypeError);
    }
    await expect(scim.pruneChanges(new Date(Number.NaN))).rejects.toThrow(TypeError);
  });
}

async function catchUp(scim: ScimChangeStore, consumer: string): Promise<void> {
  for (;;) {
    const changes: readonly StoredScimChange[] = await scim.readChanges(consumer, 1_000);
    const last = changes.at(-1);
    if (last === undefined) return;
    await scim.acknowledgeChanges(consumer, last.position);
  }
}
