import { describe, expect, it } from 'vitest';
import { createDirectory, type Directory } from '../../src/directory/create-directory.js';
import type { DirectoryOptions } from '../../src/directory/settings.js';
import type { Result } from '../../src/errors/index.js';
import type { Member } from '../../src/stores/interfaces/members.js';
import { memberOf, policyOf } from '../stores/people.js';
import { MOST_CALLS, watched } from './watched-stores.js';
import { accepted, choose, codeOf, everybody, given, ORG, signInOf, type World, world } from './world.js';

const ADA = 'ada@contoso.example';

type Verb = (
  directory: Directory,
  name: { organizationId: string; memberId: string },
) => Promise<Result<unknown>>;

const VERBS: Readonly<Record<string, Verb>> = {
  routeSignIn: (directory) => directory.routeSignIn(ADA),
  routeSignUp: (directory) => directory.routeSignUp(ADA),
  'admit, known': (directory) => directory.admit(signInOf(ADA)),
  'admit, to link': (directory) => directory.admit(signInOf('bob@contoso.example')),
  'admit, a stranger': (directory) => directory.admit(signInOf('new@contoso.example')),
  'admit, of a domain that is lost': (directory) => directory.admit(signInOf('ada@fabrikam.example')),
  mayUsePassword: (directory, name) => directory.mayUsePassword(name),
  checkSession: (directory, { memberId }) =>
    directory.checkSession({
      organizationId: ORG,
      memberId,
      connectionId: 'contoso',
      emailDomain: 'contoso.example',
      memberEpoch: 0,
      organizationEpoch: 0,
    }),
  'checkSession, password': (directory, { memberId }) =>
    directory.checkSession({
      organizationId: ORG,
      memberId,
      connectionId: null,
      emailDomain: null,
      memberEpoch: 0,
      organizationEpoch: 0,
    }),
  invite: (directory) => directory.invite(ORG, { email: 'new@contoso.example', role: 'admin' }, 'eve'),
  'invite, taken': (directory) => directory.invite(ORG, { email: ADA, role: 'admin' }, 'eve'),
  changeRole: (directory, name) => directory.changeRole(name, 'admin', 'eve'),
  deactivate: (directory, name) => directory.deactivate(name, 'eve'),
  remove: (directory, name) => directory.remove(name, 'eve'),
  unlinkIdentity: (directory, name) => directory.unlinkIdentity(name, signInOf(ADA).identity.key, 'eve'),
  endOrganizationSessions: (directory) => directory.endOrganizationSessions(ORG, 'eve'),
  changePolicy: (directory) => directory.changePolicy(ORG, { requireSso: true }, 'eve'),
};

async function peopled(options: Partial<DirectoryOptions> = {}): Promise<{ at: World; member: Member }> {
  const at = world(options);
  await choose(at, 'jit');
  const member = await given(at, { email: ADA }, signInOf(ADA));
  await given(at, { email: 'bob@contoso.example' });
  return { at, member };
}

describe.each(Object.entries(VERBS))('%s', (_name, verb) => {
  it('is refused whichever question a store fails at, and works when it is repeated', async () => {
    const untroubled = await peopled();
    let questions = 0;
    const counting = watched(untroubled.at, async (call) => {
      questions = call;
    });
    const memberId = untroubled.member.id;
    const usual = codeOf(await verb(counting, { organizationId: ORG, memberId }));
    expect(questions).toBeGreaterThan(0);
    expect(questions).toBeLessThanOrEqual(MOST_CALLS);
    for (let failing = 1; failing <= questions; failing += 1) {
      const { at, member } = await peopled();
      const cause = new Error('The database is away');
      const broken = watched(at, async (call) => {
        if (call === failing) throw cause;
      });
      const name = { organizationId: ORG, memberId: member.id };
      const before = await everybody(at);
      const refused = await verb(broken, name);
      expect(refused).toMatchObject({
        ok: false,
        error: { code: 'store_unavailable', details: { reason: cause.message }, cause },
      });
      expect((await everybody(at)).length).toBe(before.length);
      expect(codeOf(await verb(at.directory, name))).toBe(usual);
    }
  });
});

describe('an answer about somebody else', () => {
  const foreign = memberOf('org-fabrikam', { email: ADA, role: 'owner', scimUserId: 'r' });
  const other = memberOf(ORG, { email: 'eve@contoso.example', role: 'owner' });
  const signIn = signInOf(ADA);
  const name = { organizationId: ORG, memberId: 'ada' };
  const ticket = { ...name, connectionId: null, emailDomain: null, memberEpoch: 0, organizationEpoch: 0 };
  it.each<[string, Member, (directory: Directory) => Promise<Result<unknown>>]>([
    ['findMemberByIdentity', foreign, (directory) => directory.admit(signIn)],
    ['findMemberByEmail', foreign, (directory) => directory.admit(signIn, { provenMemberId: foreign.id })],
    ['findMemberByEmail', other, (directory) => directory.admit(signIn, { provenMemberId: other.id })],
    ['findMemberByScimUser', foreign, (directory) => directory.admit(signIn)],
    ['findMemberByScimUser', other, (directory) => directory.admit(signIn)],
    ['findMember', foreign, (directory) => directory.mayUsePassword(name)],
    ['findMember', other, (directory) => directory.mayUsePassword(name)],
    ['findMember', other, (directory) => directory.checkSession(ticket)],
    ['findMember', { ...foreign, id: 'ada' }, (directory) => directory.deactivate(name, 'eve')],
    [
      'findMember',
      { ...other, id: 'ada', email: 'none', role: 'member' },
      (directory) => directory.mayUsePassword(name),
    ],
  ])('%s is a store that failed', async (method, answer, verb) => {
    const at = world();
    await choose(at, 'jit');
    const members = { ...at.members, [method]: async () => answer };
    const provisioned = async () => ({ ok: true, value: { scimUserId: 'r', active: true } }) as const;
    const claims = { findOrganization: async () => ORG, listVerified: async () => [] };
    const connections = {
      findById: async () => at.connections.get('contoso') ?? null,
      findByOrganization: async () => [...at.connections.values()],
    };
    const stores = { policies: at.policies, connections, domainClaims: claims };
    const directory = createDirectory({ members, ...stores, provisioned });
    expect(await verb(directory)).toMatchObject({
      error: {
        code: 'store_unavailable',
        details: { store: 'members', reason: 'It answered with something that it was not asked for.' },
      },
    });
    expect(await everybody(at)).toEqual([]);
  });

  it('is a policy store that failed', async () => {
    const policies = {
      findPolicy: async () => policyOf('org-fabrikam', { membership: 'jit' }),
      replacePolicy: async () => true,
    };
    const at = world({ policies });
    expect(await at.directory.admit(signIn)).toMatchObject({
      error: { code: 'store_unavailable', details: { store: 'policies' } },
    });
  });

  it('of a status or policy that is none admits nobody', async () => {
    const at = world();
    await given(at, { email: ADA, status: 'suspended' as never }, signIn);
    expect(codeOf(await at.directory.admit(signIn))).toBe('member_deactivated');
    const [member] = await everybody(at);
    const memberId = member?.id ?? '';
    expect(codeOf(await at.directory.mayUsePassword({ organizationId: ORG, memberId }))).toBe(
      'member_deactivated',
    );
    await choose(at, 'open' as never);
    expect(codeOf(await at.directory.admit(signInOf('new@contoso.example')))).toBe('not_invited');
  });
});

describe('createDirectory', () => {
  const { members, policies } = world();
  const stores = {
    members,
    policies,
    connections: { findById: async () => null, findByOrganization: async () => [] },
    domainClaims: { findOrganization: async () => null, listVerified: async () => [] },
  };
  it.each([
    ['no options', null],
    ['no member store', { ...stores, members: undefined }],
    ['half a policy store', { ...stores, policies: { findPolicy: policies.findPolicy } }],
    ['a clock that is none', { ...stores, clock: 1 }],
    ['a listener that is none', { ...stores, onEvent: 'log' }],
    ['provisioning that is none', { ...stores, provisioned: true }],
    ['a word for revealMembership', { ...stores, revealMembership: 'no' }],
  ])('throws for %s', (_what, options) => {
    expect(() => createDirectory(options as never)).toThrow(TypeError);
  });

  it('throws when the clock gives no time', async () => {
    const directory = createDirectory({ ...stores, clock: () => new Date('never') });
    await expect(directory.invite(ORG, { email: ADA, role: 'member' }, null)).rejects.toThrow(TypeError);
  });

  it('is not disturbed by a listener that throws or rejects', async () => {
    const fail = [
      () => Promise.reject(new Error('log')),
      () => {
        throw new Error('log');
      },
    ];
    for (const onEvent of fail) {
      const at = world({ onEvent });
      accepted(await at.directory.invite(ORG, { email: ADA, role: 'member' }, null));
    }
  });
});
