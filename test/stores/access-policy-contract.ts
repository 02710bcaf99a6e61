import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { AccessPolicyStore } from '../../src/stores/interfaces/access-policies.js';
import type { AuditStore } from '../../src/stores/interfaces/audit.js';
import { entryOf, policyOf } from './people.js';

/** An access policy store and the log that it writes to. */
export interface OpenedPolicies {
  readonly policies: AccessPolicyStore;
  readonly audit: AuditStore;
}

/** What every access policy store promises. `open` gives one that is ready to use; its content may be shared. */
export function accessPolicyStoreContract(name: string, open: () => Promise<OpenedPolicies>): void {
  const logged = async (audit: AuditStore, organizationId: string): Promise<readonly string[]> =>
    (await audit.list(organizationId, { before: null, limit: 100 })).map(({ type }) => type);

  describe(`${name} as access policy store`, () => {
    it('has none for an organisation that never chose one', async () => {
      const { policies } = await open();
      for (const id of [randomUUID(), '', '__proto__']) expect(await policies.findPolicy(id)).toBeNull();
    });

    it('keeps the first and the next, with their entries, each organisation its own', async () => {
      const { policies, audit } = await open();
      const [contoso, fabrikam] = [randomUUID(), randomUUID()];
      const first = policyOf(contoso, { membership: 'jit', requireSso: true });
      expect(await policies.replacePolicy(first, 0, entryOf(contoso, 'policy_changed'))).toBe(true);
      expect(await policies.findPolicy(contoso)).toEqual(first);
      const second = policyOf(contoso, { membership: 'scim', sessionEpoch: 7, revision: 2 });
      expect(await policies.replacePolicy(second, 1, entryOf(contoso, 'sessions_ended'))).toBe(true);
      expect(await policies.findPolicy(contoso)).toEqual(second);
      expect(await policies.findPolicy(fabrikam)).toBeNull();
      expect(await logged(audit, contoso)).toEqual(['sessions_ended', 'policy_changed']);
    });

    it('writes nothing over a revision that it did not expect', async () => {
      const { policies, audit } = await open();
      const id = randomUUID();
      expect(await policies.replacePolicy(policyOf(id, { revision: 2 }), 1, entryOf(id, 'a'))).toBe(false);
      expect(await policies.findPolicy(id)).toBeNull();
      await policies.replacePolicy(policyOf(id), 0, entryOf(id, 'b'));
      const late = policyOf(id, { membership: 'jit' });
      expect(await policies.replacePolicy(late, 0, entryOf(id, 'c'))).toBe(false);
      expect(await policies.findPolicy(id)).toEqual(policyOf(id));
      expect(await logged(audit, id)).toEqual(['b']);
    });

    it.each([0, 1])('lets one of many write over revision %d', async (expectedRevision) => {
      const { policies, audit } = await open();
      const id = randomUUID();
      if (expectedRevision === 1) await policies.replacePolicy(policyOf(id), 0, entryOf(id, 'first'));
      const written = await Promise.all(
        Array.from({ length: 50 }, (_, sessionEpoch) =>
          policies.replacePolicy(
            policyOf(id, { sessionEpoch, revision: expectedRevision + 1 }),
            expectedRevision,
            entryOf(id, 'won'),
          ),
        ),
      );
      expect(written.filter(Boolean)).toHaveLength(1);
      expect((await policies.findPolicy(id))?.sessionEpoch).toBe(written.indexOf(true));
      expect((await logged(audit, id)).filter((type) => type === 'won')).toHaveLength(1);
    });
  });
}
