import type { ConnectionInput } from '../../organizations/connection.js';
import type { AuditEntry } from './audit.js';

/**
 * `draft`: something is missing. `complete`: could be enabled, never was. `enabled`: people sign in.
 * `disabled`: was enabled. A removed connection is gone.
 */
export type ConnectionStatus = 'draft' | 'complete' | 'enabled' | 'disabled';

/** `staged`: announced, verifies already. `current`: verifies. `retired`: refused, and never taken up again by itself. */
export type StoredCertificateState = 'staged' | 'current' | 'retired';

/** A signing certificate of the identity provider, as it was uploaded or read from metadata. */
export interface StoredCertificate {
  readonly pem: string;
  /** SHA-1, upper-case hexadecimal, as Entra shows it. */
  readonly thumbprint: string;
  /** SHA-256 of the public key (SPKI), base64url: two certificates of one key have the same. */
  readonly publicKeyHash: string;
  readonly notAfter: Date;
  readonly state: StoredCertificateState;
  readonly origin: 'upload' | 'metadata';
  /** The name of the uploaded file; null for one that was pasted or read from metadata. */
  readonly fileName: string | null;
  readonly addedAt: Date;
  readonly addedBy: string | null;
  /**
   * When a test sign-in of this connection last passed that the key verified; null where none did. Anybody can copy a
   * public certificate; only the identity provider signs with its key.
   */
  readonly provenAt: Date | null;
}

/** What an administrator entered so far, as `parseConnection` takes it. Keys are secrets and are kept elsewhere. */
export type ConnectionSettings = Partial<
  Omit<ConnectionInput, 'id' | 'organizationId' | 'certificates' | 'enabled' | 'version' | 'keys'>
> & {
  /** “App Federation Metadata Url”, where the connection follows one. */
  readonly metadataUrl?: string;
};

/** How the last test sign-in ended. */
export interface ConnectionTest {
  readonly at: Date;
  /** The version that was tested; a result for another one proves nothing. */
  readonly version: number;
  readonly passed: boolean;
  /** The code of the refusal; null when it passed. */
  readonly code: string | null;
  readonly reference: string | null;
  /** SHA-256 (base64url, SPKI) of the key that verified it; null when none did. */
  readonly publicKeyHash: string | null;
}

/** A connection with its whole life, complete or not. */
export interface ConnectionRecord {
  readonly id: string;
  readonly organizationId: string;
  readonly status: ConnectionStatus;
  readonly settings: ConnectionSettings;
  readonly certificates: readonly StoredCertificate[];
  readonly lastTest: ConnectionTest | null;
  /** Raised by changes that a sign-in under way must not survive; not by a certificate that is added or a test. */
  readonly version: number;
  readonly createdAt: Date;
  readonly createdBy: string | null;
  readonly updatedAt: Date;
  /** Raised by each write. */
  readonly revision: number;
}

/** How a conditional write ended. `changed`: somebody else wrote in between, or it is gone; nothing was written. */
export type ReplacedConnection = 'replaced' | 'changed' | 'issuer-not-unique';

/** A connection, and until when reminders of the ends of its certificates were written; null where none were. */
export interface RemindedConnection {
  readonly record: ConnectionRecord;
  readonly remindedUntil: Date | null;
}

/**
 * Connections of all organisations. Of the enabled ones with `addresses: 'shared'`, no two have the same Issuer URL and
 * have proven the same key (a certificate with `provenAt`, staged or current), by a constraint of the store. Keys that
 * are not proven are free: who copied a certificate of another's keeps nobody from it. Each write and its audit entry
 * are one.
 */
export interface ConnectionRecordStore {
  /** False when the id is taken, by whichever organisation. */
  insertConnection(record: ConnectionRecord, entry: AuditEntry): Promise<boolean>;
  findConnection(organizationId: string, connectionId: string): Promise<ConnectionRecord | null>;
  /** For addresses, which name the connection alone; who asks holds the organisation against what was found. */
  findConnectionOfAddress(connectionId: string): Promise<ConnectionRecord | null>;
  /** By id. */
  listConnections(organizationId: string): Promise<readonly ConnectionRecord[]>;
  /** The enabled ones of every organisation that share addresses and have this Issuer URL, to the letter. */
  listSharedByIssuer(issuerUrl: string): Promise<readonly ConnectionRecord[]>;
  /** Writes the record if its revision is still `expectedRevision`. */
  replaceConnection(
    record: ConnectionRecord,
    expectedRevision: number,
    entry: AuditEntry,
  ): Promise<ReplacedConnection>;
  /** Removes one that is not enabled and still has this revision, and with it what is known of metadata it follows. */
  removeConnection(
    organizationId: string,
    connectionId: string,
    expectedRevision: number,
    entry: AuditEntry,
  ): Promise<boolean>;
  /**
   * The enabled ones of every organisation that have a certificate, retired or not, with a `notAfter` before this moment:
   * by id, those behind `after` (null: from the first), at most `limit`.
   */
  listEndingCertificates(
    before: Date,
    after: string | null,
    limit: number,
  ): Promise<readonly RemindedConnection[]>;
  /** Writes reminders, if `remindedUntil` still is `over`, and lets it be `until`; the revision stays. */
  recordReminders(
    organizationId: string,
    connectionId: string,
    over: Date | null,
    until: Date,
    entries: readonly AuditEntry[],
  ): Promise<boolean>;
}
