import { createHash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(scrypt);
// Parameters of OWASP's password storage cheat sheet; some 30 ms.
const COST = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };
const MOST_TRIES = 10;
const WINDOW = '5 minutes';

/** Accounts with passwords: the way in beside single sign-on. Your application has its own. */
export class Accounts {
  #database;

  constructor(database) {
    this.#database = database;
  }

  async add({ email, organizationId, memberId, name, password }) {
    await this.#database.query(
      `INSERT INTO example.account (email, organization_id, member_id, name, password_hash)
       VALUES ($1, $2, $3, $4, $5) ON CONFLICT (email) DO NOTHING`,
      [email.toLowerCase(), organizationId, memberId, name, await hash(password)],
    );
  }

  /** The address of a member's account, or null. */
  async emailOf({ organizationId, id }) {
    const { rows } = await this.#database.query(
      'SELECT email FROM example.account WHERE organization_id = $1 AND member_id = $2',
      [organizationId, id],
    );
    return rows[0]?.email ?? null;
  }

  /** The account whose password this is, or null, after the same work whether there is one or not. */
  async verify(email, password) {
    const account = await this.#find(email);
    if (!(await this.#mayTry(email))) return null;
    const matches = await isPassword(password, account?.password_hash ?? NOBODY);
    if (!matches || account === null) return null;
    await this.#database.query('DELETE FROM example.password_tries WHERE email = $1', [nameOf(email)]);
    return {
      email: account.email,
      name: account.name,
      organizationId: account.organization_id,
      memberId: account.member_id,
    };
  }

  async #find(email) {
    // PostgreSQL has no text with a NUL in it, so there is no such account.
    if (email.includes('\0')) return null;
    const { rows } = await this.#database.query('SELECT * FROM example.account WHERE email = $1', [
      email.toLowerCase(),
    ]);
    return rows[0] ?? null;
  }

  /** Counted in the database, so that each instance more is not as many tries more. */
  async #mayTry(email) {
    const [window, counted] = [`interval '${WINDOW}'`, 'example.password_tries'];
    await this.#database.query(`DELETE FROM ${counted} WHERE since <= now() - ${window}`, []);
    const { rows } = await this.#database.query(
      `INSERT INTO ${counted} AS t (email, count, since) VALUES ($1, 1, now())
       ON CONFLICT (email) DO UPDATE SET count = least(t.count + 1, ${MOST_TRIES} + 1) RETURNING count`,
      [nameOf(email)],
    );
    return rows[0].count <= MOST_TRIES;
  }
}

/** Whatever was typed, in few octets. */
function nameOf(email) {
  return createHash('sha256').update(email.toLowerCase()).digest('base64url');
}

const NOBODY = await hash(randomBytes(32).toString('hex'));

async function hash(password) {
  const salt = randomBytes(16);
  return `${salt.toString('base64')}:${(await derive(password, salt, 32, COST)).toString('base64')}`;
}

async function isPassword(password, stored) {
  const [salt, expected] = stored.split(':').map((part) => Buffer.from(part, 'base64'));
  return timingSafeEqual(expected, await derive(password, salt, 32, COST));
}
