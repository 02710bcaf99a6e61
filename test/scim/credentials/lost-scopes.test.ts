import { describe, expect, it } from 'vitest';
import type { ScimScope } from '../../../src/stores/interfaces/scim-credentials.js';
import { ORG, opened, post } from './opened.js';

const ALL: readonly ScimScope[] = ['users:read', 'users:write', 'groups:read', 'groups:write'];

describe('an access token', () => {
  it.each([[['users:read', 'groups:write']], [['groups:read']], [[]]] as readonly (readonly [
    readonly ScimScope[],
  ])[])('keeps no scope that its credential lost since: of all four there are %j left', async (left) => {
    const scim = opened();
    const issued = await scim.credentials.issueClientSecret(ORG, { label: 'OAuth' }, 'ada');
    if (!issued.ok) throw issued.error;
    const { credential, secret } = issued.value;
    const form = { client_id: `${credential.clientId}`, client_secret: `${secret}` };
    const answer = await post(scim, { grant_type: 'client_credentials', ...form });
    const { access_token: token } = (await answer.json()) as { access_token: string };
    const scopes = async () => {
      const client = await scim.credentials.authenticate(`Bearer ${token}`);
      if (!client.ok) throw client.error;
      return client.value.scopes;
    };
    expect(await scopes()).toEqual(ALL);
    const find = scim.store.findAccessToken.bind(scim.store);
    scim.store.findAccessToken = async (id) => {
      const found = await find(id);
      return found && { ...found, credential: { ...found.credential, scopes: left } };
    };
    expect(await scopes()).toEqual(left);
  });

  it('gains no scope that its credential has beyond it', async () => {
    const scim = opened();
    const issued = await scim.credentials.issueClientSecret(ORG, { label: 'OAuth' }, 'ada');
    if (!issued.ok) throw issued.error;
    const { credential, secret } = issued.value;
    const form = { client_id: `${credential.clientId}`, client_secret: `${secret}`, scope: 'users:read' };
    const answer = await post(scim, { grant_type: 'client_credentials', ...form });
    const { access_token: token } = (await answer.json()) as { access_token: string };
    expect(await scim.credentials.authenticate(`Bearer ${token}`)).toMatchObject({
      ok: true,
      value: { scopes: ['users:read'] },
    });
  });
});
