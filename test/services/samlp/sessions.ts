import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import type { Person } from '../people.js';
import { LogoutStates } from './logout-states.js';

/** An application that somebody signed in to, as node-samlp wants to be told for single logout. */
export interface Participant {
  readonly serviceProviderId: string;
  readonly nameId: string;
  readonly nameIdFormat: string;
  readonly sessionIndex: string;
  readonly serviceProviderLogoutURL: string;
  readonly cert: string;
  readonly binding: string;
}

/** Somebody's session at the identity provider. */
export interface Session {
  readonly index: string;
  readonly person: Person;
  /** Where the person is signed in; node-samlp takes those out that are logged out. */
  readonly participants: Participant[];
  readonly logoutStates: LogoutStates;
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
    const session = { index: `_${id}`, person, participants: [], logoutStates: new LogoutStates() };
    this.#byId.set(id, session);
    res.cookie(COOKIE, id, { httpOnly: true });
    return session;
  }

  end(session: Session): void {
    for (const [id, candidate] of this.#byId) if (candidate === session) this.#byId.delete(id);
  }
}
