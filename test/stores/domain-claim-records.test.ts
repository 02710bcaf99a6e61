import { describe, expect, it } from 'vitest';
import { memoryAuditStore } from '../../src/stores/memory/audit-store.js';
import { memoryDomainClaimRecords } from '../../src/stores/memory/domain-claim-records.js';
import { auditEntry } from './audit-contract.js';
import { domainClaim, domainClaimContract } from './domain-claim-contract.js';

domainClaimContract('memoryDomainClaimRecords', async () => {
  const audit = memoryAuditStore();
  return { audit, claims: memoryDomainClaimRecords({ audit }) };
});

describe('memoryDomainClaimRecords', () => {
  it('makes no change whose entry cannot be written, and goes on afterwards', async () => {
    const audit = memoryAuditStore();
    let broken = true;
    const claims = memoryDomainClaimRecords({
      audit: {
        ...audit,
        append: async (entries) => {
          if (broken) throw new Error('disk full');
          await audit.append(entries);
        },
      },
    });
    const claim = domainClaim();
    const { organizationId, domain, revision } = claim;
    await expect(claims.insertClaim(claim, auditEntry())).rejects.toThrow('disk full');
    expect(await claims.findClaim(organizationId, domain)).toBeNull();
    broken = false;
    expect(await claims.insertClaim(claim, auditEntry())).toBe(true);
    broken = true;
    const verified = { ...claim, status: 'verified' as const, revision: revision + 1 };
    await expect(claims.replaceClaim(verified, revision, auditEntry())).rejects.toThrow('disk full');
    await expect(claims.removeClaim(organizationId, domain, revision, auditEntry())).rejects.toThrow();
    expect(await claims.findClaim(organizationId, domain)).toEqual(claim);
    expect(await claims.findOrganization(domain)).toBeNull();
  });

  it('ends a grace by its own clock, at the very millisecond', async () => {
    let time = 1_000;
    const claims = memoryDomainClaimRecords({ audit: memoryAuditStore(), clock: () => new Date(time) });
    const claim = domainClaim({ status: 'grace', graceEndsAt: new Date(2_000) });
    await claims.insertClaim(claim, auditEntry());
    time = 1_999;
    expect(await claims.findOrganization(claim.domain)).toBe(claim.organizationId);
    time = 2_000;
    expect(await claims.findOrganization(claim.domain)).toBeNull();
  });

  it('inserts no claim that holds a domain of somebody else', async () => {
    const claims = memoryDomainClaimRecords({ audit: memoryAuditStore() });
    const claim = domainClaim({ status: 'verified' });
    expect(await claims.insertClaim(claim, auditEntry())).toBe(true);
    const other = domainClaim({ status: 'verified', domain: claim.domain });
    expect(await claims.insertClaim(other, auditEntry())).toBe(false);
  });

  it('throws without an audit log', () => {
    expect(() => memoryDomainClaimRecords({} as never)).toThrow(TypeError);
  });
});
