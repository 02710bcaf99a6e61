import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { IndexedSession, ServiceProvider, SessionsLeft, SignIn } from '../../src/index.js';

const HOUR = 3_600_000;

/** The application's own sessions, one for each connection and browser. */
export class ApplicationSessions {
  /** Connections whose sessions cannot be ended, as where they are kept by a service that does not answer. */
  readonly stubborn: Set<string> = new Set();
  readonly #keys: Set<string> = new Set();

  async begin(serviceProvider: ServiceProvider, signIn: SignIn, res: ServerResponse): Promise<void> {
    const sessionKey = randomUUID();
    const expiresAt = new Date(Date.now() + HOUR);
    const added = await serviceProvider.addSession(signIn, { sessionKey, expiresAt });
    if (!added.ok) throw added.error;
    this.#keys.add(sessionKey);
    const cookie = `${cookieOf(signIn.connectionId)}=${sessionKey}; Path=/; Secure; HttpOnly; SameSite=Lax`;
    res.appendHeader('Set-Cookie', cookie);
  }

  /** The session of this browser with a connection; null where there is none that is alive. */
  of(req: IncomingMessage, connectionId: string): string | null {
    const cookies = (req.headers.cookie ?? '').split('; ').map((pair) => pair.split('='));
    const [, key] = cookies.find(([name]) => name === cookieOf(connectionId)) ?? [];
    return key !== undefined && this.#keys.has(key) ? key : null;
  }

  end(sessions: readonly IndexedSession[]): SessionsLeft {
    const remaining: string[] = [];
    for (const { connectionId, sessionKey } of sessions) {
      if (this.stubborn.has(connectionId)) remaining.push(sessionKey);
      else this.#keys.delete(sessionKey);
    }
    return { remaining };
  }

  endOne(sessionKey: string): void {
    this.#keys.delete(sessionKey);
  }
}

function cookieOf(connectionId: string): string {
  return `__Host-session-${connectionId}`;
}
