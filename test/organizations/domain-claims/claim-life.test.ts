import { describe, expect, it } from 'vitest';
import {
  endGrace,
  graceIsOver,
  NEVER,
  nextStep,
} from '../../../src/organizations/domain-claims/claim-life.js';
import type { DomainLook } from '../../../src/organizations/domain-claims/look.js';
import type { DomainClaim } from '../../../src/stores/interfaces/domain-claims.js';
import { DAY, HOUR, MINUTE } from './claims-fixture.js';

const NOW = new Date('2026-03-01T12:00:00Z');
const TIMES = { recheck: 6 * HOUR, pendingCheck: 15 * MINUTE, grace: 7 * DAY, pendingLifetime: 30 * DAY };
const FOUND: DomainLook = { outcome: 'found', seen: true, findings: [] };
const ABSENT: DomainLook = { outcome: 'absent', seen: false, findings: [] };
const at = (milliseconds: number): Date => new Date(NOW.getTime() + milliseconds);

function claimOf(changes: Partial<DomainClaim>): DomainClaim {
  return {
    organizationId: 'org-contoso',
    domain: 'contoso.com',
    token: 't'.repeat(48),
    status: 'pending',
    createdAt: NOW,
    createdBy: null,
    verifiedAt: null,
    lastCheckedAt: null,
    lastOutcome: null,
    nextCheckAt: NOW,
    graceEndsAt: null,
    unverifiedAt: null,
    revision: 7,
    ...changes,
  };
}

describe('the grace of a claim', () => {
  it.each<[Partial<DomainClaim>, boolean]>([
    [{ status: 'grace', graceEndsAt: at(1) }, false],
    [{ status: 'grace', graceEndsAt: NOW }, true],
    [{ status: 'grace', graceEndsAt: at(-1) }, true],
    [{ status: 'grace', graceEndsAt: null }, true],
    [{ status: 'verified', graceEndsAt: at(-1) }, false],
    [{ status: 'pending', graceEndsAt: null }, false],
  ])('of %o is over: %s', (changes, isOver) => {
    expect(graceIsOver(claimOf(changes), NOW)).toBe(isOver);
  });

  it('ends whatever a look found afterwards', () => {
    const claim = claimOf({ status: 'grace', graceEndsAt: NOW, verifiedAt: at(-DAY) });
    const ended = {
      kind: 'write',
      change: 'domain_unverified',
      claim: {
        ...claim,
        status: 'unverified',
        unverifiedAt: NOW,
        graceEndsAt: null,
        revision: 8,
        nextCheckAt: at(15 * MINUTE),
      },
    };
    expect(endGrace(claim, NOW, TIMES)).toEqual(ended);
    expect(nextStep(claim, FOUND, NOW, TIMES)).toEqual(ended);
  });
});

describe('the next check', () => {
  const nextCheckAt = (changes: Partial<DomainClaim>, look: DomainLook): number | string => {
    const step = nextStep(claimOf(changes), look, NOW, TIMES);
    return step.kind === 'write' ? step.claim.nextCheckAt.getTime() - NOW.getTime() : step.kind;
  };

  it.each<[string, Partial<DomainClaim>, DomainLook, number | string]>([
    ['a new claim', {}, ABSENT, 15 * MINUTE],
    ['a claim of two hours', { createdAt: at(-2 * HOUR) }, ABSENT, 15 * MINUTE],
    ['a claim of four hours', { createdAt: at(-4 * HOUR) }, ABSENT, 30 * MINUTE],
    ['a claim of 48 hours', { createdAt: at(-48 * HOUR) }, ABSENT, 6 * HOUR],
    ['a claim of 20 days', { createdAt: at(-20 * DAY) }, ABSENT, 6 * HOUR],
    ['a claim of an odd age', { createdAt: at(-4 * HOUR - 4) }, ABSENT, 30 * MINUTE],
    ['a claim of tomorrow', { createdAt: at(DAY) }, ABSENT, 15 * MINUTE],
    ['a claim at the end of its life', { createdAt: at(1 - 30 * DAY) }, ABSENT, 6 * HOUR],
    ['a claim after its life', { createdAt: at(-30 * DAY) }, ABSENT, 'expire'],
    ['a claim that is found', { createdAt: at(-30 * DAY) }, FOUND, 6 * HOUR],
    ['a verified claim', { status: 'verified' }, FOUND, 6 * HOUR],
    ['a verified claim without its record', { status: 'verified' }, ABSENT, 15 * MINUTE],
    ['a grace', { status: 'grace', graceEndsAt: at(DAY) }, ABSENT, 15 * MINUTE],
    ['a grace that ends soon', { status: 'grace', graceEndsAt: at(MINUTE) }, ABSENT, MINUTE],
    ['a grace with its record', { status: 'grace', graceEndsAt: at(MINUTE) }, FOUND, 6 * HOUR],
    [
      'an unverified claim',
      { status: 'unverified', createdAt: at(-99 * DAY), unverifiedAt: at(-4 * HOUR) },
      ABSENT,
      30 * MINUTE,
    ],
    [
      'an unverified claim that does not say since when',
      { status: 'unverified', createdAt: at(-4 * HOUR) },
      ABSENT,
      30 * MINUTE,
    ],
    [
      'an unverified claim of nearly 30 days',
      { status: 'unverified', unverifiedAt: at(1 - 30 * DAY) },
      ABSENT,
      6 * HOUR,
    ],
    [
      'an unverified claim of 30 days',
      { status: 'unverified', unverifiedAt: at(-30 * DAY) },
      ABSENT,
      NEVER.getTime() - NOW.getTime(),
    ],
  ])('of %s', (_name, changes, look, wait) => {
    expect(nextCheckAt(changes, look)).toBe(wait);
  });

  it('takes a pending claim for as old as it is, whenever it was unverified', () => {
    expect(nextCheckAt({ createdAt: at(-4 * HOUR), unverifiedAt: at(-HOUR) }, ABSENT)).toBe(30 * MINUTE);
  });
});

describe('a step', () => {
  it('verifies and forgets that the claim was unverified', () => {
    const claim = claimOf({ status: 'unverified', unverifiedAt: at(-DAY) });
    expect(nextStep(claim, FOUND, NOW, TIMES)).toEqual({
      kind: 'write',
      change: 'domain_verified',
      claim: {
        ...claim,
        status: 'verified',
        verifiedAt: NOW,
        unverifiedAt: null,
        lastCheckedAt: NOW,
        lastOutcome: 'found',
        nextCheckAt: at(6 * HOUR),
        revision: 8,
      },
    });
  });

  it('begins a grace of its length and ends it with the record', () => {
    expect(nextStep(claimOf({ status: 'verified' }), ABSENT, NOW, TIMES)).toMatchObject({
      change: 'domain_grace_started',
      claim: { status: 'grace', graceEndsAt: at(7 * DAY), lastOutcome: 'absent', revision: 8 },
    });
    const grace = claimOf({ status: 'grace', graceEndsAt: at(1) });
    expect(nextStep(grace, FOUND, NOW, TIMES)).toMatchObject({
      change: 'domain_recovered',
      claim: { status: 'verified', graceEndsAt: null, lastOutcome: 'found', revision: 8 },
    });
    expect(nextStep(grace, ABSENT, NOW, TIMES)).toMatchObject({
      change: null,
      claim: { status: 'grace', graceEndsAt: at(1), lastOutcome: 'absent', revision: 8 },
    });
  });
});
