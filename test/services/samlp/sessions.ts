import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import type { Person } from '../people.js';

/** Somebody's session at the identity provider. */
export interface Session {
  readonly index: string;
  readonly person: Person;
}

const COOKIE = 'identity-provider';

/** Sessions by a cookie, as any application keeps them. */
export class Sessions {
  readonly #byId: Map<string, Session> = new Map();

  of(req: Request): Session | undefined {
    const [, id] = new RegExp(`${COOKIE}=([0-9a-f-]+)`, 'u').exec(req.headers.cookie ?? '') ?? [];
    return this.#byId.get(id ?? '');
  }

  begin(res: Response, person: Person): Session {
    const id = randomUUID();
    const session = { index: `_${id}`, person };
    this.#byId.set(id, session);
    res.cookie(COOKIE, id, { httpOnly: true });
    return session;
  }

  end(session: Session): void {
    for (const [id, candidate] of this.#byId) if (candidate === session) this.#byId.delete(id);
  }
}
