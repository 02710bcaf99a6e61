import { describe, expect, it } from 'vitest';
import {
  memoryAuditStore,
  memoryScimCredentials,
  memoryScimRequestLog,
} from '../../src/stores/memory/index.js';
import { entryOf } from './people.js';
import {
  accessTokenOf,
  credentialOf,
  requestOf,
  scimCredentialContract,
  scimRequestLogContract,
} from './scim-credential-contract.js';

scimCredentialContract('the memory store', async () => {
  const audit = memoryAuditStore();
  return { audit, credentials: memoryScimCredentials({ audit }) };
});

scimRequestLogContract('the memory store', async () => memoryScimRequestLog());

describe('the memory of SCIM credentials', () => {
  it('bounds access tokens, and makes room of those that ended', async () => {
    let now = new Date('2026-03-01T00:00:00.000Z');
    const credentials = memoryScimCredentials({ audit: memoryAuditStore(), maxEntries: 2, now: () => now });
    const made = credentialOf('org');
    await credentials.insertCredential(made, entryOf('org', 'added'));
    await credentials.insertAccessToken(accessTokenOf(made));
    await credentials.insertAccessToken(accessTokenOf(made));
    await expect(credentials.insertAccessToken(accessTokenOf(made))).rejects.toThrow('full');
    now = new Date('2026-03-01T02:00:00.000Z');
    expect(await credentials.insertAccessToken(accessTokenOf(made))).toBe(true);
  });

  it('keeps a use that comes while a revocation is being written', async () => {
    const audit = memoryAuditStore();
    const credentials = memoryScimCredentials({ audit });
    const made = credentialOf('org');
    await credentials.insertCredential(made, entryOf('org', 'added'));
    const at = new Date('2026-05-01T00:00:00.000Z');
    const [revoked] = await Promise.all([
      credentials.revokeCredential('org', made.id, at, entryOf('org', 'revoked')),
      Promise.resolve().then(() => credentials.touchCredential(made.id, at)),
    ]);
    expect(revoked).toBe(true);
    expect(await credentials.findCredential(made.id)).toEqual({ ...made, lastUsedAt: at, revokedAt: at });
  });

  it('writes nothing where the audit log fails', async () => {
    const audit = memoryAuditStore();
    const credentials = memoryScimCredentials({ audit });
    const made = credentialOf('org');
    const entry = entryOf('org', 'added');
    const append = audit.append;
    audit.append = () => Promise.reject(new Error('full'));
    await expect(credentials.insertCredential(made, entry)).rejects.toThrow('full');
    expect(await credentials.findCredential(made.id)).toBeNull();
    audit.append = append;
    await credentials.insertCredential(made, entry);
    audit.append = () => Promise.reject(new Error('full'));
    await expect(credentials.revokeCredential('org', made.id, new Date(), entry)).rejects.toThrow('full');
    expect((await credentials.findCredential(made.id))?.revokedAt).toBeNull();
  });

  it('refuses limits that are none, and keeps no more requests than it says', async () => {
    expect(() => memoryScimCredentials({ audit: memoryAuditStore(), maxEntries: 0 })).toThrow(TypeError);
    expect(() => memoryScimRequestLog({ size: 99 })).toThrow(TypeError);
    expect(() => memoryScimRequestLog({ size: 201 })).toThrow(TypeError);
    const log = memoryScimRequestLog({ size: 100 });
    for (let count = 0; count < 150; count += 1) await log.append(requestOf('org'));
    expect(await log.list('org', 200)).toHaveLength(100);
  });
});
