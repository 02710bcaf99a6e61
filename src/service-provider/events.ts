import type { AnySsoError, ErrorCode, Stage } from '../errors/index.js';
import type { LogoutStatus } from '../logout/logout-status.js';

/** What a service provider tells the application's log. No event holds an assertion, a cookie or a key. */
export type ServiceProviderEvent =
  | SignInStarted
  | SignInAccepted
  | SignInRefused
  | ReadersDisagree
  | TestSignInPassed
  | TestSignInRefused
  | LogoutStarted
  | LogoutAnswered
  | LogoutFinished
  | LogoutRefused;

/** A person was sent to the identity provider. */
export interface SignInStarted {
  readonly type: 'sign_in_started';
  readonly at: Date;
  readonly organizationId: string;
  readonly connectionId: string;
  readonly requestId: string;
}

/** A response passed every check; the application's own `onSignIn` comes next. */
export interface SignInAccepted {
  readonly type: 'sign_in_accepted';
  readonly at: Date;
  readonly organizationId: string;
  readonly connectionId: string;
  /** Null for an unsolicited response. */
  readonly requestId: string | null;
  readonly assertionId: string;
  readonly identityKey: string;
}

/** A sign-in was refused, at its start or at its end. */
export interface SignInRefused {
  readonly type: 'sign_in_refused';
  readonly at: Date;
  readonly code: ErrorCode;
  readonly stage: Stage;
  /** As the address said it; null where it named none. It need not exist. */
  readonly connectionId: string | null;
  /** The same as on the page that the person sees. */
  readonly reference: string;
  /** With details and remedy. They may hold values that a sender wrote: encode them for your log. */
  readonly error: AnySsoError;
  /** What was posted as `redactResponse` shows it, where `keepRedactedResponses` asks for it; else null. */
  readonly redactedResponse: string | null;
}

/** The answer to a test sign-in passed every check; nobody was signed in. */
export interface TestSignInPassed {
  readonly type: 'test_sign_in_passed';
  readonly at: Date;
  readonly organizationId: string;
  readonly connectionId: string;
  readonly requestId: string;
  /** The version that was tested. */
  readonly connectionVersion: number;
  /** As on the page of claimgate, where the application shows none of its own. */
  readonly reference: string;
}

/** The answer to a test sign-in was refused, as that to a sign-in would be. */
export interface TestSignInRefused {
  readonly type: 'test_sign_in_refused';
  readonly at: Date;
  readonly code: ErrorCode;
  readonly stage: Stage;
  readonly connectionId: string | null;
  /** As in `TestSignIn`. */
  readonly reference: string;
  /** As in `SignInRefused`. */
  readonly error: AnySsoError;
}

/** The application ended a session and sent the person to the identity provider with a LogoutRequest. */
export interface LogoutStarted {
  readonly type: 'logout_started';
  readonly at: Date;
  readonly organizationId: string;
  readonly connectionId: string;
  readonly requestId: string;
}

/** A LogoutRequest of the identity provider was answered; beside `logout_refused` where it was not followed. */
export interface LogoutAnswered {
  readonly type: 'logout_answered';
  readonly at: Date;
  readonly organizationId: string;
  readonly connectionId: string;
  /** ID of the LogoutRequest. */
  readonly requestId: string;
  readonly status: LogoutStatus;
  /** How many sessions the application was told to end. */
  readonly sessionCount: number;
}

/** The identity provider answered our LogoutRequest with success. */
export interface LogoutFinished {
  readonly type: 'logout_finished';
  readonly at: Date;
  readonly organizationId: string;
  readonly connectionId: string;
  readonly requestId: string;
  /** Whether sessions at other applications may go on. */
  readonly partial: boolean;
}

/** A logout message was refused, or a logout could not be started. */
export interface LogoutRefused {
  readonly type: 'logout_refused';
  readonly at: Date;
  readonly code: ErrorCode;
  readonly stage: Stage;
  readonly connectionId: string | null;
  /** The same as on the page that the person sees. */
  readonly reference: string;
  /** As in `SignInRefused`. */
  readonly error: AnySsoError;
}

/** Our two readers do not read the same; comes beside `sign_in_refused`. It deserves an alarm. */
export interface ReadersDisagree {
  readonly type: 'readers_disagree';
  readonly at: Date;
  readonly code: 'readers_disagree' | 'second_reader_failed';
  readonly connectionId: string | null;
  readonly reference: string;
}

/** Receives the events. What it throws or rejects with is dropped: a log never decides over a sign-in. */
export type EventListener = (event: ServiceProviderEvent) => unknown;
