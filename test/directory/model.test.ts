import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SessionTicket } from '../../src/directory/session.js';
import type { Result } from '../../src/errors/index.js';
import type { MembershipPolicy } from '../../src/stores/interfaces/access-policies.js';
import type { Member, MemberRole } from '../../src/stores/interfaces/members.js';
import { connectionOf } from '../organizations/connections.js';
import { choose, everybody, ORG, signInOf, type World, world } from './world.js';

// Administrators, people and provisioning do what they like, several at the same moment; the laws hold after each moment.

const roles = fc.constantFrom<MemberRole>('owner', 'admin', 'member');
/** Which of the members who are there, in the order of their ids. */
const which = fc.nat(5);
const address = fc.nat(3).map((number) => `person-${number}@contoso.example`);

const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      verb: fc.constant('admit' as const),
      address,
      objectId: fc.nat(3),
      connectionId: fc.constantFrom('contoso', 'second'),
      proven: fc.option(which),
    }),
  },
  { weight: 2, arbitrary: fc.record({ verb: fc.constant('password' as const), which }) },
  fc.record({ verb: fc.constantFrom('invite' as const, 'add' as const), address, role: roles }),
  fc.record({ verb: fc.constant('role' as const), which, role: roles }),
  fc.record({
    verb: fc.constantFrom('accept', 'deactivate', 'reactivate', 'remove', 'unlink', 'end-sessions'),
    which,
  }),
  fc.record({
    verb: fc.constant('policy' as const),
    membership: fc.constantFrom<MembershipPolicy>('invited', 'jit', 'scim'),
    requireSso: fc.boolean(),
  }),
  fc.record({ verb: fc.constant('end-all' as const) }),
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;
type Admitted = Result<{ readonly member: Member; readonly session: SessionTicket }>;

/** Runs a step; gives the admission where it is one. */
async function run(
  { directory, members }: World,
  step: Step,
  people: readonly Member[],
): Promise<Admitted | null> {
  const pick = (index: number): Member | undefined => people[index % Math.max(people.length, 1)];
  if (step.verb === 'admit') {
    const { objectId, connectionId, proven } = step;
    const provenMemberId = proven === null ? undefined : pick(proven)?.id;
    const signIn = signInOf(step.address, { objectId: `${objectId}`, connectionId });
    return directory.admit(signIn, provenMemberId === undefined ? {} : { provenMemberId });
  }
  if (step.verb === 'policy') {
    await directory.changePolicy(ORG, { membership: step.membership, requireSso: step.requireSso }, 'eve');
    return null;
  }
  if (step.verb === 'end-all') {
    await directory.endOrganizationSessions(ORG, 'eve');
    return null;
  }
  if (step.verb === 'invite' || step.verb === 'add') {
    const person = { email: step.address, role: 'role' in step ? step.role : 'member' };
    await (step.verb === 'invite' ? directory.invite : directory.addMember)(ORG, person, 'eve');
    return null;
  }
  const member = 'which' in step ? pick(step.which) : undefined;
  if (member === undefined) return null;
  const name = { organizationId: ORG, memberId: member.id };
  if (step.verb === 'password') return directory.mayUsePassword(name);
  if (step.verb === 'role') await directory.changeRole(name, step.role, 'eve');
  else if (step.verb === 'accept') await directory.acceptInvitation(name);
  else if (step.verb === 'deactivate') await directory.deactivate(name, 'eve');
  else if (step.verb === 'reactivate') await directory.reactivate(name, 'eve');
  else if (step.verb === 'remove') await directory.remove(name, 'eve');
  else if (step.verb === 'end-sessions') await directory.endMemberSessions(name, 'eve');
  else {
    const [link] = await members.listLinks(ORG, member.id);
    if (link) await directory.unlinkIdentity(name, link.identityKey, 'eve');
  }
  return null;
}

/** What must stay true, with what was seen so far. */
class Laws {
  readonly #at: World;
  #hadOwner = false;
  #before: readonly Member[] = [];
  readonly #tickets: SessionTicket[] = [];
  readonly #dead = new Set<SessionTicket>();

  constructor(at: World) {
    this.#at = at;
  }

  async hold(moment: readonly Step[], admissions: readonly (Admitted | null)[]): Promise<void> {
    const people = await everybody(this.#at);
    this.#holdOwners(people);
    await this.#holdIdentities(people);
    this.#holdDeactivated(moment, admissions);
    for (const admitted of admissions) if (admitted?.ok) this.#tickets.push(admitted.value.session);
    await this.#holdSessions(people);
    this.#before = people;
  }

  #holdOwners(people: readonly Member[]): void {
    const hasOwner = people.some(({ role, status }) => role === 'owner' && status === 'active');
    expect(hasOwner || !this.#hadOwner).toBe(true);
    this.#hadOwner ||= hasOwner;
    for (const { origin, createdAt, updatedAt, role, revision } of people) {
      if (origin === 'jit' && revision === 1) expect([role, createdAt]).toEqual(['member', updatedAt]);
    }
  }

  async #holdIdentities(people: readonly Member[]): Promise<void> {
    expect(new Set(people.map(({ email }) => email.toLowerCase())).size).toBe(people.length);
    const holders = new Map<string, string>();
    for (const { id } of people) {
      const links = await this.#at.members.listLinks(ORG, id);
      expect(new Set(links.map(({ connectionId }) => connectionId)).size).toBe(links.length);
      for (const { identityKey } of links) {
        expect(holders.has(identityKey)).toBe(false);
        holders.set(identityKey, id);
      }
    }
  }

  #holdDeactivated(moment: readonly Step[], admissions: readonly (Admitted | null)[]): void {
    if (moment.some(({ verb }) => verb === 'reactivate')) return;
    for (const admitted of admissions) {
      if (!admitted?.ok) continue;
      const { id } = admitted.value.member;
      expect(this.#before.find((member) => member.id === id)?.status).not.toBe('deactivated');
    }
  }

  async #holdSessions(people: readonly Member[]): Promise<void> {
    for (const ticket of this.#tickets) {
      const member = people.find(({ id }) => id === ticket.memberId);
      const isValid = await this.#at.directory.isSessionValid(ticket);
      // Once a person was out, the sessions of before are over for ever.
      if (member?.status !== 'active') this.#dead.add(ticket);
      expect(isValid && this.#dead.has(ticket)).toBe(false);
    }
  }
}

describe('membership', () => {
  it('admits nobody who was deactivated, makes one account of an identity, and keeps an owner', async () => {
    const moments = fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), { minLength: 4, maxLength: 25 });
    await fc.assert(
      fc.asyncProperty(moments, async (steps) => {
        const at = world();
        at.connections.set('second', connectionOf({ id: 'second' }));
        await choose(at, 'jit');
        const laws = new Laws(at);
        for (const moment of steps) {
          const people = await everybody(at);
          await laws.hold(moment, await Promise.all(moment.map((each) => run(at, each, people))));
        }
      }),
      { numRuns: 300 },
    );
  });
});
