import { type Result, refusal, success } from '../../errors/index.js';
import { askStore } from '../../service-provider/ask-store.js';
import type { ScimCredential, ScimScope } from '../../stores/interfaces/scim-credentials.js';
import { isSecretOf, readSecret } from './secrets.js';
import type { CredentialSettings } from './settings.js';

/** Who sends a provisioning request. The organisation follows from the credential and from nothing else. */
export interface ScimClient {
  readonly organizationId: string;
  readonly credentialId: string;
  readonly scopes: readonly ScimScope[];
}

interface Found {
  readonly credential: ScimCredential;
  readonly secretHash: string | null;
  readonly scopes: readonly ScimScope[];
  readonly expiresAt: Date | null;
}

const LONGEST_HEADER = 4_096;
/** RFC 6750 §2.1. */
const BEARER = /^bearer +([A-Za-z0-9._~+/-]+=*) *$/iu;
const TOUCH_EVERY = 60_000;

/**
 * Finds out whose token a request brought in its Authorization header, before anything else of it is read. Refuses
 * `scim_credential_refused` (401; the reason is for logs, the client learns none), `scim_rate_limited` (429 with
 * Retry-After) and `store_unavailable`.
 */
export async function authenticateClient(
  settings: CredentialSettings,
  authorization: string | null,
): Promise<Result<ScimClient>> {
  const client = await readClient(settings, authorization);
  if (!client.ok && client.error.code === 'scim_credential_refused') {
    settings.emit({ type: 'scim_credential_refused', at: settings.now(), error: client.error });
  }
  return client;
}

async function readClient(
  settings: CredentialSettings,
  authorization: string | null,
): Promise<Result<ScimClient>> {
  const refused = (reason: string, known: ScimCredential | null = null) =>
    refusal('scim_credential_refused', {
      reason,
      credentialId: known?.id ?? null,
      organizationId: known?.organizationId ?? null,
    });
  if (authorization === null || authorization === '') return refused('missing');
  const [, token = ''] = authorization.length > LONGEST_HEADER ? [] : (BEARER.exec(authorization) ?? []);
  const found = await findToken(settings, token);
  if (!found.ok) return found;
  const isRight = isSecretOf(token, found.value?.secretHash ?? null);
  if (readSecret(token) === null) return refused('malformed');
  if (found.value === null) return refused('unknown');
  const { credential, expiresAt, scopes } = found.value;
  if (!isRight) return refused('secret-wrong', credential);
  const at = settings.now();
  if (credential.revokedAt !== null) return refused('revoked', credential);
  if (hasEnded(expiresAt, at) || hasEnded(credential.expiresAt, at)) return refused('expired', credential);
  const wait = settings.requests.take(credential.id, at.getTime());
  const { id: credentialId, organizationId } = credential;
  if (wait > 0) {
    return refusal('scim_rate_limited', { credentialId, organizationId, retryAfterSeconds: wait });
  }
  await rememberUse(settings, credential, at);
  return success({ organizationId, credentialId, scopes });
}

/** What the store has under the id in the token, if it fits; a text that is no token of ours has none. */
async function findToken({ store }: CredentialSettings, token: string): Promise<Result<Found | null>> {
  const named = readSecret(token);
  if (named?.prefix === 'scim') {
    const asked = await askStore('scimCredentials', () => store.findCredential(named.id));
    if (!asked.ok) return asked;
    const credential = asked.value;
    if (credential?.id !== named.id || credential.kind !== 'bearer') return success(null);
    const { secretHash, scopes } = credential;
    return success({ credential, secretHash, scopes, expiresAt: null });
  }
  if (named?.prefix !== 'scimat') return success(null);
  const asked = await askStore('scimCredentials', () => store.findAccessToken(named.id));
  if (!asked.ok || asked.value === null) return asked.ok ? success(null) : asked;
  const { credential, token: stored } = asked.value;
  const fits = stored.id === named.id && stored.credentialId === credential.id;
  if (!fits || stored.organizationId !== credential.organizationId) return success(null);
  const { expiresAt, secretHash } = stored;
  const scopes = stored.scopes.filter((scope) => credential.scopes.includes(scope));
  return success({ credential, secretHash, scopes, expiresAt });
}

/** Whether a time has come; one that is no date has come. */
export function hasEnded(end: Date | null, at: Date): boolean {
  return end !== null && !(at.getTime() < end.getTime());
}

/** Written once a minute at most. Where it fails the request goes on: whom to let in is decided. */
async function rememberUse(
  settings: CredentialSettings,
  { id, lastUsedAt }: ScimCredential,
  at: Date,
): Promise<void> {
  if (lastUsedAt !== null && at.getTime() - lastUsedAt.getTime() < TOUCH_EVERY) return;
  try {
    await settings.store.touchCredential(id, at);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    settings.emit({ type: 'scim_store_failed', at, reason });
  }
}
