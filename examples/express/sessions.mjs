import { createHash, randomBytes, randomUUID } from 'node:crypto';

const COOKIE = '__Host-session';
const LIFETIME = 8 * 3_600_000;

/**
 * Sessions in the database, so that each instance knows them. The browser holds a random id, the database its hash.
 * `SameSite=Lax` suffices although the answer is a POST from another site: the cookie is set by the answer to it and sent
 * with the page that follows.
 */
export class Sessions {
  #database;
  #directory;

  constructor(database, directory) {
    this.#database = database;
    this.#directory = directory;
  }

  /**
   * A session that is not begun yet, with a new id: one that was known before the sign-in is worth nothing. `key` is
   * its name in the index for single logout; the id stays between this server and the browser.
   */
  make({ person, ticket, notOnOrAfter = null }) {
    const endsAt = notOnOrAfter?.getTime() ?? Number.POSITIVE_INFINITY;
    const expiresAt = new Date(Math.min(Date.now() + LIFETIME, endsAt));
    const [id, csrf] = [1, 2].map(() => randomBytes(32).toString('base64url'));
    return { id, key: randomUUID(), csrf, person, ticket, expiresAt };
  }

  async begin(res, session) {
    await this.keep(session);
    this.give(res, session);
  }

  /** Writes a session that no browser has yet. */
  async keep({ id, key, csrf, person, ticket, expiresAt }) {
    await this.#database.query('DELETE FROM example.session WHERE expires_at <= now()', []);
    await this.#database.query(
      `INSERT INTO example.session (id_hash, key, csrf, ticket, person, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [hashOf(id), key, csrf, JSON.stringify(ticket), JSON.stringify(person), expiresAt],
    );
  }

  give(res, { id, expiresAt }) {
    setCookie(res, id, Math.floor((expiresAt.getTime() - Date.now()) / 1000));
  }

  /**
   * The session of who is signed in, with the member, or null. The directory is asked at each request: a person who was
   * deactivated, or whose organisation lost the domain, is out with the next click. Throws where a store fails: the
   * session may well go on.
   */
  async find(req) {
    const session = await this.#load(req);
    if (session === null) return null;
    const checked = await this.#directory.checkSession(session.ticket);
    if (!checked.ok && checked.error.code === 'store_unavailable') throw checked.error;
    return checked.ok ? { ...session, member: checked.value } : null;
  }

  /** Gives the session that is over, or null. */
  async end(req, res) {
    const session = await this.#load(req);
    await this.#database.query('DELETE FROM example.session WHERE id_hash = $1', [hashOf(idOf(req))]);
    setCookie(res, '', 0);
    return session;
  }

  /** Ends a session without its browser, as the identity provider does. */
  async endByKey(key) {
    await this.#database.query('DELETE FROM example.session WHERE key = $1', [key]);
  }

  async #load(req) {
    const id = idOf(req);
    if (id === '') return null;
    const { rows } = await this.#database.query(
      'SELECT key, csrf, ticket, person FROM example.session WHERE id_hash = $1 AND expires_at > now()',
      [hashOf(id)],
    );
    return rows[0] ?? null;
  }
}

/** What the pages show of a sign-in; dates and maps as JSON has them. */
export function personOf(signIn) {
  const { claims, ...shown } = signIn;
  return { ...shown, claims: { ...claims, attributes: [...claims.attributes] } };
}

function hashOf(id) {
  return createHash('sha256').update(id).digest('base64url');
}

function idOf(req) {
  // No more than blanks are dropped: a name behind a no-break space is one that sub-domains may set.
  const pairs = (req.headers.cookie ?? '').split(';').map((pair) => pair.replace(/^[ \t]+/u, ''));
  return pairs.find((pair) => pair.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1) ?? '';
}

function setCookie(res, value, maxAge) {
  const others = [res.getHeader('Set-Cookie') ?? []].flat().filter((one) => !one.startsWith(`${COOKIE}=`));
  const own = `${COOKIE}=${value}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=${maxAge}`;
  res.setHeader('Set-Cookie', [...others, own]);
}
