import { describe, expect, it } from 'vitest';
import type { MembershipPolicy } from '../../src/stores/interfaces/access-policies.js';
import type { Member, MemberRole } from '../../src/stores/interfaces/members.js';
import { choose, codeOf, everybody, given, signInOf, world } from './world.js';

type Outcome = 'created' | 'linked' | 'known' | string;

const POLICIES: readonly MembershipPolicy[] = ['invited', 'jit', 'scim'];
const ROLES: readonly MemberRole[] = ['owner', 'admin', 'member'];

// Each row: who is there with the address, whether the identity is linked, and what becomes of the sign-in under the
// policies invited, jit and scim. Provisioned people have a scimUserId.
interface Row {
  readonly status: Member['status'];
  readonly origin: Member['origin'];
  readonly provisioned?: boolean;
  readonly linked: boolean;
  /** For members with the role `member`; owners and admins where `privileged` says otherwise. */
  readonly outcomes: readonly [Outcome, Outcome, Outcome];
  readonly privileged?: readonly [Outcome, Outcome, Outcome];
}

const PROOF = 'link_needs_proof';
const ROWS: readonly Row[] = [
  { status: 'active', origin: 'application', linked: true, outcomes: ['known', 'known', 'not_provisioned'] },
  { status: 'active', origin: 'jit', linked: true, outcomes: ['known', 'known', 'not_provisioned'] },
  {
    status: 'active',
    origin: 'scim',
    provisioned: true,
    linked: true,
    outcomes: ['known', 'known', 'known'],
  },
  {
    status: 'active',
    origin: 'application',
    provisioned: true,
    linked: true,
    outcomes: ['known', 'known', 'known'],
  },
  {
    status: 'active',
    origin: 'application',
    linked: false,
    outcomes: ['linked', 'linked', 'not_provisioned'],
    privileged: [PROOF, PROOF, 'not_provisioned'],
  },
  {
    status: 'active',
    origin: 'application',
    provisioned: true,
    linked: false,
    outcomes: ['linked', 'linked', 'linked'],
    privileged: [PROOF, PROOF, PROOF],
  },
  { status: 'active', origin: 'jit', linked: false, outcomes: ['linked', 'linked', 'not_provisioned'] },
  {
    status: 'active',
    origin: 'scim',
    provisioned: true,
    linked: false,
    outcomes: ['linked', 'linked', 'linked'],
  },
  {
    status: 'invited',
    origin: 'application',
    linked: false,
    outcomes: ['linked', 'linked', 'not_provisioned'],
  },
  { status: 'invited', origin: 'application', linked: true, outcomes: ['known', 'known', 'not_provisioned'] },
  {
    status: 'invited',
    origin: 'application',
    provisioned: true,
    linked: false,
    outcomes: ['linked', 'linked', 'linked'],
  },
  ...[true, false].flatMap((linked): readonly Row[] => [
    {
      status: 'deactivated',
      origin: 'jit',
      linked,
      outcomes: ['member_deactivated', 'member_deactivated', 'member_deactivated'],
    },
    {
      status: 'deactivated',
      origin: 'scim',
      provisioned: true,
      linked,
      outcomes: ['member_deactivated', 'member_deactivated', 'deprovisioned'],
    },
  ]),
];

const table = ROWS.flatMap((row) =>
  ROLES.flatMap((role) =>
    POLICIES.map((policy, index) => {
      const outcomes = (role !== 'member' && row.privileged) || row.outcomes;
      const { status, origin, linked, provisioned = false } = row;
      return { policy, role, status, origin, provisioned, linked, outcome: outcomes[index] };
    }),
  ),
);

describe('admit, who is there', () => {
  it.each(table)(
    '$policy: $role, $status, $origin, provisioned $provisioned, linked $linked → $outcome',
    async ({ policy, role, status, origin, provisioned, linked, outcome }) => {
      const at = world();
      await choose(at, policy);
      const signIn = signInOf('ada@contoso.example');
      const scimUserId = provisioned ? 'record' : null;
      const member = await given(
        at,
        { role, status, origin, scimUserId, email: 'ADA@contoso.example' },
        linked ? signIn : null,
      );
      const admitted = await at.directory.admit(signIn);
      const people = await everybody(at);
      expect(people.map(({ id }) => id)).toEqual([member.id]);
      if (!admitted.ok) {
        expect(admitted.error.code).toBe(outcome);
        expect(people).toEqual([member]);
        expect(at.events.map(({ type, code }) => ({ type, code }))).toEqual([
          { type: 'admission_refused', code: outcome },
        ]);
        return;
      }
      const { created, session } = admitted.value;
      expect([admitted.value.linked ? 'linked' : 'known', created]).toEqual([outcome, false]);
      expect(admitted.value.member).toMatchObject({ id: member.id, role, status: 'active' });
      expect(await at.members.findMemberByIdentity(member.organizationId, signIn.identity.key)).toEqual(
        admitted.value.member,
      );
      expect(await at.directory.isSessionValid(JSON.parse(JSON.stringify(session)))).toBe(true);
    },
  );
});

describe('admit, a stranger', () => {
  it.each([
    ['invited', 'not_invited'],
    ['scim', 'not_provisioned'],
  ] as const)('%s: is refused with %s and leaves nothing behind', async (policy, code) => {
    const at = world();
    await choose(at, policy);
    expect(codeOf(await at.directory.admit(signInOf('ada@contoso.example')))).toBe(code);
    expect(await everybody(at)).toEqual([]);
  });

  it('is refused where the organisation never chose a policy', async () => {
    const at = world();
    expect(codeOf(await at.directory.admit(signInOf('ada@contoso.example')))).toBe('not_invited');
  });

  it('jit: becomes a plain member, whatever roles the identity provider sends', async () => {
    const at = world();
    await choose(at, 'jit');
    const signIn = signInOf('ada@contoso.example', { firstName: ' Ada\u0000\n', lastName: 'L'.repeat(300) });
    const admitted = await at.directory.admit(signIn);
    expect(admitted).toMatchObject({
      ok: true,
      value: {
        created: true,
        linked: false,
        member: {
          role: 'member',
          status: 'active',
          origin: 'jit',
          email: 'ada@contoso.example',
          firstName: 'Ada',
          lastName: 'L'.repeat(200),
          scimUserId: null,
          lastSignInAt: at.clock.now,
        },
      },
    });
    expect(await everybody(at)).toHaveLength(1);
    expect(at.events.map(({ type }) => type)).toEqual(['member_created']);
  });

  it.each(POLICIES)(
    '%s: is refused with a transient identity, even with an account there',
    async (policy) => {
      const at = world();
      await choose(at, policy);
      await given(at, { email: 'ada@contoso.example', scimUserId: 'record' });
      const signIn = signInOf('ada@contoso.example', { kind: 'transient' });
      expect(codeOf(await at.directory.admit(signIn))).toBe('identity_transient');
    },
  );
});
