import { randomUUID } from 'node:crypto';
import { type Result, refusal, success } from '../../errors/index.js';
import { askStore } from '../../service-provider/ask-store.js';
import type { AuditEntry } from '../../stores/interfaces/audit.js';
import type {
  ScimCredential,
  ScimCredentialKind,
  ScimWorkloadIdentity,
} from '../../stores/interfaces/scim-credentials.js';
import {
  type CredentialInput,
  type ReadCredentialInput,
  readCredentialInput,
  readWorkloadIdentity,
  type WorkloadIdentityInput,
} from './credential-input.js';
import { type MadeSecret, makeSecret, newId } from './secrets.js';
import type { CredentialSettings } from './settings.js';

/** A credential as an administrator sees it. */
export interface ScimCredentialView extends Omit<ScimCredential, 'secretHash'> {
  /** `expiring`: ends within 30 days. */
  readonly state: 'active' | 'expiring' | 'expired' | 'revoked';
}

/** A credential that was just made, with its secret: shown now or never. */
export interface IssuedScimCredential {
  readonly credential: ScimCredentialView;
  /** Null for a workload identity, which has none. */
  readonly secret: string | null;
}

export interface RotateInput {
  /** Default: that of the credential that is rotated. */
  readonly label?: string;
  /** As for a new credential. */
  readonly expiresInDays?: number | null;
}

export interface CredentialManagement {
  /** Makes a bearer token. Those that are there stay, so that the new one can be entered without a gap. */
  issueBearer(
    org: string,
    input: CredentialInput,
    actor: string | null,
  ): Promise<Result<IssuedScimCredential>>;
  /** Makes a client id with a secret, for the token endpoint. */
  issueClientSecret(
    org: string,
    input: CredentialInput,
    actor: string | null,
  ): Promise<Result<IssuedScimCredential>>;
  /** Makes a client id whose assertions of Entra are accepted, without any secret. */
  addWorkloadIdentity(
    org: string,
    input: WorkloadIdentityInput,
    actor: string | null,
  ): Promise<Result<IssuedScimCredential>>;
  /** Makes a further credential of the same kind, client id and scopes. The one before lives until it is revoked. */
  rotate(
    org: string,
    credentialId: string,
    input: RotateInput,
    actor: string | null,
  ): Promise<Result<IssuedScimCredential>>;
  /** Ends a credential and every access token that it was given, at once. */
  revoke(org: string, credentialId: string, actor: string | null): Promise<Result<null>>;
  /** The newest first, revoked ones too; never a secret or its hash. */
  list(org: string): Promise<Result<readonly ScimCredentialView[]>>;
}

const MOST_IN_USE = 20;
const WARN_BEFORE = 30 * 24 * 3_600_000;

export function manageCredentials(settings: CredentialSettings): CredentialManagement {
  const { now, store } = settings;
  return {
    issueBearer: (org, input, actor) => issue(settings, org, 'bearer', input, actor),
    issueClientSecret: (org, input, actor) => issue(settings, org, 'client-secret', input, actor),
    async addWorkloadIdentity(org, input, actor) {
      const identity = readWorkloadIdentity(input);
      if (!identity.ok) return identity;
      return issue(settings, org, 'workload-identity', input, actor, { identity: identity.value });
    },
    async rotate(org, credentialId, { expiresInDays, label }, actor) {
      const found = await findOwn(settings, org, credentialId);
      if (!found.ok) return found;
      const { clientId, kind, label: before, scopes, workloadIdentity: identity } = found.value;
      const days = expiresInDays === undefined ? {} : { expiresInDays };
      const input = { label: label ?? before, scopes, ...days };
      return issue(settings, org, kind, input, actor, { clientId, identity, replaces: credentialId });
    },
    async revoke(org, credentialId, actor) {
      const at = now();
      const entry = entryOf('scim_credential_revoked', org, at, actor, { credentialId });
      const revoked = await askStore('scimCredentials', () =>
        store.revokeCredential(org, credentialId, at, entry),
      );
      if (!revoked.ok) return revoked;
      return revoked.value ? success(null) : refusal('scim_credential_unknown', { credentialId });
    },
    async list(org) {
      const listed = await askStore('scimCredentials', () => store.listCredentials(org));
      if (!listed.ok) return listed;
      const own = listed.value.filter(({ organizationId }) => organizationId === org);
      return success(own.map((credential) => viewOf(credential, now())));
    },
  };
}

interface Origin {
  readonly clientId?: string | null;
  readonly identity?: ScimWorkloadIdentity | null;
  readonly replaces?: string;
}

async function issue(
  settings: CredentialSettings,
  org: string,
  kind: ScimCredentialKind,
  input: CredentialInput,
  actor: string | null,
  origin: Origin = {},
): Promise<Result<IssuedScimCredential>> {
  if (typeof org !== 'string' || org === '') throw new TypeError('The organisation must be a string.');
  const at = settings.now();
  const read = readCredentialInput(input, at);
  if (!read.ok) return read;
  const room = await checkRoom(settings, org, at);
  if (!room.ok) return room;
  const made = kind === 'workload-identity' ? null : makeSecret(kind === 'bearer' ? 'scim' : 'scimcs');
  const credential = credentialOf(org, kind, read.value, made, origin, { at, actor });
  const { expiresAt, id, label } = credential;
  const replaces = origin.replaces ?? null;
  const data = { credentialId: id, kind, label, replaces, expiresAt: expiresAt?.toISOString() ?? null };
  const entry = entryOf('scim_credential_created', org, at, actor, data);
  const inserted = await askStore('scimCredentials', () =>
    settings.store.insertCredential(credential, entry),
  );
  if (!inserted.ok) return inserted;
  if (!inserted.value)
    return refusal('store_unavailable', { store: 'scimCredentials', reason: 'a random id is taken' });
  return success({ credential: viewOf(credential, at), secret: made?.text ?? null });
}

function credentialOf(
  organizationId: string,
  kind: ScimCredentialKind,
  { expiresAt, label, scopes }: ReadCredentialInput,
  made: MadeSecret | null,
  { clientId, identity = null }: Origin,
  { actor, at }: { readonly actor: string | null; readonly at: Date },
): ScimCredential {
  const id = made?.id ?? newId();
  // The id of a workload identity is its client id: an assertion brings nothing else of ours. Secrets share theirs.
  const ownClientId = kind === 'workload-identity' ? id : (clientId ?? randomUUID());
  return {
    ...{ organizationId, id, kind, label, scopes, expiresAt, workloadIdentity: identity },
    ...{ clientId: kind === 'bearer' ? null : ownClientId, secretHash: made?.hash ?? null },
    ...{ createdAt: at, createdBy: actor, lastUsedAt: null, revokedAt: null },
  };
}

/** Keeps forgotten credentials from piling up. Two who make one at the same moment may go one over. */
async function checkRoom({ store }: CredentialSettings, org: string, at: Date): Promise<Result<null>> {
  const listed = await askStore('scimCredentials', () => store.listCredentials(org));
  if (!listed.ok) return listed;
  const inUse = listed.value.filter((each) => ['active', 'expiring'].includes(stateOf(each, at)));
  return inUse.length < MOST_IN_USE
    ? success(null)
    : refusal('scim_credentials_too_many', { limit: MOST_IN_USE });
}

async function findOwn(
  { store }: CredentialSettings,
  org: string,
  credentialId: string,
): Promise<Result<ScimCredential>> {
  const found = await askStore('scimCredentials', () => store.findCredential(credentialId));
  if (!found.ok) return found;
  const credential = found.value;
  const isOwn = credential?.organizationId === org && credential.id === credentialId;
  return isOwn && credential.revokedAt === null
    ? success(credential)
    : refusal('scim_credential_unknown', { credentialId });
}

function viewOf(credential: ScimCredential, at: Date): ScimCredentialView {
  const { secretHash: _, ...shown } = credential;
  return { ...shown, state: stateOf(credential, at) };
}

function stateOf({ expiresAt, revokedAt }: ScimCredential, at: Date): ScimCredentialView['state'] {
  if (revokedAt !== null) return 'revoked';
  const left = expiresAt === null ? Number.POSITIVE_INFINITY : expiresAt.getTime() - at.getTime();
  if (!(left > 0)) return 'expired';
  return left <= WARN_BEFORE ? 'expiring' : 'active';
}

function entryOf(
  type: string,
  organizationId: string,
  at: Date,
  actor: string | null,
  data: AuditEntry['data'],
): AuditEntry {
  const nothing = { connectionId: null, code: null, reference: null };
  return { id: randomUUID(), at, organizationId, type, actor, ...nothing, data };
}
