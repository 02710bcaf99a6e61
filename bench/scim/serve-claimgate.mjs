// claimgate as an application mounts it: the built package, Express, PostgreSQL. Users and members are seeded
// by SQL; that they are found by name and id, and listed, is looked at with every request of the measurement.
import express from 'express';
import pg from 'pg';
import { toExpressScim } from '../../dist/express.js';
import { createScim, createScimCredentials, createScimHandlers } from '../../dist/scim.js';
import { memoryDomainClaims } from '../../dist/stores/memory.js';
import { migrate, postgresStores } from '../../dist/stores/postgres.js';
import { DOMAIN, externalIdOf, group, person, userNameOf } from './people.mjs';

const ORGANIZATION = 'bench';

export async function serveClaimgate({ database, users, members }) {
  const db = await openDatabase(database);
  await migrate(db);
  const stores = postgresStores(db);
  const credentials = createScimCredentials({
    store: stores.scimCredentials,
    replay: stores.replays,
    rateLimit: { perSecond: 100_000, burst: 1_000_000 },
  });
  const issued = await credentials.issueBearer(ORGANIZATION, { label: 'Entra' }, null);
  if (!issued.ok) throw new Error(issued.error.code);
  const token = issued.value.secret;
  const options = {
    store: stores.scim,
    members: stores.members,
    credentials,
    domainClaims: memoryDomainClaims([{ organizationId: ORGANIZATION, domain: DOMAIN }]),
    baseUrl: 'http://127.0.0.1',
    requestLog: stores.scimRequests,
  };
  const groupId = await seed({ db, options, token, users, members });
  const app = express();
  app.use(toExpressScim(createScim(options)));
  return { app, base: '/scim/v2', token, groupId };
}

async function openDatabase(database) {
  if (database !== 'pglite') return new pg.Pool({ connectionString: database, max: 10 });
  const { PGlite } = await import('@electric-sql/pglite');
  const db = new PGlite();
  return { query: async (text, values) => (values === undefined ? db.exec(text) : db.query(text, values)) };
}

/** The first user and the group are made through the handlers; the others are copies of the first one's rows. */
async function seed({ db, options, token, users, members }) {
  const { handle } = createScimHandlers(createScim(options));
  await ask(handle, token, '/Users', person(0));
  const { id } = await ask(handle, token, '/Groups', group());
  await db.query(COPY_MEMBERS, [users]);
  await db.query(COPY_USERS, [users]);
  await db.query('UPDATE claimgate.scim_organizations SET users = $1::int', [users]);
  await db.query(COPY_MEMBERSHIPS, [id, members]);
  await db.query('UPDATE claimgate.scim_resources SET member_count = $2::int WHERE id = $1', [id, members]);
  await db.query('VACUUM ANALYZE');
  return id;
}

const padded = (digits) => `lpad(n::text, ${digits}, '0')`;
const NAME = `'user' || ${padded(7)} || '@${DOMAIN}'`;
const EXTERNAL_ID = `'00000000-0000-4000-8000-' || ${padded(12)}`;
const USER_ID = "md5('user ' || n)::uuid::text";
const MEMBER_ID = "md5('member ' || n)::uuid::text";
/** As the store finds what has any length. */
const digest = (what, value) =>
  `translate(rtrim(encode(sha256(convert_to('["${what}","${ORGANIZATION}","' || ${value} || '"]', 'UTF8')), 'base64'), '='), '+/', '-_')`;
/** A document of the first user as one of another. */
const renamed = (column) =>
  [
    [userNameOf(0), NAME],
    [externalIdOf(0), EXTERNAL_ID],
    ['erson 0', "'erson ' || n"],
    ['umber 0', "'umber ' || n"],
  ].reduce((text, [before, after]) => `replace(${text}, '${before}', ${after})`, `${column}::text`);

const COPY_MEMBERS = `
  INSERT INTO claimgate.members (organization_id, id, role, status, origin, email, first_name, last_name,
    scim_user_id, session_epoch, created_at, updated_at, revision)
  SELECT m.organization_id, ${MEMBER_ID}, m.role, m.status, m.origin, ${NAME}, m.first_name, 'Number ' || n,
    ${USER_ID}, m.session_epoch, m.created_at, m.updated_at, m.revision
  FROM claimgate.members m, generate_series(1, $1::int - 1) n`;

const COPY_USERS = `
  INSERT INTO claimgate.scim_resources (organization_id, id, kind, name, name_key, name_hash, external_id,
    external_id_hash, active, member_id, member_count, resource, folded, lookup_hashes, created, last_modified, version)
  SELECT r.organization_id, ${USER_ID}, r.kind, ${NAME}, ${NAME}, ${digest('name', NAME)}, ${EXTERNAL_ID},
    ${digest('externalId', EXTERNAL_ID)}, r.active, ${MEMBER_ID}, 0, ${renamed('r.resource')}::jsonb,
    ${renamed('r.folded')}::jsonb, ARRAY[${digest('email', NAME)}, ${digest('main email', NAME)}],
    r.created, r.last_modified, r.version
  FROM claimgate.scim_resources r, generate_series(1, $1::int - 1) n WHERE r.kind = 'User'`;

const COPY_MEMBERSHIPS = `
  INSERT INTO claimgate.scim_memberships (organization_id, group_id, member_id, kind)
  SELECT r.organization_id, $1, r.id, r.kind FROM claimgate.scim_resources r
  WHERE r.kind = 'User' ORDER BY r.seq LIMIT $2::int`;

async function ask(handle, token, path, body) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' };
  const url = `http://127.0.0.1/scim/v2${path}`;
  const answer = await handle(new Request(url, { method: 'POST', headers, body: JSON.stringify(body) }));
  if (!answer.ok) throw new Error(`seeding: ${path} was answered ${answer.status} ${await answer.text()}`);
  return answer.json();
}
