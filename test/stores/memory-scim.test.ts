import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { memoryAuditStore, memoryMembers, memoryScimStore } from '../../src/stores/memory/index.js';
import { scimStoreContract } from './scim-contract.js';
import { groupOf, groupWrite, typesOf, userOf, userWrite } from './scim-records.js';

scimStoreContract('the memory store', async () => {
  const audit = memoryAuditStore();
  const members = memoryMembers({ audit });
  return { audit, members, scim: memoryScimStore({ audit, members }) };
});

describe('the memory of provisioned users', () => {
  it('writes nothing where the audit log fails', async () => {
    const audit = memoryAuditStore();
    const scim = memoryScimStore({ audit, members: memoryMembers({ audit }) });
    const org = randomUUID();
    audit.append = () => Promise.reject(new Error('the disk is full'));
    const [user, group] = [userOf(org), groupOf(org)];
    await expect(scim.insertUser(user, userWrite(user, 'user.created'))).rejects.toThrow('full');
    await expect(scim.insertGroup(group, [], groupWrite(group, 'group.created'))).rejects.toThrow('full');
    expect(await scim.countResources(org)).toEqual({ users: 0, groups: 0 });
    expect(await typesOf(scim, org)).toEqual([]);
  });

  it('drops old changes once every consumer is done with them', async () => {
    const audit = memoryAuditStore();
    const scim = memoryScimStore({ audit, members: memoryMembers({ audit }) });
    const org = randomUUID();
    for (const user of [userOf(org), userOf(org), userOf(org)]) {
      await scim.insertUser(user, userWrite(user, 'user.created'));
    }
    const changes = await scim.readChanges('one', 10);
    await scim.acknowledgeChanges('one', `${changes[2]?.position}`);
    await scim.acknowledgeChanges('two', `${changes[1]?.position}`);
    expect(await scim.pruneChanges(new Date('2027-01-01T00:00:00.000Z'))).toBe(2);
    expect(await scim.readChanges('two', 10)).toEqual(changes.slice(2));
    await scim.acknowledgeChanges('two', `${changes[2]?.position}`);
    expect(await scim.pruneChanges(new Date('2026-01-01T00:00:00.000Z'))).toBe(0);
    expect(await scim.pruneChanges(new Date('2027-01-01T00:00:00.000Z'))).toBe(1);
  });

  it('refuses an id that is there already, and a version that does not follow', async () => {
    const audit = memoryAuditStore();
    const scim = memoryScimStore({ audit, members: memoryMembers({ audit }) });
    const user = userOf(randomUUID());
    await scim.insertUser(user, userWrite(user, 'user.created'));
    const twin = userOf(user.organizationId, { id: user.id });
    await expect(scim.insertUser(twin, userWrite(twin, 'user.created'))).rejects.toThrow(TypeError);
    const group = groupOf(user.organizationId, { id: user.id });
    await expect(scim.insertGroup(group, [], groupWrite(group, 'group.created'))).rejects.toThrow(TypeError);
    const skipped = { ...user, version: 3 };
    await expect(async () => scim.replaceUser(skipped, 1, userWrite(user, 'user.updated'))).rejects.toThrow(
      TypeError,
    );
  });
});
