import { randomUUID } from 'node:crypto';
import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate, type PostgresStores, postgresStores } from '../../../src/stores/postgres/index.js';
import { auditEntry } from '../audit-contract.js';
import { connectionRecord } from '../connection-record.js';
import { pendingRequest } from '../contract.js';
import { domainClaim } from '../domain-claim-contract.js';
import { entryOf, linkOf, memberOf, policyOf } from '../people.js';
import { indexedSession } from '../session-contract.js';

let db: PGlite;
let stores: PostgresStores;

beforeAll(async () => {
  db = new PGlite();
  await migrate(db);
  stores = postgresStores(db);
}, 60_000);
afterAll(() => db.close());

const everything = { before: null, limit: 1_000 };

describe('names that try to be SQL', () => {
  it.each([
    `'; DROP SCHEMA claimgate CASCADE; --`,
    `" OR 1=1 --`,
    `$1) OR true --`,
    `\\'; DELETE FROM claimgate.audit; --`,
    `$migration$ COMMIT $migration$`,
    `{"a":1}`,
    '%',
    `\u{1F511} \u202e \\u0000 \\x00`,
    'x'.repeat(20_000),
  ])('are kept to the letter and found by nothing else: %.40j', async (odd) => {
    const { audit, members, replays, requests, sessions } = stores;
    const request = pendingRequest({ relayState: odd, returnTo: odd, browserHash: odd });
    await requests.save(request);
    expect(await requests.find(request.id)).toEqual(request);
    const place = [randomUUID(), 'c'] as const;
    const session = indexedSession({
      organizationId: place[0],
      connectionId: place[1],
      sessionKey: odd,
      nameId: { value: odd, format: odd, nameQualifier: odd, spNameQualifier: odd },
      sessionIndexes: [odd],
    });
    await sessions.add(session);
    for (const found of [
      await sessions.findBySession(...place, odd),
      await sessions.findByNameId(...place, odd),
      [await sessions.find(...place, odd)],
    ]) {
      expect(found).toEqual([session]);
    }
    expect(await sessions.findByNameId(...place, `${odd} `)).toEqual([]);
    expect(await sessions.remove(...place, odd)).toBe(true);
    const key = `${odd}${randomUUID()}`;
    expect(await replays.reserve(key, new Date())).toBe(true);
    expect(await replays.reserve(key, new Date())).toBe(false);
    const member = memberOf(place[0], { firstName: odd, lastName: odd });
    const identityKey = JSON.stringify(['name-id', 'c', odd]);
    const entry = auditEntry({ organizationId: place[0], actor: odd, type: odd, data: { [odd]: [odd] } });
    expect(await members.insertMember(member, linkOf(member, { identityKey }), entry)).toBe('inserted');
    expect(await members.findMemberByIdentity(place[0], identityKey)).toEqual(member);
    expect(await audit.list(place[0], everything)).toEqual([{ ...entry, position: expect.any(String) }]);
  });

  it('as ids of organisations and connections reach nobody else’s rows', async () => {
    const record = connectionRecord({ id: 'victim' });
    await stores.connections.insertConnection(record, auditEntry());
    for (const odd of [`' OR '1'='1`, `victim' --`, '%', 'victi_', `${record.organizationId}'--`]) {
      expect(await stores.connections.findConnectionOfAddress(odd)).toBeNull();
      expect(await stores.connections.findConnection(odd, 'victim')).toBeNull();
      expect(await stores.connections.listConnections(odd)).toEqual([]);
      expect(await stores.policies.findPolicy(odd)).toBeNull();
      expect(await stores.audit.list(odd, everything)).toEqual([]);
    }
  });

  it.each(['a"b', 'A', '1a', '', 'a.b', 'a;b', 'a'.repeat(64), 'ä', 'a\n', 1 as unknown as string])(
    'are no schema: %j',
    async (schema) => {
      expect(() => postgresStores(db, { schema })).toThrow(TypeError);
      await expect(migrate(db, { schema })).rejects.toThrow(TypeError);
    },
  );

  it('throws for a database that is none', () => {
    expect(() => postgresStores({} as never)).toThrow(TypeError);
    expect(() => postgresStores(null as never)).toThrow(TypeError);
  });
});

describe('texts that PostgreSQL cannot keep', () => {
  it.each(['a\0b', '\ud800', 'x\udc00'])('%j is nowhere, and is not asked for', async (odd) => {
    const { connections, domainClaims, members, policies, requests, sessions } = stores;
    expect(await requests.find(odd)).toBeNull();
    expect(await requests.consume(odd)).toBe(false);
    expect(await sessions.find(odd, 'c', 'k')).toBeNull();
    expect(await sessions.findByNameId('o', 'c', odd)).toEqual([]);
    expect(await sessions.remove('o', odd, 'k')).toBe(false);
    expect(await sessions.findLogout('o', odd, 'k')).toBeNull();
    expect(await connections.findConnectionOfAddress(odd)).toBeNull();
    expect(await connections.removeConnection(odd, 'c', 1, auditEntry())).toBe(false);
    expect(await domainClaims.findOrganization(odd)).toBeNull();
    expect(await domainClaims.findClaim('o', odd)).toBeNull();
    expect(await domainClaims.listVerified(odd)).toEqual([]);
    expect(await domainClaims.removeClaim('o', odd, 1, auditEntry())).toBe(false);
    expect(await members.findMemberByEmail('o', odd)).toBeNull();
    expect(await members.findMemberByIdentity('o', odd)).toBeNull();
    expect(await members.removeMember('o', odd, 1, auditEntry())).toBe('changed');
    expect(await members.removeLink('o', odd, auditEntry())).toBe(false);
    expect(await policies.findPolicy(odd)).toBeNull();
    expect(await stores.audit.list(odd, everything)).toEqual([]);
    expect(await stores.metadataRefresh.load(odd)).toBeNull();
  });

  it.each(['a\0b', '\ud800'])('%j is not written', async (odd) => {
    await expect(stores.requests.save(pendingRequest({ id: odd }))).rejects.toThrow(TypeError);
    await expect(stores.sessions.add(indexedSession({ sessionKey: odd }))).rejects.toThrow(TypeError);
    const claim = domainClaim({ domain: odd });
    await expect(stores.domainClaims.insertClaim(claim, auditEntry())).rejects.toThrow(TypeError);
    const member = memberOf('o', { email: odd });
    await expect(stores.members.insertMember(member, null, auditEntry())).rejects.toThrow(TypeError);
    const record = connectionRecord({ settings: { issuerUrl: odd } });
    await expect(stores.connections.insertConnection(record, auditEntry())).rejects.toThrow();
  });

  it('are keys of replays and logouts none the less, each its own', async () => {
    const until = new Date(Date.now() + 60_000);
    for (const key of ['a\0', '\ud800', '\ud801', '\ufffd', 'a']) {
      expect(await stores.replays.reserve(key, until)).toBe(true);
      await stores.sessions.rememberLogout('o', 'c', key, new Date(key.length), until);
    }
    expect(await stores.sessions.findLogout('o', 'c', '\ud802')).toBeNull();
    expect(await stores.sessions.findLogout('o', 'c', 'a\0')).toEqual(new Date(2));
  });

  it('lose no event of the audit log', async () => {
    const organizationId = randomUUID();
    const odd = auditEntry({ organizationId, actor: 'a\0', data: { 'n\0': 'v\ud800', list: ['\0'] } });
    await stores.audit.append([odd]);
    const [found] = await stores.audit.list(organizationId, everything);
    expect(found).toMatchObject({ actor: 'a\ufffd', data: { 'n\ufffd': 'v\ufffd', list: ['\ufffd'] } });
  });
});

describe('a write and its entry', () => {
  it('are both there or neither, whichever fails', async () => {
    const { audit, connections, domainClaims, members, policies } = stores;
    const organizationId = randomUUID();
    const used = entryOf(organizationId, 'used');
    await audit.append([used]);
    const [member, claim] = [memberOf(organizationId), domainClaim({ organizationId })];
    const record = connectionRecord({ organizationId });
    const taken = 'audit_id';
    await expect(members.insertMember(member, linkOf(member), used)).rejects.toThrow(taken);
    await expect(domainClaims.insertClaim(claim, used)).rejects.toThrow(taken);
    await expect(connections.insertConnection(record, used)).rejects.toThrow(taken);
    await expect(policies.replacePolicy(policyOf(organizationId), 0, used)).rejects.toThrow(taken);
    expect(await members.findMember(organizationId, member.id)).toBeNull();
    expect(await members.listLinks(organizationId, member.id)).toEqual([]);
    expect(await domainClaims.findClaim(organizationId, claim.domain)).toBeNull();
    expect(await connections.findConnectionOfAddress(record.id)).toBeNull();
    expect(await policies.findPolicy(organizationId)).toBeNull();
    await members.insertMember(member, null, entryOf(organizationId, 'added'));
    const left = { ...member, firstName: 'Other', revision: 2 };
    await expect(members.replaceMember(left, 1, linkOf(member), used)).rejects.toThrow(taken);
    await expect(members.removeMember(organizationId, member.id, 1, used)).rejects.toThrow(taken);
    expect(await members.findMember(organizationId, member.id)).toEqual(member);
    expect((await audit.list(organizationId, everything)).map(({ type }) => type)).toEqual(['added', 'used']);
  });

  it('refuses data that the log does not hold', async () => {
    for (const value of [{ a: 1 }, Number.NaN, [1], () => 1, 1n]) {
      const entry = auditEntry({ data: { value: value as never } });
      await expect(stores.audit.append([entry])).rejects.toThrow(TypeError);
    }
  });
});
