import type { CertificateThreshold } from '../../certificates/certificate-life.js';
import type { CertificateWarning, IdpCertificate } from '../../certificates/idp-certificate.js';
import type { AnySsoError, Result } from '../../errors/index.js';
import type { AuditEntry } from '../../stores/interfaces/audit.js';
import type {
  ConnectionRecord,
  ConnectionRecordStore,
  ConnectionSettings,
  ConnectionTest,
  StoredCertificate,
} from '../../stores/interfaces/connection-records.js';
import type { ConnectionStore } from '../../stores/interfaces/sign-in.js';
import type { Connection, ConnectionInput, ConnectionKeysInput, ConnectionWarning } from '../connection.js';
import type { Repeating } from '../repeat.js';

/** What the life of connections is made of. */
export interface ConnectionsOptions {
  readonly store: ConnectionRecordStore;
  /**
   * Gives our own keys of a connection, which are secrets and are kept by the application; null where it has none.
   * Asked at every look at a connection. Default: no connection has keys.
   */
  readonly keys?: (connectionId: string, organizationId: string) => Promise<ConnectionKeysInput | null>;
  /** Default: the clock of this machine. */
  readonly clock?: () => Date;
  /** Called with what was written to the audit log; it is not awaited, and what it throws changes nothing. */
  readonly onEvent?: (entry: AuditEntry) => unknown;
  /**
   * How many connections an organisation may have, 1–1000, default 10. A bound and no quota: of those that are created
   * at the same moment some may pass it.
   */
  readonly maximumPerOrganization?: number;
}

/** Something that must be entered before a connection can be enabled. */
export interface MissingPart {
  readonly field: 'issuerUrl' | 'signInUrl' | 'certificates' | 'keys';
  /** Its name on the form. */
  readonly what: string;
  /** Where it is found in Entra, or who has it. */
  readonly where: string;
}

/** A certificate on file, and how far it is from its end. */
export interface CertificateView extends StoredCertificate {
  /** As Node prints it. */
  readonly subject: string;
  /** Whole days until `notAfter`, negative from the first day after it. */
  readonly daysLeft: number;
  /** The last of the moments that `certificateEvents` tells that has passed; null before the first. */
  readonly threshold: CertificateThreshold | null;
  readonly warnings: readonly CertificateWarning[];
}

/** A connection as its settings page shows it. */
export interface ConnectionView {
  readonly record: ConnectionRecord;
  /** Empty where nothing is missing. */
  readonly missing: readonly MissingPart[];
  /** Why what is there cannot be used although nothing is missing; null as a rule. */
  readonly problem: AnySsoError | null;
  /** Of the whole connection; empty while it is incomplete. */
  readonly warnings: readonly ConnectionWarning[];
  readonly certificates: readonly CertificateView[];
  /** What sign-in works with, enabled or not; null while it is incomplete. */
  readonly connection: Connection | null;
}

/** New values by name; null or an empty string takes one away, so that its default holds. */
export type ConnectionSettingsChange = {
  readonly [Name in keyof ConnectionSettings]?: ConnectionSettings[Name] | null;
};

export interface ConnectionChange {
  readonly settings: ConnectionSettingsChange;
  /** `record.revision` of the page that was filled in; without it only writes at the same moment are noticed. */
  readonly expectedRevision?: number;
}

export interface AddCertificatesOptions {
  /** The name of the file, for show. */
  readonly fileName?: string | null;
  /** Default `current`. Both verify at once. */
  readonly state?: 'staged' | 'current';
}

/** What metadata say, as `connectionInputFromMetadata` gives it. */
export type ImportedMetadata = Pick<
  ConnectionInput,
  'issuerUrl' | 'signInUrl' | 'certificates' | 'authnRequestBinding' | 'logoutUrl' | 'logoutBinding'
>;

/** What one look at the certificates of all connections did: numbers of connections. */
export interface ReminderSummary {
  /** Enabled, with a certificate that ends within 60 days or has ended. */
  readonly looked: number;
  readonly reminded: number;
  /** Taken by another instance, or removed meanwhile. */
  readonly skipped: number;
  /** Records that could not be read, or reminders that could not be written. */
  readonly failed: number;
}

/** Who does it, by the application's name, for the audit log; null for what happens by itself. */
export type Actor = string | null;

/**
 * The life of connections: draft → complete → enabled → disabled → removed. Every method names the organisation whose
 * administrator acts; a connection of another one is as unknown as one that does not exist. Each write is one with its
 * audit entry, and is refused (`connection_changed_meanwhile`) where somebody else wrote since the record was read.
 * Whether the actor may do it is the application's to check.
 */
export interface Connections {
  /** Makes a draft, with a random id. */
  create(organizationId: string, settings: ConnectionSettings, actor: Actor): Promise<Result<ConnectionView>>;

  /**
   * Takes new settings over, by the rules of `parseConnection`; one that is refused leaves all as it was. An enabled
   * connection cannot lose what it needs.
   */
  change(
    organizationId: string,
    connectionId: string,
    change: ConnectionChange,
    actor: Actor,
  ): Promise<Result<ConnectionView>>;

  /**
   * Adds the certificates of an upload, as `parseIdpCertificates` reads it. A sign-in under way goes on. With shared
   * addresses, a new key verifies answers to requests at once, and messages that answer none after a test sign-in.
   */
  addCertificates(
    organizationId: string,
    connectionId: string,
    upload: string | Uint8Array,
    options: AddCertificatesOptions,
    actor: Actor,
  ): Promise<Result<ConnectionView>>;

  /** Makes a staged or retired certificate current. */
  promoteCertificate(
    organizationId: string,
    connectionId: string,
    thumbprint: string,
    actor: Actor,
  ): Promise<Result<ConnectionView>>;

  /** Refuses what the key of the certificate signs from now on, a sign-in under way included; not the last of an enabled connection. */
  retireCertificate(
    organizationId: string,
    connectionId: string,
    thumbprint: string,
    actor: Actor,
  ): Promise<Result<ConnectionView>>;

  /**
   * Takes a certificate off the file; not the last one that verifies of an enabled connection, and not a retired one of a
   * connection with a `metadataUrl` (`connection_certificate_stays_retired`): nothing would keep metadata that still list
   * it from bringing it back. Metadata that are imported later do so all the same.
   */
  removeCertificate(
    organizationId: string,
    connectionId: string,
    thumbprint: string,
    actor: Actor,
  ): Promise<Result<ConnectionView>>;

  /**
   * Takes over what metadata say, as `connectionInputFromMetadata` gives it. Certificates on file stay, and retired keys
   * stay retired; where the Issuer becomes another one, those that the metadata do not list go.
   */
  importMetadata(
    organizationId: string,
    connectionId: string,
    metadata: ImportedMetadata,
    actor: Actor,
  ): Promise<Result<ConnectionView>>;

  /**
   * Lets the certificates that came from metadata be these, as for `onCertificates` of a metadata refresher: new ones
   * are current, others go; uploaded ones stay, and a key that was retired is not taken up again.
   */
  followCertificates(
    organizationId: string,
    connectionId: string,
    certificates: readonly IdpCertificate[],
  ): Promise<Result<ConnectionView>>;

  /**
   * Lets people sign in. The connection must be complete; with `addresses: 'shared'` its last test sign-in must have
   * passed, for this version and with a key that is still on file. No other enabled one of this Issuer that shares them
   * may have proven a key of this one (`connection_issuer_not_unique`).
   */
  enable(organizationId: string, connectionId: string, actor: Actor): Promise<Result<ConnectionView>>;

  /** Lets nobody sign in any more, a sign-in under way included. */
  disable(organizationId: string, connectionId: string, actor: Actor): Promise<Result<ConnectionView>>;

  /**
   * Removes a connection that is not enabled, and with it what is known of metadata that it follows. What is left is the
   * audit log, and the links of members to identities at it, which lead nobody in: no connection gets its id again.
   * Gives its last record.
   */
  remove(organizationId: string, connectionId: string, actor: Actor): Promise<Result<ConnectionRecord>>;

  get(organizationId: string, connectionId: string): Promise<Result<ConnectionView>>;

  /** By id. */
  list(organizationId: string): Promise<Result<readonly ConnectionView[]>>;

  /**
   * Keeps how a test sign-in ended; one that passed proves the key that verified it (`provenAt`). Refused where the
   * connection has changed since it was started, and where another enabled connection that shares addresses has proven
   * the key for the same Issuer (`connection_issuer_not_unique`).
   */
  recordTest(
    organizationId: string,
    connectionId: string,
    test: Omit<ConnectionTest, 'at'>,
    actor: Actor,
  ): Promise<Result<ConnectionView>>;

  /**
   * Writes what is due of the reminders 60, 30, 7 and 1 days before a certificate of an enabled connection ends, and at its
   * end (`certificate_expires_soon`, `certificate_expired`): each once, whichever instance asks first. For a cron.
   */
  remindDue(): Promise<Result<ReminderSummary>>;

  /**
   * Calls `remindDue` every `everyMinutes` (1–1440, default 60), with a timer that keeps no process alive; any number of
   * instances may. Throws TypeError for another number.
   */
  startReminding(options?: { readonly everyMinutes?: number }): Repeating;

  /**
   * The same connections as sign-in reads them: of `createServiceProvider`'s `connections`. The record is read every
   * time, so that a change is seen by all instances at once; retired certificates are not in it. Drafts are unknown.
   * `findByIssuer` gives connections with their proven certificates only.
   */
  store(): Required<ConnectionStore>;
}
