import { randomBytes, randomUUID } from 'node:crypto';

const COOKIE = '__Host-session';
const LIFETIME = 8 * 3_600_000;
const MOST_KEPT = 1000;

/**
 * Sessions in the memory of this process. The browser holds a random id only. `SameSite=Lax` suffices although the
 * answer is a POST from another site: the cookie is set by the answer to it and sent with the page that follows.
 */
export class Sessions {
  #byId = new Map();

  /**
   * A session that is not begun yet, with a new id: one that was known before the sign-in is worth nothing. `key` is
   * its name in the index for single logout; the id stays between this server and the browser.
   */
  make(person) {
    const endsAt = person.sessionNotOnOrAfter?.getTime() ?? Number.POSITIVE_INFINITY;
    const expiresAt = new Date(Math.min(Date.now() + LIFETIME, endsAt));
    return { id: randomBytes(32).toString('base64url'), key: randomUUID(), person, expiresAt };
  }

  begin(res, session) {
    this.#makeRoom();
    this.#byId.set(session.id, session);
    setCookie(res, session.id, Math.floor((session.expiresAt.getTime() - Date.now()) / 1000));
  }

  /** The person who is signed in, or null. */
  find(req) {
    const session = this.#byId.get(idOf(req));
    return session !== undefined && session.expiresAt.getTime() > Date.now() ? session.person : null;
  }

  /** Gives the session that is over, or null. */
  end(req, res) {
    const id = idOf(req);
    const session = this.#byId.get(id) ?? null;
    this.#byId.delete(id);
    setCookie(res, '', 0);
    return session;
  }

  /** Ends a session without its browser, as the identity provider does. */
  endByKey(key) {
    for (const [id, session] of this.#byId) if (session.key === key) this.#byId.delete(id);
  }

  #makeRoom() {
    for (const [id, { expiresAt }] of this.#byId) {
      if (expiresAt.getTime() <= Date.now() || this.#byId.size >= MOST_KEPT) this.#byId.delete(id);
    }
  }
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
