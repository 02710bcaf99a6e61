import { randomBytes } from 'node:crypto';

const COOKIE = '__Host-session';
const LIFETIME = 8 * 3_600_000;
const MOST_KEPT = 1000;

/**
 * Sessions in the memory of this process. The browser holds a random id only. `SameSite=Lax` suffices although the
 * answer is a POST from another site: the cookie is set by the answer to it and sent with the page that follows.
 */
export class Sessions {
  #byId = new Map();

  /** Begins the session of a person, with a new id: one that was known before the sign-in is worth nothing. */
  begin(req, res, person, endsAt) {
    this.end(req, res);
    this.#makeRoom();
    const id = randomBytes(32).toString('base64url');
    const expiresAt = Math.min(Date.now() + LIFETIME, endsAt?.getTime() ?? Number.POSITIVE_INFINITY);
    this.#byId.set(id, { person, expiresAt });
    setCookie(res, id, Math.floor((expiresAt - Date.now()) / 1000));
  }

  /** The person who is signed in, or null. */
  find(req) {
    const session = this.#byId.get(idOf(req));
    return session !== undefined && session.expiresAt > Date.now() ? session.person : null;
  }

  end(req, res) {
    this.#byId.delete(idOf(req));
    setCookie(res, '', 0);
  }

  #makeRoom() {
    for (const [id, { expiresAt }] of this.#byId) {
      if (expiresAt <= Date.now() || this.#byId.size >= MOST_KEPT) this.#byId.delete(id);
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
