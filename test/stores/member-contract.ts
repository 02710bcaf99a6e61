import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { AuditStore } from '../../src/stores/interfaces/audit.js';
import type { Member, MemberStore } from '../../src/stores/interfaces/members.js';
import { keepsAnOwner } from './owner-contract.js';
import { entryOf, linkOf, memberOf } from './people.js';

/** A member store and the log that it writes to. */
export interface OpenedMembers {
  readonly members: MemberStore;
  readonly audit: AuditStore;
}

type Open = () => Promise<OpenedMembers>;

const MANY = 50;

/** What every member store promises. `open` gives one that is ready to use; its content may be shared. */
export function memberStoreContract(name: string, open: Open): void {
  describe(`${name} as member store`, () => {
    describe('finds', () => findings(open));
    describe('inserts', () => insertions(open));
    describe('replaces', () => replacements(open));
    describe('removes', () => removals(open));
    describe('keeps an owner', () => keepsAnOwner(open));
  });
}

async function logged(audit: AuditStore, organizationId: string): Promise<readonly string[]> {
  return (await audit.list(organizationId, { before: null, limit: 1_000 })).map(({ type }) => type);
}

async function add({ members }: OpenedMembers, member: Member): Promise<Member> {
  expect(await members.insertMember(member, null, entryOf(member.organizationId, 'added'))).toBe('inserted');
  return member;
}

function findings(open: Open): void {
  it('what was inserted, by each of its names, and to the letter', async () => {
    const { members, audit } = await open();
    const org = randomUUID();
    const member = memberOf(org, {
      role: 'admin',
      status: 'invited',
      origin: 'scim',
      email: 'Ada.O’Neil@contoso.example',
      firstName: 'Ada “Ünï”',
      lastName: 'Lovelace',
      scimUserId: randomUUID(),
      sessionEpoch: 4,
      lastSignInAt: new Date('2026-03-02T00:00:00.001Z'),
      revision: 9,
    });
    const link = linkOf(member);
    expect(await members.insertMember(member, link, entryOf(org, 'member_created'))).toBe('inserted');
    expect(await members.findMember(org, member.id)).toEqual(member);
    expect(await members.findMemberByIdentity(org, link.identityKey)).toEqual(member);
    expect(await members.findMemberByEmail(org, 'aDA.o’nEIL@CONTOSO.example')).toEqual(member);
    expect(await members.findMemberByScimUser(org, `${member.scimUserId}`)).toEqual(member);
    expect(await members.listLinks(org, member.id)).toEqual([link]);
    expect(await logged(audit, org)).toEqual(['member_created']);
  });

  it('nothing for another organisation, nor for what nobody has', async () => {
    const opened = await open();
    const { members } = opened;
    const [org, other] = [randomUUID(), randomUUID()];
    const member = memberOf(org, { scimUserId: randomUUID() });
    const link = linkOf(member);
    await members.insertMember(member, link, entryOf(org, 'added'));
    await add(opened, memberOf(other));
    expect(await members.findMember(other, member.id)).toBeNull();
    expect(await members.findMemberByIdentity(other, link.identityKey)).toBeNull();
    expect(await members.findMemberByEmail(other, member.email)).toBeNull();
    expect(await members.findMemberByScimUser(other, `${member.scimUserId}`)).toBeNull();
    expect(await members.listLinks(other, member.id)).toEqual([]);
    expect(await members.findMemberByIdentity(org, link.identityKey.toUpperCase())).toBeNull();
    expect(await members.findMember(org, randomUUID())).toBeNull();
  });

  it('EML-12: folds ASCII letters of an address only', async () => {
    const opened = await open();
    const org = randomUUID();
    await add(opened, memberOf(org, { email: 'kim@contoso.example' }));
    expect(await opened.members.findMemberByEmail(org, '\u212Aim@contoso.example')).toBeNull();
    await add(opened, memberOf(org, { email: 'stra\u00DFe@contoso.example' }));
    expect(await opened.members.findMemberByEmail(org, 'strasse@contoso.example')).toBeNull();
    await add(opened, memberOf(org, { email: '\u00C4nne@contoso.example' }));
    expect(await opened.members.findMemberByEmail(org, '\u00E4nne@contoso.example')).toBeNull();
  });

  it('members page by page, in the order of their ids', async () => {
    const opened = await open();
    const org = randomUUID();
    const added: string[] = [];
    for (let count = 0; count < 7; count += 1) added.push((await add(opened, memberOf(org))).id);
    const ids = added.toSorted();
    const first = await opened.members.listMembers(org, { after: null, limit: 4 });
    expect(first.map(({ id }) => id)).toEqual(ids.slice(0, 4));
    const rest = await opened.members.listMembers(org, { after: ids[3] ?? '', limit: 1_000 });
    expect(rest.map(({ id }) => id)).toEqual(ids.slice(4));
    expect(await opened.members.listMembers(randomUUID(), { after: null, limit: 1 })).toEqual([]);
  });

  it('the links of a member, by connection', async () => {
    const { members } = await open();
    const org = randomUUID();
    const member = memberOf(org);
    const [first, second] = [linkOf(member, { connectionId: 'a' }), linkOf(member, { connectionId: 'b' })];
    await members.insertMember(member, second, entryOf(org, 'added'));
    await members.replaceMember({ ...member, revision: 2 }, 1, first, entryOf(org, 'linked'));
    expect(await members.listLinks(org, member.id)).toEqual([first, second]);
  });
}

function insertions(open: Open): void {
  it('one of two members with one address, one provisioning record or one identity', async () => {
    const opened = await open();
    const { members, audit } = opened;
    const [org, other] = [randomUUID(), randomUUID()];
    const member = memberOf(org, { scimUserId: randomUUID() });
    const link = linkOf(member);
    await members.insertMember(member, link, entryOf(org, 'added'));
    const entry = entryOf(org, 'never');
    const sameEmail = memberOf(org, {
      email: member.email.toUpperCase().replace('CONTOSO.EXAMPLE', 'contoso.example'),
    });
    expect(await members.insertMember(sameEmail, null, entry)).toBe('email-taken');
    const sameRecord = memberOf(org, { scimUserId: member.scimUserId });
    expect(await members.insertMember(sameRecord, null, entry)).toBe('scim-user-taken');
    const stranger = memberOf(org);
    const sameIdentity = linkOf(stranger, { identityKey: link.identityKey });
    expect(await members.insertMember(stranger, sameIdentity, entry)).toBe('identity-taken');
    for (const { id } of [sameEmail, sameRecord, stranger])
      expect(await members.findMember(org, id)).toBeNull();
    expect(await logged(audit, org)).toEqual(['added']);
    // All of it is another organisation's own affair.
    const elsewhere = memberOf(other, { email: member.email, scimUserId: member.scimUserId });
    const linkElsewhere = linkOf(elsewhere, { identityKey: link.identityKey });
    expect(await members.insertMember(elsewhere, linkElsewhere, entryOf(other, 'added'))).toBe('inserted');
  });

  it.each(['address', 'identity'])('one of many at once with the same %s', async (what) => {
    const { members, audit } = await open();
    const org = randomUUID();
    const shared = linkOf(memberOf(org)).identityKey;
    const outcomes = await Promise.all(
      Array.from({ length: MANY }, () => {
        const member = memberOf(org, what === 'address' ? { email: 'ada@contoso.example' } : {});
        const link = linkOf(member, what === 'identity' ? { identityKey: shared } : {});
        return members.insertMember(member, link, entryOf(org, 'added'));
      }),
    );
    expect(outcomes.filter((outcome) => outcome === 'inserted')).toHaveLength(1);
    const refused = what === 'address' ? 'email-taken' : 'identity-taken';
    expect(outcomes.filter((outcome) => outcome === refused)).toHaveLength(MANY - 1);
    expect(await members.listMembers(org, { after: null, limit: 1_000 })).toHaveLength(1);
    expect(await logged(audit, org)).toEqual(['added']);
  });
}

function replacements(open: Open): void {
  it('a member of the expected revision, with its entry or without', async () => {
    const opened = await open();
    const { members, audit } = opened;
    const org = randomUUID();
    const member = await add(opened, memberOf(org));
    const second: Member = { ...member, role: 'admin', email: 'new@contoso.example', revision: 2 };
    expect(await members.replaceMember(second, 1, null, entryOf(org, 'role_changed'))).toBe('replaced');
    const third: Member = { ...second, lastSignInAt: new Date('2026-04-01T00:00:00Z'), revision: 3 };
    expect(await members.replaceMember(third, 2, null, null)).toBe('replaced');
    expect(await members.findMember(org, member.id)).toEqual(third);
    expect(await members.findMemberByEmail(org, member.email)).toBeNull();
    expect(await members.replaceMember(second, 1, null, entryOf(org, 'late'))).toBe('changed');
    expect(await members.replaceMember(memberOf(org), 1, null, entryOf(org, 'unknown'))).toBe('changed');
    const foreign = { ...third, organizationId: randomUUID(), revision: 4 };
    expect(await members.replaceMember(foreign, 3, null, entryOf(org, 'foreign'))).toBe('changed');
    expect(await members.findMember(org, member.id)).toEqual(third);
    expect(await logged(audit, org)).toEqual(['role_changed', 'added']);
  });

  it('no member whose address, record or identity is another’s', async () => {
    const opened = await open();
    const { members, audit } = opened;
    const org = randomUUID();
    const other = memberOf(org, { scimUserId: randomUUID() });
    const link = linkOf(other);
    await members.insertMember(other, link, entryOf(org, 'added'));
    const member = await add(opened, memberOf(org));
    const entry = entryOf(org, 'never');
    const next = { ...member, revision: 2 };
    expect(await members.replaceMember({ ...next, email: other.email }, 1, null, entry)).toBe('email-taken');
    const sameRecord = { ...next, scimUserId: other.scimUserId };
    expect(await members.replaceMember(sameRecord, 1, null, entry)).toBe('scim-user-taken');
    const sameIdentity = linkOf(member, { identityKey: link.identityKey });
    expect(await members.replaceMember(next, 1, sameIdentity, entry)).toBe('identity-taken');
    expect(await members.findMember(org, member.id)).toEqual(member);
    expect((await members.findMemberByIdentity(org, link.identityKey))?.id).toBe(other.id);
    expect(await logged(audit, org)).toEqual(['added', 'added']);
  });

  it('one identity at most per connection', async () => {
    const opened = await open();
    const { members } = opened;
    const org = randomUUID();
    const member = memberOf(org);
    const link = linkOf(member);
    await members.insertMember(member, link, entryOf(org, 'added'));
    const next = { ...member, revision: 2 };
    const second = linkOf(member);
    expect(await members.replaceMember(next, 1, second, entryOf(org, 'never'))).toBe('identity-taken');
    expect(await members.findMemberByIdentity(org, second.identityKey)).toBeNull();
    const elsewhere = linkOf(member, { connectionId: 'other' });
    expect(await members.replaceMember(next, 1, elsewhere, entryOf(org, 'linked'))).toBe('replaced');
    expect((await members.findMemberByIdentity(org, elsewhere.identityKey))?.revision).toBe(2);
  });

  it('once for many that expect one revision', async () => {
    const opened = await open();
    const { members, audit } = opened;
    const org = randomUUID();
    const member = await add(opened, memberOf(org));
    const outcomes = await Promise.all(
      Array.from({ length: MANY }, (_, sessionEpoch) =>
        members.replaceMember({ ...member, sessionEpoch, revision: 2 }, 1, null, entryOf(org, 'won')),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === 'replaced')).toHaveLength(1);
    expect((await members.findMember(org, member.id))?.sessionEpoch).toBe(outcomes.indexOf('replaced'));
    expect(await logged(audit, org)).toEqual(['won', 'added']);
  });
}

function removals(open: Open): void {
  it('a member with its identities, if the revision is the expected one', async () => {
    const { members, audit } = await open();
    const org = randomUUID();
    const member = memberOf(org);
    const link = linkOf(member);
    await members.insertMember(member, link, entryOf(org, 'added'));
    expect(await members.removeMember(org, member.id, 2, entryOf(org, 'late'))).toBe('changed');
    expect(await members.removeMember(randomUUID(), member.id, 1, entryOf(org, 'foreign'))).toBe('changed');
    expect(await members.removeMember(org, member.id, 1, entryOf(org, 'member_removed'))).toBe('removed');
    expect(await members.findMember(org, member.id)).toBeNull();
    expect(await members.findMemberByIdentity(org, link.identityKey)).toBeNull();
    expect(await members.removeMember(org, member.id, 1, entryOf(org, 'again'))).toBe('changed');
    expect(await logged(audit, org)).toEqual(['member_removed', 'added']);
    // Address and identity are free again.
    const next = memberOf(org, { email: member.email });
    const nextLink = linkOf(next, { identityKey: link.identityKey });
    expect(await members.insertMember(next, nextLink, entryOf(org, 'added'))).toBe('inserted');
  });

  it('an identity, of this organisation, once', async () => {
    const { members, audit } = await open();
    const org = randomUUID();
    const member = memberOf(org);
    const link = linkOf(member);
    await members.insertMember(member, link, entryOf(org, 'added'));
    expect(await members.removeLink(randomUUID(), link.identityKey, entryOf(org, 'foreign'))).toBe(false);
    const removed = await Promise.all(
      Array.from({ length: 10 }, () => members.removeLink(org, link.identityKey, entryOf(org, 'unlinked'))),
    );
    expect(removed.filter(Boolean)).toHaveLength(1);
    expect(await members.findMemberByIdentity(org, link.identityKey)).toBeNull();
    expect(await members.findMember(org, member.id)).toEqual(member);
    expect(await logged(audit, org)).toEqual(['unlinked', 'added']);
  });
}
