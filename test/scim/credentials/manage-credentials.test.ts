import { randomUUID } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { bearerOf, DAY, ORG, opened } from './opened.js';

describe('credentials', () => {
  it('are shown once, listed without secrets, and told to the audit log', async () => {
    const scim = opened();
    const issued = await scim.credentials.issueBearer(
      ORG,
      { label: '  Entra prod ', scopes: ['groups:read', 'users:read'] },
      'ada',
    );
    if (!issued.ok) throw issued.error;
    const { credential, secret } = issued.value;
    expect(credential).toMatchObject({
      ...{ organizationId: ORG, kind: 'bearer', label: 'Entra prod', createdBy: 'ada', state: 'active' },
      ...{ scopes: ['users:read', 'groups:read'], expiresAt: new Date(scim.now().getTime() + 365 * DAY) },
    });
    expect(await scim.credentials.list(ORG)).toEqual({ ok: true, value: [credential] });
    expect(await scim.credentials.list('org-other')).toEqual({ ok: true, value: [] });
    const [entry] = await scim.audit.list(ORG, { before: null, limit: 10 });
    expect(entry).toMatchObject({
      type: 'scim_credential_created',
      actor: 'ada',
      data: { credentialId: credential.id },
    });
    const kept = JSON.stringify([entry, await scim.store.findCredential(credential.id), credential]);
    expect(kept).not.toContain(`${secret}`.slice(-43));
    expect('secretHash' in credential).toBe(false);
  });

  it('rotate without a gap: both live until the old one is revoked', async () => {
    const scim = opened();
    const old = await bearerOf(scim);
    const oldId = old.slice(5, 27);
    const rotated = await scim.credentials.rotate(ORG, oldId, { label: 'New' }, 'ada');
    if (!rotated.ok) throw rotated.error;
    const authenticate = (token: string) => scim.credentials.authenticate(`Bearer ${token}`);
    expect(
      [await authenticate(old), await authenticate(`${rotated.value.secret}`)].map(({ ok }) => ok),
    ).toEqual([true, true]);
    expect(await scim.credentials.revoke(ORG, oldId, 'ada')).toEqual({ ok: true, value: null });
    expect(
      [await authenticate(old), await authenticate(`${rotated.value.secret}`)].map(({ ok }) => ok),
    ).toEqual([false, true]);
    const types = (await scim.audit.list(ORG, { before: null, limit: 10 })).map(({ type }) => type);
    expect(types).toEqual(['scim_credential_revoked', 'scim_credential_created', 'scim_credential_created']);
    const again = { error: { code: 'scim_credential_unknown' } };
    expect(await scim.credentials.revoke(ORG, oldId, 'ada')).toMatchObject(again);
    expect(await scim.credentials.rotate(ORG, oldId, {}, 'ada')).toMatchObject(again);
  });

  it('keep their client id when a client secret rotates', async () => {
    const scim = opened();
    const first = await scim.credentials.issueClientSecret(ORG, { label: 'OAuth' }, null);
    if (!first.ok) throw first.error;
    const second = await scim.credentials.rotate(ORG, first.value.credential.id, { expiresInDays: 30 }, null);
    if (!second.ok) throw second.error;
    expect(second.value.credential).toMatchObject({
      label: 'OAuth',
      clientId: first.value.credential.clientId,
      state: 'expiring',
    });
    expect(second.value.secret).not.toBe(first.value.secret);
  });

  it('are nobody else’s to rotate or to revoke', async () => {
    const scim = opened();
    const token = await bearerOf(scim);
    const id = token.slice(5, 27);
    const unknown = { error: { code: 'scim_credential_unknown', details: { credentialId: id } } };
    expect(await scim.credentials.revoke('org-other', id, 'eve')).toMatchObject(unknown);
    expect(await scim.credentials.rotate('org-other', id, {}, 'eve')).toMatchObject(unknown);
    expect((await scim.credentials.authenticate(`Bearer ${token}`)).ok).toBe(true);
    expect(await scim.audit.list('org-other', { before: null, limit: 10 })).toEqual([]);
  });

  it('are refused where the input cannot be used', async () => {
    const { credentials } = opened();
    const uuids = { tenantId: randomUUID(), subject: randomUUID(), applicationId: randomUUID() };
    const inputs: readonly (readonly [string, object])[] = [
      ['label', { label: ' ' }],
      ['label', { label: 'x'.repeat(101) }],
      ['label', { label: 'a\u202eb' }],
      ['label', { label: 'a\nb' }],
      ['label', {}],
      ['expiresInDays', { label: 'x', expiresInDays: 0 }],
      ['expiresInDays', { label: 'x', expiresInDays: 1096 }],
      ['expiresInDays', { label: 'x', expiresInDays: Number.NaN }],
      ['scopes', { label: 'x', scopes: [] }],
      ['scopes', { label: 'x', scopes: ['admin'] }],
      ['scopes', { label: 'x', scopes: ['__proto__'] }],
    ];
    for (const [field, input] of inputs) {
      const issued = await credentials.issueBearer(ORG, input as never, null);
      expect(issued, JSON.stringify(input)).toMatchObject({
        error: { code: 'scim_credential_invalid', details: { field } },
      });
    }
    const identities: readonly (readonly [string, object])[] = [
      ['cloud', { ...uuids, cloud: 'germany' }],
      ['cloud', { ...uuids, cloud: 'constructor' }],
      ['tenantId', { ...uuids, tenantId: 'common' }],
      ['tenantId', { ...uuids, tenantId: `${randomUUID()}/../x` }],
      ['subject', { ...uuids, subject: undefined }],
      ['applicationId', { ...uuids, applicationId: 'api://x' }],
    ];
    for (const [field, input] of identities) {
      const added = await credentials.addWorkloadIdentity(ORG, { label: 'x', ...input } as never, null);
      expect(added, JSON.stringify(input)).toMatchObject({
        error: { code: 'scim_credential_invalid', details: { field } },
      });
    }
    const upper = { label: 'x', ...uuids, tenantId: uuids.tenantId.toUpperCase() };
    const added = await credentials.addWorkloadIdentity(ORG, upper, null);
    expect(added).toMatchObject({
      value: { secret: null, credential: { workloadIdentity: { ...uuids, cloud: 'global' } } },
    });
    await expect(credentials.issueBearer('', { label: 'x' }, null)).rejects.toThrow(TypeError);
  });

  it('never end only where somebody insists, and twenty may be in use', async () => {
    const scim = opened();
    const forever = await scim.credentials.issueBearer(ORG, { label: 'x', expiresInDays: null }, null);
    expect(forever).toMatchObject({ value: { credential: { expiresAt: null, state: 'active' } } });
    for (let count = 1; count < 20; count += 1) await bearerOf(scim);
    const more = await scim.credentials.issueBearer(ORG, { label: 'x' }, null);
    expect(more).toMatchObject({ error: { code: 'scim_credentials_too_many', details: { limit: 20 } } });
    await bearerOf(scim, 'org-other');
    scim.pass(366 * DAY);
    expect((await scim.credentials.issueBearer(ORG, { label: 'x' }, null)).ok).toBe(true);
    const views = await scim.credentials.list(ORG);
    expect(
      views.ok && views.value.map(({ state }) => state).filter((state) => state === 'expired'),
    ).toHaveLength(19);
  });

  it('are not made while the store fails', async () => {
    const scim = opened();
    const down = { error: { code: 'store_unavailable' } };
    vi.spyOn(scim.store, 'insertCredential')
      .mockRejectedValueOnce(new Error('down'))
      .mockResolvedValueOnce(false);
    expect(await scim.credentials.issueBearer(ORG, { label: 'x' }, null)).toMatchObject(down);
    expect(await scim.credentials.issueBearer(ORG, { label: 'x' }, null)).toMatchObject(down);
    vi.spyOn(scim.store, 'listCredentials').mockRejectedValue(new Error('down'));
    expect(await scim.credentials.list(ORG)).toMatchObject(down);
    expect(await scim.credentials.issueBearer(ORG, { label: 'x' }, null)).toMatchObject(down);
    vi.spyOn(scim.store, 'revokeCredential').mockRejectedValue(new Error('down'));
    expect(await scim.credentials.revoke(ORG, 'x', null)).toMatchObject(down);
    vi.spyOn(scim.store, 'findCredential').mockRejectedValue(new Error('down'));
    expect(await scim.credentials.rotate(ORG, 'x', {}, null)).toMatchObject(down);
  });
});
