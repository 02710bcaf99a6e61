import type { MetadataRefreshStore } from '../../metadata/refresher-options.js';
import type { AccessPolicyStore } from '../interfaces/access-policies.js';
import type { AuditStore } from '../interfaces/audit.js';
import type { ConnectionRecordStore } from '../interfaces/connection-records.js';
import type { DomainClaimRecordStore } from '../interfaces/domain-claims.js';
import type { MemberStore } from '../interfaces/members.js';
import type { ScimStore } from '../interfaces/scim.js';
import type { ScimChangeStore } from '../interfaces/scim-changes.js';
import type { ScimCredentialStore, ScimRequestLog } from '../interfaces/scim-credentials.js';
import type { ReplayStore, RequestStore, SessionIndexStore } from '../interfaces/sign-in.js';
import { accessPolicyStore } from './access-policy-store.js';
import { auditStore } from './audit-store.js';
import { connectionRecordStore } from './connection-record-store.js';
import { domainClaimStore } from './domain-claim-store.js';
import { memberStore } from './member-store.js';
import { metadataRefreshStore } from './metadata-refresh-store.js';
import { openDatabase, type PostgresOptions, type PostgresQueries } from './queries.js';
import { replayStore } from './replay-store.js';
import { requestStore } from './request-store.js';
import { scimCredentialStore } from './scim/credential-store.js';
import { scimRequestLog } from './scim/request-log.js';
import { scimStore } from './scim/scim-store.js';
import { sessionIndexStore } from './session-index-store.js';
import { type Swept, sweep } from './sweep.js';

/** Every store of claimgate over one database. */
export interface PostgresStores {
  readonly requests: RequestStore;
  readonly replays: ReplayStore;
  readonly sessions: SessionIndexStore;
  readonly connections: ConnectionRecordStore;
  readonly domainClaims: DomainClaimRecordStore;
  readonly members: MemberStore;
  readonly policies: AccessPolicyStore;
  readonly audit: AuditStore;
  readonly metadataRefresh: MetadataRefreshStore;
  /** Provisioned users and groups, and the outbox of what changed. */
  readonly scim: ScimStore & ScimChangeStore;
  readonly scimCredentials: ScimCredentialStore;
  readonly scimRequests: ScimRequestLog;
  /**
   * Deletes requests, replay keys, sessions, logouts and access tokens of provisioning clients that have expired by the
   * clock of the database, or at `now` where it is given. Call it every few minutes; any number of instances may.
   */
  sweep(now?: Date): Promise<Swept>;
}

/**
 * Makes the stores; `migrate` comes first. Each method is one statement through `db.query`, so that a pool, a pooler
 * between transactions and PGlite do, and a change and its audit entry are written together or not at all. Methods
 * reject where the database does, and for a row that claimgate did not write. Throws TypeError for wrong arguments.
 */
export function postgresStores(db: PostgresQueries, options: PostgresOptions = {}): PostgresStores {
  const database = openDatabase(db, options);
  return Object.freeze<PostgresStores>({
    requests: requestStore(database),
    replays: replayStore(database),
    sessions: sessionIndexStore(database),
    connections: connectionRecordStore(database),
    domainClaims: domainClaimStore(database),
    members: memberStore(database),
    policies: accessPolicyStore(database),
    audit: auditStore(database),
    metadataRefresh: metadataRefreshStore(database),
    scim: scimStore(database),
    scimCredentials: scimCredentialStore(database),
    scimRequests: scimRequestLog(database),
    sweep: (now) => sweep(database, now),
  });
}
