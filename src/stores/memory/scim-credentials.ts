import type { ScimAccessToken, ScimCredential, ScimCredentialStore } from '../interfaces/scim-credentials.js';
import type { MemoryStoreOptions } from './expiring-entries.js';
import type { AuditedStoreOptions } from './members.js';
import { oneAtATime } from './one-at-a-time.js';

const DEFAULT_MAX_TOKENS = 100_000;

/**
 * Keeps credentials of provisioning clients in the memory of this process: for one process only, for tests and for trying
 * out. `maxEntries` bounds the access tokens; `insertAccessToken` throws when so many are kept that have not ended.
 */
export function memoryScimCredentials(
  options: AuditedStoreOptions & MemoryStoreOptions,
): ScimCredentialStore {
  const { audit, maxEntries = DEFAULT_MAX_TOKENS, now = () => new Date() } = options;
  if (!Number.isSafeInteger(maxEntries) || maxEntries < 1) {
    throw new TypeError('maxEntries must be a whole number of at least 1');
  }
  const credentials = new Map<string, ScimCredential>();
  const tokens = new Map<string, ScimAccessToken>();
  const inTurn = oneAtATime();
  const sweep = (before: Date): number => {
    if (Number.isNaN(before.getTime())) throw new TypeError('before must be a valid date.');
    const ended = [...tokens.values()].filter(({ expiresAt }) => expiresAt.getTime() < before.getTime());
    for (const { id } of ended) tokens.delete(id);
    return ended.length;
  };
  return {
    insertCredential: (...given) => {
      const [credential, entry] = structuredClone(given);
      return inTurn(async () => {
        if (credentials.has(credential.id)) return false;
        await audit.append([entry]);
        credentials.set(credential.id, credential);
        return true;
      });
    },
    async findCredential(credentialId) {
      return structuredClone(credentials.get(credentialId) ?? null);
    },
    async listCredentials(organizationId) {
      const own = [...credentials.values()].filter((each) => each.organizationId === organizationId);
      // Of those that were made in one millisecond, the one that was put in later is the newer one.
      return structuredClone(
        own.reverse().sort((one, other) => other.createdAt.getTime() - one.createdAt.getTime()),
      );
    },
    revokeCredential: (organizationId, credentialId, at, entry) =>
      inTurn(async () => {
        const found = credentials.get(credentialId);
        if (found?.organizationId !== organizationId || found.revokedAt !== null) return false;
        await audit.append([entry]);
        const current = credentials.get(credentialId) ?? found;
        credentials.set(credentialId, { ...current, revokedAt: new Date(at) });
        return true;
      }),
    async touchCredential(credentialId, at) {
      const found = credentials.get(credentialId);
      if (found === undefined || (found.lastUsedAt?.getTime() ?? 0) >= at.getTime()) return;
      credentials.set(credentialId, { ...found, lastUsedAt: new Date(at) });
    },
    async insertAccessToken(token) {
      const credential = credentials.get(token.credentialId);
      const isOwn = credential?.organizationId === token.organizationId;
      if (!isOwn || credential.revokedAt !== null || tokens.has(token.id)) return false;
      if (tokens.size >= maxEntries) sweep(now());
      if (tokens.size >= maxEntries)
        throw new Error(`The memory store is full: ${maxEntries} tokens are in use`);
      tokens.set(token.id, structuredClone(token));
      return true;
    },
    async findAccessToken(tokenId) {
      const token = tokens.get(tokenId);
      const credential = credentials.get(token?.credentialId ?? '');
      return token === undefined || credential === undefined ? null : structuredClone({ token, credential });
    },
    async sweepAccessTokens(before) {
      return sweep(before);
    },
  };
}
