// @better-auth/scim over PostgreSQL, as its documentation sets it up. The first user and the group are made through it;
// the other users are copies of the first one's rows, with the keys that it computes. Members come in by PATCH.
import { createHash, randomBytes } from 'node:crypto';
import { addMembers, externalIdOf, GROUP, group, person, userNameOf } from './people.mjs';

const CONNECTION = 'entra';
const AT_ONCE = 2_000;
/** With more it refuses the PATCH: it asks its adapter for the users without a limit, and gets a hundred. */
const MEMBERS_AT_ONCE = 50;
const BASE = '/api/auth/scim/v2';

export async function serveBetterAuth({ database, users, members, load }) {
  const { betterAuth } = await load('better-auth');
  const { getMigrations } = await load('better-auth/db/migration');
  const { toNodeHandler } = await load('better-auth/node');
  const { scim } = await load('@better-auth/scim');
  const { default: express } = await load('express');
  const { default: pg } = await load('pg');
  const pool = new pg.Pool({ connectionString: database, max: 10 });
  const token = randomBytes(32).toString('base64url');
  const credentials = [{ type: 'bearer', id: 'first', token }];
  const options = {
    baseURL: 'http://127.0.0.1',
    secret: randomBytes(32).toString('base64url'),
    database: pool,
    telemetry: { enabled: false },
    rateLimit: { enabled: false },
    logger: { disabled: true },
    plugins: [
      scim({
        connections: [{ id: CONNECTION, credentials }],
        compatibility: { microsoftEntra: { acceptLegacyGroupSchema: true } },
      }),
    ],
  };
  await (await getMigrations(options)).runMigrations();
  const auth = betterAuth(options);
  const ask = asker(auth.handler, token);
  const groupId = await seed({ pool, ask, users, members });
  const app = express();
  app.all('/api/auth/{*path}', toNodeHandler(auth));
  return { app, base: BASE, token, groupId };
}

async function seed({ pool, ask, users, members }) {
  const first = await ask('POST', '/Users', person(0, { schemas: person(0).schemas.slice(0, 1) }));
  const ids = [first.id];
  const [user] = (await pool.query('SELECT * FROM "user"')).rows;
  const [subject] = (await pool.query('SELECT * FROM "scimSubject"')).rows;
  const [scimUser] = (await pool.query('SELECT * FROM "scimUser"')).rows;
  for (let from = 1; from < users; from += AT_ONCE) {
    const numbers = Array.from({ length: Math.min(AT_ONCE, users - from) }, (_, i) => from + i);
    const rows = numbers.map((number) => copyOf({ user, subject, scimUser }, number));
    await insert(
      pool,
      'user',
      rows.map((row) => row.user),
    );
    await insert(
      pool,
      'scimUser',
      rows.map((row) => row.scimUser),
    );
    await insert(
      pool,
      'scimSubject',
      rows.map((row) => row.subject),
    );
    ids.push(...rows.map((row) => row.scimUser.id));
  }
  await pool.query('VACUUM ANALYZE');
  const { id } = await ask('POST', '/Groups', { ...group(), schemas: [GROUP] });
  for (let from = 0; from < members; from += MEMBERS_AT_ONCE) {
    const some = ids.slice(from, Math.min(from + MEMBERS_AT_ONCE, members));
    await ask('PATCH', `/Groups/${id}`, addMembers(...some));
  }
  await pool.query('VACUUM ANALYZE');
  return id;
}

function copyOf({ user, subject, scimUser }, number) {
  const [userId, scimUserId] = [randomId(), randomId()];
  const name = userNameOf(number);
  const renamed = (text) => text.replaceAll(userNameOf(0), name).replaceAll('Person 0', `Person ${number}`);
  const emailIndex = `|${keyOf(scimUser.emailValueIndex, name)}|`;
  return {
    user: { ...user, id: userId, name: `Person ${number}`, email: name },
    subject: { ...subject, id: randomId(), userId, profileSourceId: scimUserId },
    scimUser: {
      ...scimUser,
      ...{ id: scimUserId, userId, userName: name, primaryEmail: name, displayName: `Person ${number}` },
      connectionUserKey: scopedKey(['bench-user', CONNECTION, userId]),
      userNameKey: scopedKey(['scim-user-name', CONNECTION, name]),
      externalId: externalIdOf(number),
      externalIdKey: scopedKey(['scim-user-external-id', CONNECTION, externalIdOf(number)]),
      ...{ workEmailValueIndex: emailIndex, emailValueIndex: emailIndex },
      serializedEmails: renamed(scimUser.serializedEmails),
      serializedAttributes: renamed(scimUser.serializedAttributes),
      orderKey: `${String(scimUser.createdAt.getTime() + number).padStart(15, '0')}:${randomId().slice(0, 16)}`,
    },
  };
}

const randomId = () => randomBytes(24).toString('base64url').replaceAll(/[-_]/g, 'x');
const scopedKey = (parts) => createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
/** No request of this measurement looks for addresses: it must only be another one for each user. */
const keyOf = (before, name) => scopedKey([before, name]);

async function insert(pool, table, rows) {
  const text = `INSERT INTO "${table}" SELECT * FROM json_populate_recordset(NULL::"${table}", $1::json)`;
  await pool.query(text, [JSON.stringify(rows)]);
}

function asker(handler, token) {
  return async (method, path, body) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' };
    const url = `http://127.0.0.1${BASE}${path}`;
    const answer = await handler(new Request(url, { method, headers, body: JSON.stringify(body) }));
    const text = await answer.text();
    if (!answer.ok) throw new Error(`seeding: ${method} ${path} was answered ${answer.status} ${text}`);
    return text === '' ? null : JSON.parse(text);
  };
}
