export type ScimChangeType =
  | 'user.created'
  | 'user.updated'
  | 'user.deactivated'
  | 'user.reactivated'
  | 'user.deleted'
  | 'group.created'
  | 'group.updated'
  | 'group.deleted'
  | 'member.added'
  | 'member.removed';

/** What provisioning changed, for the application to act on. Names of attributes, never their values. */
export interface ScimChange {
  readonly organizationId: string;
  readonly type: ScimChangeType;
  /** Id of the user or group that changed; of the group, for a member that was added or removed. */
  readonly resourceId: string;
  /** Of `member.added` and `member.removed`: id of the user or group that came or went. Null otherwise. */
  readonly memberResourceId: string | null;
  /** Of a user: the member of the organisation behind it. Null where there is none, and for groups. */
  readonly memberId: string | null;
  /** Canonical paths, such as `name.givenName`; empty where none changed. */
  readonly changedAttributes: readonly string[];
  readonly at: Date;
}

/** A change as the outbox holds it. */
export interface StoredScimChange extends ScimChange {
  /** Where it stands in the outbox, opaque. Of one resource, the later change has the later place. */
  readonly position: string;
}

/**
 * The outbox: changes are put in by the very write that makes them, and handed to each consumer at least once, those of
 * one resource in order.
 */
export interface ScimChangeStore {
  /**
   * The oldest changes of all organisations that this consumer has not acknowledged. A change is never skipped: what
   * may still be overtaken by one that is being written is not given yet. `limit` is 1–1000. A consumer is any name that
   * the application chose, 100 characters at most; one that is new begins with the oldest change there is.
   */
  readChanges(consumer: string, limit: number): Promise<readonly StoredScimChange[]>;
  /** All up to this position, which `readChanges` gave, are done with. An earlier one than before changes nothing. */
  acknowledgeChanges(consumer: string, position: string): Promise<void>;
  /**
   * Drops what is older than `before` and acknowledged by every consumer that ever acknowledged; gives how many.
   * Where there is no consumer, age alone decides.
   */
  pruneChanges(before: Date): Promise<number>;
}
