import { describe, expect, it } from 'vitest';
import { memoryAccessPolicies, memoryAuditStore, memoryMembers } from '../../src/stores/memory/index.js';
import { accessPolicyStoreContract } from './access-policy-contract.js';
import { memberStoreContract } from './member-contract.js';
import { entryOf, linkOf, memberOf, policyOf } from './people.js';

memberStoreContract('memoryMembers', async () => {
  const audit = memoryAuditStore();
  return { members: memoryMembers({ audit }), audit };
});

accessPolicyStoreContract('memoryAccessPolicies', async () => {
  const audit = memoryAuditStore();
  return { policies: memoryAccessPolicies({ audit }), audit };
});

/** A log that cannot be written at first. */
function failingOnce(): ReturnType<typeof memoryAuditStore> {
  const audit = memoryAuditStore();
  let failed = false;
  return {
    ...audit,
    async append(entries) {
      if (failed) return audit.append(entries);
      failed = true;
      throw new Error('The disk is full');
    },
  };
}

describe('memoryMembers', () => {
  it('writes nothing whose entry cannot be appended, and goes on afterwards', async () => {
    const members = memoryMembers({ audit: failingOnce() });
    const member = memberOf('org');
    await expect(members.insertMember(member, null, entryOf('org', 'added'))).rejects.toThrow('full');
    expect(await members.findMember('org', member.id)).toBeNull();
    expect(await members.insertMember(member, null, entryOf('org', 'added'))).toBe('inserted');
  });

  it('does not change with the objects of its callers', async () => {
    const members = memoryMembers({ audit: memoryAuditStore() });
    const member = { ...memberOf('org') };
    const writing = members.insertMember(member, null, entryOf('org', 'added'));
    member.role = 'owner';
    await writing;
    const found = await members.findMember('org', member.id);
    found?.createdAt.setFullYear(1970);
    expect(await members.findMember('org', member.id)).toEqual({ ...member, role: 'member' });
  });

  it('throws for a link of another member, an id that is taken and a wrong limit', async () => {
    const members = memoryMembers({ audit: memoryAuditStore() });
    const [member, other] = [memberOf('org'), memberOf('org')];
    const entry = entryOf('org', 'added');
    await expect(members.insertMember(member, linkOf(other), entry)).rejects.toThrow(TypeError);
    await members.insertMember(member, null, entry);
    await expect(members.insertMember({ ...other, id: member.id }, null, entry)).rejects.toThrow(TypeError);
    await expect(members.replaceMember(member, 1, linkOf(other), null)).rejects.toThrow(TypeError);
    for (const limit of [0, 1.5, 1_001]) {
      await expect(members.listMembers('org', { after: null, limit })).rejects.toThrow(TypeError);
    }
  });
});

describe('memoryAccessPolicies', () => {
  it('writes nothing whose entry cannot be appended', async () => {
    const policies = memoryAccessPolicies({ audit: failingOnce() });
    await expect(policies.replacePolicy(policyOf('org'), 0, entryOf('org', 'x'))).rejects.toThrow('full');
    expect(await policies.findPolicy('org')).toBeNull();
    expect(await policies.replacePolicy(policyOf('org'), 0, entryOf('org', 'x'))).toBe(true);
  });
});
