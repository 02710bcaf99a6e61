/** What an event tells beyond its fields: names and short values, never an assertion, a certificate's key or a secret. */
export type AuditData = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

/** One event of the audit log. It is written once and never changed. */
export interface AuditEntry {
  /** Random UUID. */
  readonly id: string;
  readonly at: Date;
  /** Null where no organisation is known, as at a connection that does not exist. */
  readonly organizationId: string | null;
  /** `sign_in_accepted`, `domain_verified`, … */
  readonly type: string;
  /** Who did it, by the application's name; null for a person at sign-in and for what claimgate does by itself. */
  readonly actor: string | null;
  readonly connectionId: string | null;
  /** The code of a refusal; null for what was done. */
  readonly code: string | null;
  /** As on the page that the person saw. */
  readonly reference: string | null;
  readonly data: AuditData;
}

/** An event as the log holds it. */
export interface StoredAuditEntry extends AuditEntry {
  /** Where it stands in the log: opaque, and greater for what was written later by `compareAuditPositions`. */
  readonly position: string;
}

/** Which part of an organisation's log. */
export interface AuditPage {
  /** Only what stands before this position; null for the newest. */
  readonly before: string | null;
  /** 1–1000. */
  readonly limit: number;
}

/** The audit log of all organisations: append-only. */
export interface AuditStore {
  append(entries: readonly AuditEntry[]): Promise<void>;
  /** Events of one organisation, the newest first. */
  list(organizationId: string, page: AuditPage): Promise<readonly StoredAuditEntry[]>;
  /**
   * The events of every organisation after a position (null: from the first), the oldest first. An event is never
   * skipped: what may still be overtaken by one that is being written is not given yet.
   */
  read(after: string | null, limit: number): Promise<readonly StoredAuditEntry[]>;
  /** Drops what is older, as a retention rule asks; gives how many. */
  prune(before: Date): Promise<number>;
}
