import { describe, expect, it } from 'vitest';
import type { SessionTicket } from '../../src/directory/session.js';
import type { Result } from '../../src/errors/index.js';
import type { Member } from '../../src/stores/interfaces/members.js';
import { entryOf } from '../stores/people.js';
import { MOST_CALLS, watched } from './watched-stores.js';
import {
  accepted,
  choose,
  codeOf,
  everybody,
  given,
  loggedTypes,
  ORG,
  signInOf,
  type World,
  world,
} from './world.js';

const ADA = 'ada@contoso.example';
const EVERY_CALL = Array.from({ length: MOST_CALLS }, (_, index) => index + 1);
const named = ({ organizationId, id: memberId }: Member) => ({ organizationId, memberId });

type Admitted = Result<{ readonly session: SessionTicket; readonly member: Member }>;

/** Runs the verb, and `meanwhile` right before its question to the stores of this number. */
async function interleaved<Answer>(
  at: World,
  call: number,
  meanwhile: () => Promise<unknown>,
  verb: (directory: World['directory']) => Promise<Answer>,
): Promise<Answer> {
  let done = false;
  const directory = watched(at, async (number) => {
    if (number !== call) return;
    done = true;
    await meanwhile();
  });
  const answer = await verb(directory);
  if (!done) await meanwhile();
  return answer;
}

describe('first sign-ins at once', () => {
  it.each([
    ['make one member of a stranger', false],
    ['link one member once', true],
  ])('%s', async (_what, isThere) => {
    const at = world();
    await choose(at, 'jit');
    if (isThere) await given(at, { email: ADA });
    const admitted = await Promise.all(Array.from({ length: 200 }, () => at.directory.admit(signInOf(ADA))));
    const values = admitted.map(accepted);
    expect(new Set(values.map(({ member }) => member.id)).size).toBe(1);
    expect(values.filter(({ created, linked }) => created || linked)).toHaveLength(1);
    expect(await everybody(at)).toHaveLength(1);
    expect(await loggedTypes(at)).toEqual([isThere ? 'member_linked' : 'member_created']);
    for (const { session } of values) expect(await at.directory.isSessionValid(session)).toBe(true);
  });

  it.each(EVERY_CALL)('another sign-in of the person before question %d changes nothing', async (call) => {
    const at = world();
    await choose(at, 'jit');
    const other = () => at.directory.admit(signInOf(ADA));
    const admitted = accepted(
      await interleaved(at, call, other, (directory) => directory.admit(signInOf(ADA))),
    );
    expect(await everybody(at)).toHaveLength(1);
    expect(await at.directory.isSessionValid(admitted.session)).toBe(true);
  });

  it.each(EVERY_CALL)(
    'two people with one address, the other before question %d: one gets it',
    async (call) => {
      const at = world();
      await choose(at, 'jit');
      const [first, second] = [signInOf(ADA, { objectId: 'a' }), signInOf(ADA, { objectId: 'b' })];
      const codes: (string | null)[] = [];
      const other = async () => codes.push(codeOf(await at.directory.admit(second)));
      codes.push(codeOf(await interleaved(at, call, other, (directory) => directory.admit(first))));
      expect(codes.toSorted()).toEqual(['member_has_other_identity', null].toSorted());
      expect(await everybody(at)).toHaveLength(1);
    },
  );
});

const ways: readonly [
  string,
  (at: World) => Promise<Member>,
  (directory: World['directory'], member: Member) => Promise<Admitted>,
][] = [
  [
    'a linked sign-in',
    (at) => given(at, { email: ADA }, signInOf(ADA)),
    (directory) => directory.admit(signInOf(ADA)),
  ],
  [
    'a linked sign-in soon after another',
    (at) => given(at, { email: ADA, lastSignInAt: at.clock.now }, signInOf(ADA)),
    (directory) => directory.admit(signInOf(ADA)),
  ],
  ['a first sign-in', (at) => given(at, { email: ADA }), (directory) => directory.admit(signInOf(ADA))],
  [
    'a password',
    (at) => given(at, { email: ADA }),
    (directory, member) => directory.mayUsePassword(named(member)),
  ],
  [
    'a break-glass password',
    (at) => given(at, { email: ADA, role: 'admin' }),
    (directory, member) => directory.mayUsePassword(named(member)),
  ],
];
const endings: readonly [string, (at: World, member: Member) => Promise<unknown>][] = [
  ['deactivation', async (at, member) => accepted(await at.directory.deactivate(named(member), 'eve'))],
  ['removal', async (at, member) => accepted(await at.directory.remove(named(member), 'eve'))],
  [
    'deactivation and reactivation',
    async (at, member) => {
      accepted(await at.directory.deactivate(named(member), 'eve'));
      accepted(await at.directory.reactivate(named(member), 'eve'));
    },
  ],
];

describe.each(ways)('%s', (_way, prepare, comeIn) => {
  describe.each(endings)('and a %s', (ending, end) => {
    it.each(EVERY_CALL)('before question %d: no session is valid that was read before', async (call) => {
      const at = world();
      await choose(at, 'invited', true);
      const member = await prepare(at);
      let wasReached = false;
      const meanwhile = async (): Promise<void> => {
        wasReached = true;
        await end(at, member);
      };
      const admitted = await interleaved(at, call, meanwhile, (directory) => comeIn(directory, member));
      expect(wasReached).toBe(true);
      if (!admitted.ok) return;
      const isValid = await at.directory.isSessionValid(admitted.value.session);
      // After a reactivation somebody may come in anew, but with the epoch of now only.
      const isNow =
        admitted.value.session.memberEpoch === (await at.members.findMember(ORG, member.id))?.sessionEpoch;
      expect(isValid).toBe(ending === 'deactivation and reactivation' && isNow);
    });
  });

  it.each(EVERY_CALL)('and the end of all sessions before question %d', async (call) => {
    const at = world();
    await choose(at, 'invited', true);
    const member = await prepare(at);
    const end = () => at.directory.endOrganizationSessions(ORG, 'eve');
    const admitted = await interleaved(at, call, end, (directory) => comeIn(directory, member));
    if (!admitted.ok) return;
    const epoch = accepted(await at.directory.policy(ORG)).sessionEpoch;
    const isValid = await at.directory.isSessionValid(admitted.value.session);
    expect(isValid).toBe(admitted.value.session.organizationEpoch === epoch);
  });
});

describe('owners', () => {
  it('that all leave at once leave one behind', async () => {
    const at = world();
    const owners = await Promise.all(Array.from({ length: 9 }, () => given(at, { role: 'owner' })));
    const codes = await Promise.all(
      owners.map(async (owner, index) => {
        if (index % 3 === 0) return codeOf(await at.directory.remove(named(owner), 'eve'));
        if (index % 3 === 1) return codeOf(await at.directory.deactivate(named(owner), 'eve'));
        return codeOf(await at.directory.changeRole(named(owner), 'member', 'eve'));
      }),
    );
    expect(codes.filter((code) => code === 'last_owner')).toHaveLength(1);
    const left = (await everybody(at)).filter(({ role, status }) => role === 'owner' && status === 'active');
    expect(left).toHaveLength(1);
  });
});

describe('an unlinked identity', () => {
  it.each(EVERY_CALL)('leaves no session of a sign-in that it overtakes at question %d', async (call) => {
    const at = world();
    const signIn = signInOf(ADA);
    const member = await given(at, { email: ADA, role: 'admin', lastSignInAt: at.clock.now }, signIn);
    const signsIn: Promise<Admitted>[] = [];
    const meanwhile = async (): Promise<void> => {
      const answer = at.directory.admit(signIn);
      signsIn.push(answer);
      await answer;
    };
    await interleaved(at, call, meanwhile, (directory) =>
      directory.unlinkIdentity(named(member), signIn.identity.key, 'eve'),
    );
    for (const admitted of await Promise.all(signsIn)) {
      if (admitted.ok) expect(await at.directory.isSessionValid(admitted.value.session)).toBe(false);
      else expect(admitted.error.code).toBe('link_needs_proof');
    }
  });
});

describe('changes of a policy at once', () => {
  it('all happen where they do not depend on what was seen', async () => {
    const at = world();
    const all = Array.from({ length: 6 }, () => at.directory.endOrganizationSessions(ORG, 'eve'));
    const epochs = (await Promise.all(all)).map((ended) => accepted(ended).sessionEpoch);
    expect(epochs.toSorted()).toEqual([1, 2, 3, 4, 5, 6]);
    expect(accepted(await at.directory.policy(ORG)).sessionEpoch).toBe(6);
    expect(await loggedTypes(at)).toHaveLength(6);
  });

  it('over one revision happen once', async () => {
    const at = world();
    const changes = (['jit', 'scim', 'jit', 'scim'] as const).map((membership) =>
      at.directory.changePolicy(ORG, { membership }, 'eve', 0),
    );
    const codes = (await Promise.all(changes)).map(codeOf);
    expect(codes.filter((code) => code === null)).toHaveLength(1);
    expect(codes.filter((code) => code === 'access_policy_changed')).toHaveLength(3);
  });
});

describe('contention', () => {
  it('that never ends is refused, and nothing is written', async () => {
    const at = world();
    const member = await given(at, { email: ADA }, signInOf(ADA));
    let revision = 1;
    const touch = async (_call: number, method: string): Promise<void> => {
      if (method !== 'replaceMember' && method !== 'removeMember') return;
      const now = await at.members.findMember(ORG, member.id);
      revision += 1;
      if (now)
        await at.members.replaceMember({ ...now, revision }, revision - 1, null, entryOf(ORG, 'given'));
    };
    const busy = watched(at, touch);
    const name = named(member);
    const codes = [
      await busy.admit(signInOf(ADA)),
      await busy.mayUsePassword(name),
      await busy.deactivate(name, 'eve'),
      await busy.remove(name, 'eve'),
    ].map(codeOf);
    expect(new Set(codes)).toEqual(new Set(['membership_contended']));
    expect(await everybody(at)).toEqual([{ ...member, revision }]);
  });
});
