import { describe, expect, it } from 'vitest';
import { ORG, opened, post } from './opened.js';

describe('the token endpoint tells the log by scim_client_refused', () => {
  it.each([
    ['unknown', { client_id: 'nobody', client_secret: 'x' }],
    ['secret-wrong', { client_secret: `scimcs_${'A'.repeat(22)}_${'B'.repeat(43)}` }],
  ] as const)('that a client is %s', async (_name, given) => {
    const scim = opened();
    const issued = await scim.credentials.issueClientSecret(ORG, { label: 'OAuth' }, 'ada');
    if (!issued.ok) throw issued.error;
    const form = { client_id: `${issued.value.credential.clientId}`, ...given };
    const answer = await post(scim, { grant_type: 'client_credentials', ...form });
    expect([answer.status, await answer.json()]).toEqual([401, { error: 'invalid_client' }]);
    expect(scim.events).toEqual([
      expect.objectContaining({
        type: 'scim_token_refused',
        error: expect.objectContaining({ code: 'scim_client_refused' }),
      }),
    ]);
  });

  it('that a client was revoked, with its credential and organisation', async () => {
    const scim = opened();
    const issued = await scim.credentials.issueClientSecret(ORG, { label: 'OAuth' }, 'ada');
    if (!issued.ok) throw issued.error;
    const { credential, secret } = issued.value;
    await scim.credentials.revoke(ORG, credential.id, 'ada');
    const form = { client_id: `${credential.clientId}`, client_secret: `${secret}` };
    expect((await post(scim, { grant_type: 'client_credentials', ...form })).status).toBe(401);
    expect(scim.events.at(-1)).toMatchObject({
      error: {
        code: 'scim_client_refused',
        details: { reason: 'revoked', credentialId: credential.id, organizationId: ORG },
      },
    });
  });
});
