import { randomUUID } from 'node:crypto';
import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  checkSchema,
  migrate,
  migrations,
  type PostgresStores,
  postgresStores,
} from '../../../src/stores/postgres/index.js';
import { auditEntry } from '../audit-contract.js';
import { connectionRecord } from '../connection-record.js';
import { pendingRequest } from '../contract.js';
import { domainClaim } from '../domain-claim-contract.js';
import { entryOf, linkOf, memberOf } from '../people.js';
import { accessTokenOf, credentialOf } from '../scim-credential-contract.js';
import { userOf, userWrite } from '../scim-records.js';
import { indexedSession } from '../session-contract.js';
import { refreshState } from './metadata-refresh-contract.js';

const HOUR = 3_600_000;
let db: PGlite;
let stores: PostgresStores;

beforeAll(async () => {
  db = new PGlite();
  await migrate(db);
  stores = postgresStores(db);
}, 60_000);
afterAll(() => db.close());

describe('migrate', () => {
  it('makes the schema, is harmless when repeated, and keeps what is there', async () => {
    const options = { schema: 'own_1' };
    expect(await checkSchema(db, options)).toEqual({ version: 0, expected: 2, ready: false });
    expect(await migrate(db, options)).toBe(2);
    const own = postgresStores(db, options);
    const request = pendingRequest();
    await own.requests.save(request);
    expect(await migrate(db, options)).toBe(2);
    for (const { sql } of migrations(options)) await db.query(sql);
    expect(await own.requests.find(request.id)).toEqual(request);
    expect(await stores.requests.find(request.id)).toBeNull();
    expect(await checkSchema(db, options)).toEqual({ version: 2, expected: 2, ready: true });
  });

  it('refuses a schema of a newer claimgate', async () => {
    const options = { schema: 'newer' };
    await migrate(db, options);
    await db.query(`INSERT INTO newer.schema_versions (version, name) VALUES (99, 'of tomorrow')`);
    await expect(migrate(db, options)).rejects.toThrow(
      'The schema "newer" is of a newer claimgate: it has version 99, this one knows 2.',
    );
    expect(await checkSchema(db, options)).toEqual({ version: 99, expected: 2, ready: false });
  });

  it('puts new entries after those of a restored dump, whose numbers are of another cluster', async () => {
    const options = { schema: 'restored' };
    await migrate(db, options);
    const { audit } = postgresStores(db, options);
    await db.query(
      `INSERT INTO restored.audit (transaction_number, id, at, type, data) VALUES (5000000000, 'old', now(), 't', '{}')`,
    );
    expect(await audit.read(null, 10)).toEqual([]);
    await migrate(db, options);
    const entry = auditEntry();
    await audit.append([entry]);
    const read = await audit.read(null, 10);
    expect(read.map(({ id }) => id)).toEqual(['old', entry.id]);
    const offset = async () => (await db.query('SELECT transaction_offset FROM restored.audit_state')).rows;
    const before = await offset();
    await migrate(db, options);
    expect(await offset()).toEqual(before);
  });
});

describe('a restored outbox', () => {
  it('has new changes after those whose numbers are of another cluster', async () => {
    const options = { schema: 'restored_outbox' };
    await migrate(db, options);
    const { scim } = postgresStores(db, options);
    await db.query(`INSERT INTO restored_outbox.scim_changes
      (transaction_number, organization_id, type, resource_id, changed_attributes, at)
      VALUES (5000000000, 'o', 'user.created', 'old', '[]', now())`);
    expect(await scim.readChanges('c', 10)).toEqual([]);
    await migrate(db, options);
    const user = userOf('o');
    await scim.insertUser(user, userWrite(user, 'user.created'));
    const read = await scim.readChanges('c', 10);
    expect(read.map(({ resourceId }) => resourceId)).toEqual(['old', user.id]);
  });
});

describe('sweep', () => {
  it('deletes what has expired, in batches, and nothing else', async () => {
    await stores.sweep(new Date(Date.now() + 1_000 * HOUR));
    const request = pendingRequest();
    const session = indexedSession();
    await stores.requests.save(request);
    await stores.sessions.add(session);
    await stores.replays.reserve('kept', new Date(Date.now() + 2 * HOUR));
    const credential = credentialOf(session.organizationId);
    await stores.scimCredentials.insertCredential(credential, entryOf(session.organizationId, 'added'));
    const token = accessTokenOf(credential, { expiresAt: new Date(Date.now() + HOUR) });
    await stores.scimCredentials.insertAccessToken(token);
    const { connectionId, organizationId } = session;
    await stores.sessions.rememberLogout(
      organizationId,
      connectionId,
      'k',
      new Date(),
      new Date(Date.now() + HOUR),
    );
    await db.query(
      `INSERT INTO claimgate.replays SELECT n::text, now() - interval '1 second' FROM generate_series(1, 2500) n`,
    );
    expect(await stores.sweep()).toEqual({
      requests: 0,
      replays: 2_500,
      sessions: 0,
      logouts: 0,
      scimAccessTokens: 0,
    });
    expect(await stores.requests.find(request.id)).toEqual(request);
    expect(await stores.replays.reserve('kept', new Date())).toBe(false);
    expect(await stores.sweep(new Date(Date.now() + 2.5 * HOUR))).toEqual({
      requests: 1,
      replays: 1,
      sessions: 1,
      logouts: 1,
      scimAccessTokens: 1,
    });
    expect(await stores.scimCredentials.findAccessToken(token.id)).toBeNull();
    expect(await stores.requests.find(request.id)).toBeNull();
    expect(await stores.sessions.find(organizationId, connectionId, session.sessionKey)).toBeNull();
    await expect(stores.sweep(new Date(Number.NaN))).rejects.toThrow(TypeError);
  });
});

describe('the clock of the database', () => {
  it('keeps an expired request a little, and counts its life by its own time', async () => {
    const issuedAt = new Date('2022-02-23T10:00:00Z');
    const request = pendingRequest({ issuedAt, expiresAt: new Date(issuedAt.getTime() + 60_000) });
    await stores.requests.save(request);
    expect(await stores.requests.find(request.id)).toEqual(request);
    await db.query(`UPDATE claimgate.requests SET kept_until = now() WHERE id = $1`, [request.id]);
    expect(await stores.requests.find(request.id)).toBeNull();
    expect(await stores.requests.consume(request.id)).toBe(false);
  });

  it('keeps a key for an hour even if its end is past, and frees it when its time is over', async () => {
    const key = randomUUID();
    await stores.replays.reserve(key, new Date(0));
    const { rows } = await db.query<{ kept: boolean }>(
      `SELECT taken_until > now() + interval '59 minutes' AS kept FROM claimgate.replays`,
    );
    expect(rows).toEqual([{ kept: true }]);
    await db.query('UPDATE claimgate.replays SET taken_until = now()');
    expect(await stores.replays.reserve(key, new Date())).toBe(true);
    expect(await stores.replays.reserve(key, new Date())).toBe(false);
  });

  it('refuses dates that are none', async () => {
    const never = new Date(Number.NaN);
    await expect(stores.requests.save(pendingRequest({ expiresAt: never }))).rejects.toThrow(TypeError);
    await expect(stores.replays.reserve('k', never)).rejects.toThrow(TypeError);
    await expect(stores.audit.prune(never)).rejects.toThrow(TypeError);
  });
});

describe('what claimgate did not write', () => {
  const changed = async (statement: string, ask: () => Promise<unknown>) => {
    await db.query(statement);
    await expect(ask()).rejects.toThrow('in the database');
  };

  it('is refused, never half-read', async () => {
    const request = pendingRequest();
    await stores.requests.save(request);
    await changed(`UPDATE claimgate.requests SET purpose = 'odd'`, () => stores.requests.find(request.id));
    const record = connectionRecord();
    const find = () => stores.connections.findConnectionOfAddress(record.id);
    await stores.connections.insertConnection(record, auditEntry());
    const connections = 'UPDATE claimgate.connections SET';
    await changed(`${connections} certificates = '[{}]'`, find);
    await changed(`${connections} certificates = '[]', settings = '{"keys":"secret"}'`, find);
    await changed(`${connections} settings = '{"allowSha1":"yes"}'`, find);
    await changed(`${connections} settings = '[]'`, find);
    await changed(`${connections} settings = '{}', last_test = '{"at":"never"}'`, find);
    const claim = domainClaim();
    await stores.domainClaims.insertClaim(claim, auditEntry());
    await changed(`UPDATE claimgate.domain_claims SET revision = -1`, () =>
      stores.domainClaims.listClaims(claim.organizationId),
    );
    await stores.metadataRefresh.save('c', refreshState(), 0);
    await changed(`UPDATE claimgate.metadata_refreshes SET state = state || '{"format":2}'`, () =>
      stores.metadataRefresh.load('c'),
    );
  });

  it('is not written either: no keys among the settings, no link that is another member’s', async () => {
    const settings = { keys: { current: 'secret' } } as never;
    const record = connectionRecord({ settings });
    await expect(stores.connections.insertConnection(record, auditEntry())).rejects.toThrow(TypeError);
    const member = memberOf('o');
    const link = linkOf(memberOf('o'));
    await expect(stores.members.insertMember(member, link, auditEntry())).rejects.toThrow(TypeError);
  });
});

describe('rules that the database holds against everybody', () => {
  it('keeps an owner and the audit log against hand-written SQL, and lets an organisation be removed', async () => {
    const org = randomUUID();
    await stores.members.insertMember(memberOf(org, { role: 'owner' }), null, entryOf(org, 'added'));
    const remove = 'DELETE FROM claimgate.members WHERE organization_id = $1';
    await expect(db.query(remove, [org])).rejects.toThrow('keeps one');
    await expect(db.query(`UPDATE claimgate.audit SET type = 'x'`)).rejects.toThrow('never changed');
    await db.query('DELETE FROM claimgate.organizations WHERE organization_id = $1', [org]);
    await db.query(remove, [org]);
    expect(await stores.members.listMembers(org, { after: null, limit: 1 })).toEqual([]);
  });
});
