import type { LogoutStatus } from '../logout/logout-status.js';
import type { ReceivedLogoutMessage } from '../logout/received-message.js';
import type { Delivery } from '../request/deliver-message.js';
import type { NameId } from '../response/assertion.js';
import type { IndexedSession } from '../stores/interfaces/sign-in.js';

/** A message that arrived at the Logout URL of a connection. */
export type ReceivedLogout = ReceivedLogoutMessage & {
  /** From the path of the Logout URL, never from the message. */
  readonly connectionId: string;
};

/** What of the sessions the application could not end; nothing means that all of them are over. */
export interface SessionsLeft {
  /** Keys of the sessions that go on. */
  readonly remaining: readonly string[];
}

/**
 * Ends sessions of the application, each named by its `sessionKey`; an empty list is never passed. It may be
 * called again for a session that it ended before.
 */
export type EndSessions = (
  sessions: readonly IndexedSession[],
) => void | SessionsLeft | undefined | Promise<void> | Promise<SessionsLeft | undefined>;

/** A LogoutRequest of the identity provider was dealt with, and must be answered. */
export interface AnsweredLogout {
  readonly kind: 'answered';
  readonly organizationId: string;
  readonly connectionId: string;
  readonly sessions: readonly IndexedSession[];
  readonly status: LogoutStatus;
  /** How the browser carries the LogoutResponse; null where the connection has no logoutUrl. */
  readonly delivery: Delivery | null;
}

/** The identity provider answered our LogoutRequest: the person is logged out there. */
export interface FinishedLogout {
  readonly kind: 'finished';
  readonly organizationId: string;
  readonly connectionId: string;
  /** Whether sessions at other applications may go on (PartialLogout). */
  readonly partial: boolean;
  /** Path on our own site where the person goes now. */
  readonly returnTo: string;
}

/** What becomes of a message at the Logout URL. */
export type LogoutStep = AnsweredLogout | FinishedLogout;

/** Whose session is ended: one of the index, or what a sign-in said of it. */
export type LogoutSubject = { readonly connectionId: string; readonly sessionKey: string } | SignedInSubject;

/** What a sign-in said of its session; a `SignIn` is one. */
export interface SignedInSubject {
  readonly connectionId: string;
  readonly nameId: NameId;
  readonly sessionIndex: string | null;
  /** All of them, where there are several; default the one of `sessionIndex`. */
  readonly sessionIndexes?: readonly string[];
}

export interface StartLogoutOptions {
  /** Path on our own site to go to afterwards, with its query. Default `/`. */
  readonly returnTo?: string;
}

/** Where to send the browser with our LogoutRequest. */
export interface LogoutRedirect extends Delivery {
  readonly requestId: string;
  readonly connectionId: string;
}
