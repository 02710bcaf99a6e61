import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { AuditStore } from '../../src/stores/interfaces/audit.js';
import type {
  ScimAccessToken,
  ScimCredential,
  ScimCredentialStore,
  ScimRequestEntry,
  ScimRequestLog,
} from '../../src/stores/interfaces/scim-credentials.js';
import { entryOf } from './people.js';
import { logged } from './scim-records.js';

export interface OpenedScimCredentials {
  readonly credentials: ScimCredentialStore;
  readonly audit: AuditStore;
}

export function credentialOf(organizationId: string, fields: Partial<ScimCredential> = {}): ScimCredential {
  return {
    ...{ organizationId, id: randomBytes(16).toString('base64url'), kind: 'bearer', label: 'Entra “prod”' },
    ...{ clientId: null, secretHash: randomBytes(32).toString('base64url'), workloadIdentity: null },
    ...{ scopes: ['users:read', 'users:write'], createdAt: new Date('2026-03-01T00:00:00.123Z') },
    ...{
      createdBy: 'ada',
      expiresAt: new Date('2027-03-01T00:00:00.000Z'),
      lastUsedAt: null,
      revokedAt: null,
    },
    ...fields,
  };
}

export function accessTokenOf(
  credential: ScimCredential,
  fields: Partial<ScimAccessToken> = {},
): ScimAccessToken {
  return {
    ...{ organizationId: credential.organizationId, credentialId: credential.id },
    ...{ id: randomBytes(16).toString('base64url'), secretHash: randomBytes(32).toString('base64url') },
    ...{ scopes: ['users:read'], expiresAt: new Date('2026-03-01T01:00:00.000Z') },
    ...fields,
  };
}

/** What every store of SCIM credentials promises. `open` gives one that is ready; its content may be shared. */
export function scimCredentialContract(name: string, open: () => Promise<OpenedScimCredentials>): void {
  describe(`${name} as store of SCIM credentials`, () => {
    it('keeps credentials of each kind to the letter', async () => {
      const { credentials } = await open();
      const org = randomUUID();
      const made = [
        credentialOf(org),
        credentialOf(org, {
          kind: 'client-secret',
          clientId: 'c',
          createdAt: new Date('2026-03-02'),
          expiresAt: null,
        }),
        credentialOf(org, {
          ...{
            kind: 'workload-identity',
            clientId: 'w',
            secretHash: null,
            createdAt: new Date('2026-03-03'),
          },
          workloadIdentity: {
            cloud: 'china',
            tenantId: randomUUID(),
            subject: 's',
            applicationId: randomUUID(),
          },
          ...{ createdBy: null, lastUsedAt: new Date('2026-03-04'), scopes: [] },
        }),
      ];
      for (const each of made) {
        expect(await credentials.insertCredential(each, entryOf(org, 'added'))).toBe(true);
        expect(await credentials.findCredential(each.id)).toEqual(each);
      }
      expect(await credentials.listCredentials(org)).toEqual(made.toReversed());
      expect(await credentials.listCredentials(randomUUID())).toEqual([]);
      for (const odd of ['__proto__', 'constructor', '', `${made[0]?.id}x`]) {
        expect(await credentials.findCredential(odd)).toBeNull();
        expect(await credentials.findAccessToken(odd)).toBeNull();
      }
    });

    it('gives an id to one of many, whichever organisation', async () => {
      const { credentials, audit } = await open();
      const { id } = credentialOf('');
      const orgs = Array.from({ length: 20 }, () => randomUUID());
      const outcomes = await Promise.all(
        orgs.map((org) => credentials.insertCredential(credentialOf(org, { id }), entryOf(org, 'added'))),
      );
      expect(outcomes.filter(Boolean)).toHaveLength(1);
      const winner = orgs[outcomes.indexOf(true)];
      expect((await credentials.findCredential(id))?.organizationId).toBe(winner);
      const told = await Promise.all(orgs.map((org) => logged(audit, org)));
      expect(told.flat()).toEqual(['added']);
    });

    it('revokes once, in its own organisation, for good', async () => {
      const { credentials, audit } = await open();
      const org = randomUUID();
      const made = credentialOf(org);
      await credentials.insertCredential(made, entryOf(org, 'added'));
      const at = new Date('2026-05-01T00:00:00.000Z');
      const foreign = randomUUID();
      expect(await credentials.revokeCredential(foreign, made.id, at, entryOf(foreign, 'revoked'))).toBe(
        false,
      );
      expect(await credentials.revokeCredential(org, 'unknown', at, entryOf(org, 'revoked'))).toBe(false);
      const outcomes = await Promise.all(
        Array.from({ length: 10 }, () =>
          credentials.revokeCredential(org, made.id, at, entryOf(org, 'revoked')),
        ),
      );
      expect(outcomes.filter(Boolean)).toHaveLength(1);
      expect(await credentials.findCredential(made.id)).toEqual({ ...made, revokedAt: at });
      expect(await logged(audit, org)).toEqual(['added', 'revoked']);
      expect(await logged(audit, foreign)).toEqual([]);
    });

    it('remembers the last use, never an earlier one', async () => {
      const { credentials } = await open();
      const made = credentialOf(randomUUID());
      await credentials.insertCredential(made, entryOf(made.organizationId, 'added'));
      const late = new Date('2026-05-02T00:00:00.000Z');
      await credentials.touchCredential(made.id, late);
      await credentials.touchCredential(made.id, new Date('2026-05-01T00:00:00.000Z'));
      await credentials.touchCredential('unknown', late);
      expect(await credentials.findCredential(made.id)).toEqual({ ...made, lastUsedAt: late });
    });

    it('gives an access token together with the credential as it is now', async () => {
      const { credentials } = await open();
      const made = credentialOf(randomUUID());
      await credentials.insertCredential(made, entryOf(made.organizationId, 'added'));
      const token = accessTokenOf(made);
      expect(await credentials.insertAccessToken(token)).toBe(true);
      expect(await credentials.insertAccessToken(token)).toBe(false);
      expect(await credentials.findAccessToken(token.id)).toEqual({ token, credential: made });
      const at = new Date('2026-05-01T00:00:00.000Z');
      await credentials.revokeCredential(made.organizationId, made.id, at, entryOf(made.organizationId, 'r'));
      expect((await credentials.findAccessToken(token.id))?.credential.revokedAt).toEqual(at);
    });

    it('adds no token to a credential that is revoked, unknown or of another organisation', async () => {
      const { credentials } = await open();
      const made = credentialOf(randomUUID());
      await credentials.insertCredential(made, entryOf(made.organizationId, 'added'));
      const wrong = [
        accessTokenOf(made, { organizationId: randomUUID() }),
        accessTokenOf(made, { credentialId: 'unknown' }),
      ];
      for (const token of wrong) expect(await credentials.insertAccessToken(token)).toBe(false);
      await credentials.revokeCredential(
        made.organizationId,
        made.id,
        new Date(),
        entryOf(made.organizationId, 'r'),
      );
      expect(await credentials.insertAccessToken(accessTokenOf(made))).toBe(false);
    });

    it('sweeps tokens that ended', async () => {
      const { credentials } = await open();
      const made = credentialOf(randomUUID());
      await credentials.insertCredential(made, entryOf(made.organizationId, 'added'));
      const ended = accessTokenOf(made, { expiresAt: new Date('2020-01-01T00:00:00.000Z') });
      const live = accessTokenOf(made, { expiresAt: new Date('2020-01-01T00:00:01.000Z') });
      for (const token of [ended, live]) await credentials.insertAccessToken(token);
      expect(await credentials.sweepAccessTokens(new Date('2020-01-01T00:00:00.500Z'))).toBe(1);
      expect(await credentials.findAccessToken(ended.id)).toBeNull();
      expect(await credentials.findAccessToken(live.id)).not.toBeNull();
    });
  });
}

export function requestOf(organizationId: string, fields: Partial<ScimRequestEntry> = {}): ScimRequestEntry {
  return {
    ...{ id: randomUUID(), at: new Date('2026-03-01T00:00:00.000Z'), organizationId, credentialId: null },
    ...{ method: 'POST', path: '/Users', status: 409, code: 'uniqueness', detail: 'The userName is taken.' },
    ...{ milliseconds: 3, ...fields },
  };
}

/** What every log of SCIM requests promises. */
export function scimRequestLogContract(name: string, open: () => Promise<ScimRequestLog>): void {
  describe(`${name} as log of SCIM requests`, () => {
    it('gives the newest first, of one organisation', async () => {
      const log = await open();
      const org = randomUUID();
      const entries = Array.from({ length: 5 }, (_, index) => requestOf(org, { path: `/Users/${index}` }));
      for (const entry of entries) await log.append(entry);
      await log.append(requestOf(randomUUID()));
      expect(await log.list(org, 200)).toEqual(entries.toReversed());
      expect(await log.list(org, 2)).toEqual(entries.toReversed().slice(0, 2));
      expect(await log.list('__proto__', 2)).toEqual([]);
    });

    it('keeps the last hundred at least and does not grow for ever', async () => {
      const log = await open();
      const org = randomUUID();
      const entries = Array.from({ length: 450 }, (_, index) => requestOf(org, { path: `/Users/${index}` }));
      for (const entry of entries) await log.append(entry);
      const found = await log.list(org, 200);
      expect(found.slice(0, 100)).toEqual(entries.toReversed().slice(0, 100));
      await expect(log.list(org, 0)).rejects.toThrow(TypeError);
      await expect(log.list(org, 201)).rejects.toThrow(TypeError);
    });
  });
}
