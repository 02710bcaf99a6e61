import type { AccessPolicy, AccessPolicyStore } from '../interfaces/access-policies.js';
import type { AuditedStoreOptions } from './members.js';
import { oneAtATime } from './one-at-a-time.js';

/** Keeps access policies in the memory of this process: for one process only, for tests and for trying out. */
export function memoryAccessPolicies({ audit }: AuditedStoreOptions): AccessPolicyStore {
  const policies = new Map<string, AccessPolicy>();
  const inTurn = oneAtATime();
  return {
    async findPolicy(organizationId) {
      return structuredClone(policies.get(organizationId) ?? null);
    },
    async replacePolicy(...given) {
      const [policy, expectedRevision, entry] = structuredClone(given);
      return inTurn(async () => {
        const before = policies.get(policy.organizationId);
        if ((before?.revision ?? 0) !== expectedRevision) return false;
        await audit.append([entry]);
        policies.set(policy.organizationId, policy);
        return true;
      });
    },
  };
}
