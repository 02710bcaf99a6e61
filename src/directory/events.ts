import { randomUUID } from 'node:crypto';
import type { ErrorCode } from '../errors/index.js';
import type { AuditData, AuditEntry } from '../stores/interfaces/audit.js';

export type DirectoryEventType =
  | 'member_invited'
  | 'member_added'
  | 'member_created'
  | 'member_linked'
  | 'member_unlinked'
  | 'member_updated'
  | 'member_email_kept'
  | 'member_deactivated'
  | 'member_reactivated'
  | 'member_removed'
  | 'invitation_accepted'
  | 'role_changed'
  | 'sessions_ended'
  | 'policy_changed'
  | 'break_glass_used'
  | 'admission_refused'
  | 'password_refused';

/** What a directory tells the application's log. What changed something is in the audit log as well. */
export interface DirectoryEvent {
  readonly type: DirectoryEventType;
  readonly at: Date;
  readonly organizationId: string;
  /** Null where it concerns the whole organisation, or nobody who is known. */
  readonly memberId: string | null;
  readonly connectionId: string | null;
  /** Who did it, by the application's name; null for a person at sign-in. */
  readonly actor: string | null;
  /** The code of a refusal; null for what was done. */
  readonly code: ErrorCode | null;
  /** Addresses, roles and the like; they may hold what the identity provider sent. */
  readonly data: AuditData;
}

/** Receives the events. What it throws or rejects with is dropped: a log never decides over a member. */
export type DirectoryEventListener = (event: DirectoryEvent) => unknown;

export function eventOf(
  required: Pick<DirectoryEvent, 'type' | 'at' | 'organizationId'> & Partial<DirectoryEvent>,
): DirectoryEvent {
  return { memberId: null, connectionId: null, actor: null, code: null, data: {}, ...required };
}

/** The event as the audit log keeps it. */
export function entryOf({
  type,
  at,
  organizationId,
  memberId,
  connectionId,
  actor,
  code,
  data,
}: DirectoryEvent): AuditEntry {
  const kept = memberId === null ? data : { memberId, ...data };
  return {
    id: randomUUID(),
    at,
    organizationId,
    type,
    actor,
    connectionId,
    code,
    reference: null,
    data: kept,
  };
}
