import type { AuditEntry } from './audit.js';

/** What a provisioning client may do. */
export type ScimScope = 'users:read' | 'users:write' | 'groups:read' | 'groups:write';

/**
 * `bearer`: a token that is sent with each request. `client-secret` and `workload-identity`: exchanged for an access token
 * at the token endpoint.
 */
export type ScimCredentialKind = 'bearer' | 'client-secret' | 'workload-identity';

/** Clouds of Entra: worldwide, US government, China. */
export type EntraCloud = 'global' | 'us-government' | 'china';

/** Whose assertions of Entra a credential accepts (RFC 7523). */
export interface ScimWorkloadIdentity {
  readonly cloud: EntraCloud;
  /** UUID of the customer's tenant, lower case. */
  readonly tenantId: string;
  /** Object id of the workload identity of Entra's provisioning service, as `sub` of its assertions. */
  readonly subject: string;
  /** Application id for which the assertions are made, a UUID in lower case. */
  readonly applicationId: string;
}

/** What lets a provisioning client in. The secret itself is never kept. */
export interface ScimCredential {
  readonly organizationId: string;
  /** 128 random bits, base64url. Part of the secret, so that it is found without being compared. */
  readonly id: string;
  readonly kind: ScimCredentialKind;
  /** What the administrator calls it. */
  readonly label: string;
  /** As the token endpoint knows the client; several secrets may share one. Null for a bearer token. */
  readonly clientId: string | null;
  /** SHA-256 of the secret as it was shown, base64url; null for a workload identity. */
  readonly secretHash: string | null;
  readonly scopes: readonly ScimScope[];
  readonly workloadIdentity: ScimWorkloadIdentity | null;
  readonly createdAt: Date;
  readonly createdBy: string | null;
  /** Null: it never ends. */
  readonly expiresAt: Date | null;
  /** To the minute or so; null before the first use. */
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
}

/** What the token endpoint gave out for a credential. */
export interface ScimAccessToken {
  /** 128 random bits, base64url. */
  readonly id: string;
  readonly organizationId: string;
  readonly credentialId: string;
  /** SHA-256 of the token, base64url. */
  readonly secretHash: string;
  readonly scopes: readonly ScimScope[];
  readonly expiresAt: Date;
}

/** Credentials of all organisations. Shared by all instances; each write and its audit entry are one. */
export interface ScimCredentialStore {
  /** False when the id is taken, by whichever organisation. */
  insertCredential(credential: ScimCredential, entry: AuditEntry): Promise<boolean>;
  /** By what a request brought; the organisation follows from it. Expired and revoked ones are found too. */
  findCredential(credentialId: string): Promise<ScimCredential | null>;
  /** The newest first, revoked ones too. */
  listCredentials(organizationId: string): Promise<readonly ScimCredential[]>;
  /** False when it is not there or is revoked already; nothing is written then. */
  revokeCredential(
    organizationId: string,
    credentialId: string,
    at: Date,
    entry: AuditEntry,
  ): Promise<boolean>;
  /** Remembers the last use; an earlier one than before changes nothing. */
  touchCredential(credentialId: string, at: Date): Promise<void>;
  /** Adds a token, if its credential is there and not revoked; else gives false. */
  insertAccessToken(token: ScimAccessToken): Promise<boolean>;
  /** The token with the credential behind it, as both are now. Expired ones may be found until they are swept. */
  findAccessToken(
    tokenId: string,
  ): Promise<{ readonly token: ScimAccessToken; readonly credential: ScimCredential } | null>;
  /** Drops tokens that ended before; gives how many. */
  sweepAccessTokens(before: Date): Promise<number>;
}

/** A request of a provisioning client and how it ended, for the administrator to look at. */
export interface ScimRequestEntry {
  /** Random UUID. */
  readonly id: string;
  readonly at: Date;
  readonly organizationId: string;
  readonly credentialId: string | null;
  readonly method: string;
  /** Below the base address, without the query, which may hold personal data; 300 characters at most. */
  readonly path: string;
  readonly status: number;
  /** `scimType` of the answer, or a code of the catalogue; null where it was not refused. */
  readonly code: string | null;
  /** Why it was refused, in words of the library; null where it was not. */
  readonly detail: string | null;
  readonly milliseconds: number;
}

/** The last requests of each organisation; older ones give way. */
export interface ScimRequestLog {
  append(entry: ScimRequestEntry): Promise<void>;
  /** The newest first; `limit` is 1–200. At least the last 100 are there. */
  list(organizationId: string, limit: number): Promise<readonly ScimRequestEntry[]>;
}
