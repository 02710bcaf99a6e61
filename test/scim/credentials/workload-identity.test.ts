import { createHmac, generateKeyPairSync, randomUUID } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import type { ScimCredentialsOptions } from '../../../src/scim/credentials/settings.js';
import type { EntraCloud } from '../../../src/stores/interfaces/scim-credentials.js';
import {
  assertionForm,
  assertionOf,
  claimsOf,
  fakeTenant,
  type Opened,
  ORG,
  opened,
  post,
} from './opened.js';

describe('a workload identity of Entra', () => {
  it('gets an access token for an assertion, with the application named in three ways', async () => {
    const { claims, clientId, scim, send, tenant } = await trusted();
    const id = tenant.applicationId;
    for (const aud of [id, `api://${id}`, `api://${id}/.default`]) {
      const answer = await send({ ...claims(), aud });
      expect(answer.status, aud).toBe(200);
      const { access_token: token } = (await answer.json()) as Record<string, unknown>;
      const client = await scim.credentials.authenticate(`Bearer ${token}`);
      expect(client).toMatchObject({ ok: true, value: { organizationId: ORG, credentialId: clientId } });
    }
  });

  it('is refused for every claim that is not exactly right', async () => {
    const { claims, scim, send, tenant } = await trusted();
    const seconds = Math.floor(scim.now().getTime() / 1000);
    const foreign = randomUUID();
    const wrong: readonly (readonly [Record<string, unknown>, string])[] = [
      [{ iss: `https://login.microsoftonline.com/${foreign}/v2.0` }, 'assertion-iss'],
      [{ iss: `https://login.microsoftonline.us/${tenant.tenantId}/v2.0` }, 'assertion-iss'],
      [{ iss: `https://sts.windows.net/${tenant.tenantId}/` }, 'assertion-iss'],
      [{ iss: undefined }, 'assertion-iss'],
      [{ sub: foreign }, 'assertion-sub'],
      [{ sub: tenant.subject.toUpperCase() }, 'assertion-sub'],
      [{ sub: undefined }, 'assertion-sub'],
      [{ tid: foreign }, 'assertion-tid'],
      [{ tid: undefined }, 'assertion-tid'],
      [{ aud: foreign }, 'assertion-aud'],
      [{ aud: `api://${tenant.applicationId}/` }, 'assertion-aud'],
      [{ aud: `https://evil.example/${tenant.applicationId}` }, 'assertion-aud'],
      [{ aud: [tenant.applicationId, 'https://other.example'] }, 'assertion-aud'],
      [{ aud: undefined }, 'assertion-aud'],
      [{ exp: seconds - 61 }, 'assertion-expired'],
      [{ exp: undefined }, 'assertion-exp'],
      [{ exp: '9999999999' }, 'assertion-exp'],
      [{ exp: seconds + 24 * 3600 + 61 }, 'assertion-life'],
      [{ nbf: seconds + 61 }, 'assertion-nbf'],
      [{ iat: seconds + 61 }, 'assertion-iat'],
    ];
    for (const [changed, reason] of wrong) {
      const answer = await send({ ...claims(), ...changed });
      expect([answer.status, await answer.json()], JSON.stringify(changed)).toEqual([
        401,
        { error: 'invalid_client' },
      ]);
      expect(scim.events.at(-1), JSON.stringify(changed)).toMatchObject({ error: { details: { reason } } });
    }
    const tolerated = { ...claims(), exp: seconds - 59, nbf: seconds + 59, iat: seconds + 59 };
    expect((await send(tolerated)).status).toBe(200);
  });

  it('is refused for a signature that another key, another algorithm or none made', async () => {
    const { claims, clientId, scim, tenant } = await trusted();
    const evil = { ...tenant, privateKey: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey };
    const good = assertionOf(tenant, claims());
    const [header = '', payload = '', signature = ''] = good.split('.');
    const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const none = `${encoded({ alg: 'none', kid: tenant.keyId })}.${payload}`;
    const hs256 = `${encoded({ alg: 'HS256', kid: tenant.keyId })}.${payload}`;
    const pem = tenant.publicKey.export({ type: 'spki', format: 'pem' });
    const mac = createHmac('sha256', pem).update(hs256).digest('base64url');
    const wrong: readonly (readonly [string, string])[] = [
      [assertionOf(evil, claims()), 'assertion-signature'],
      [`${header}.${encoded({ ...claims(), sub: 'x' })}.${signature}`, 'assertion-signature'],
      [`${none}.`, 'assertion-malformed'],
      [`${none}.${signature}`, 'assertion-header'],
      [`${hs256}.${mac}`, 'assertion-header'],
      [assertionOf(tenant, claims(), { alg: 'RS512' }), 'assertion-header'],
      [assertionOf(tenant, claims(), { alg: 'PS256' }), 'assertion-header'],
      [assertionOf(tenant, claims(), { crit: ['b64'], b64: false }), 'assertion-header'],
      [assertionOf(tenant, claims(), { kid: undefined }), 'assertion-header'],
      [assertionOf(tenant, claims(), { kid: 7 }), 'assertion-header'],
      [assertionOf(tenant, claims(), { kid: '../../etc/passwd\u0000' }), 'assertion-key-unknown'],
      [assertionOf(tenant, claims(), { kid: '__proto__' }), 'assertion-key-unknown'],
      [assertionOf(tenant, claims(), { kid: 'x'.repeat(300) }), 'assertion-key-unknown'],
      [assertionOf(tenant, { ...claims(), x: 'x'.repeat(17_000) }), 'assertion-malformed'],
      [`${good}.${signature}`, 'assertion-malformed'],
      [`!.${payload}.${signature}`, 'assertion-malformed'],
      [`${Buffer.from('{').toString('base64url')}.${payload}.${signature}`, 'assertion-header'],
      ['', 'assertion-malformed'],
    ];
    for (const [assertion, reason] of wrong) {
      expect((await post(scim, assertionForm(clientId, assertion))).status, assertion.slice(0, 100)).toBe(
        401,
      );
      expect(scim.events.at(-1), assertion.slice(0, 100)).toMatchObject({ error: { details: { reason } } });
    }
    expect((await post(scim, assertionForm(clientId, good))).status).toBe(200);
  });

  it('takes no key from the assertion itself', async () => {
    const { claims, clientId, fetchJwks, scim, tenant } = await trusted();
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const jwk = publicKey.export({ format: 'jwk' });
    const header = {
      jwk,
      jku: 'https://evil.example/keys',
      x5u: 'https://evil.example/cert',
      kid: tenant.keyId,
    };
    const assertion = assertionOf({ ...tenant, privateKey }, claims(), header);
    expect((await post(scim, assertionForm(clientId, assertion))).status).toBe(401);
    const url = `https://login.microsoftonline.com/${tenant.tenantId}/discovery/v2.0/keys`;
    expect(fetchJwks.mock.calls).toEqual([[url]]);
  });

  it('uses an assertion once, of many requests at the same moment too', async () => {
    const { claims, clientId, scim, tenant } = await trusted();
    const assertion = assertionOf(tenant, claims());
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => post(scim, assertionForm(clientId, assertion))),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(scim.events).toContainEqual(
      expect.objectContaining({
        error: expect.objectContaining({
          details: { reason: 'assertion-replayed', credentialId: clientId, organizationId: ORG },
        }),
      }),
    );
    const reusing = await trusted({ allowAssertionReuse: true });
    const again = assertionForm(reusing.clientId, assertionOf(reusing.tenant, reusing.claims()));
    expect([(await post(reusing.scim, again)).status, (await post(reusing.scim, again)).status]).toEqual([
      200, 200,
    ]);
    const { send } = reusing;
    expect((await send({ ...reusing.claims(), jti: undefined })).status).toBe(200);
  });

  it('is refused while nobody can say what was used', async () => {
    const { claims, send } = await trusted({ replay: { reserve: () => Promise.reject(new Error('down')) } });
    expect((await send(claims())).status).toBe(503);
  });

  it('is of the cloud that was chosen', async () => {
    const hosts: readonly (readonly [EntraCloud, string])[] = [
      ['us-government', 'login.microsoftonline.us'],
      ['china', 'login.partner.microsoftonline.cn'],
    ];
    for (const [cloud, host] of hosts) {
      const { claims, fetchJwks, send, tenant } = await trusted({}, cloud);
      expect((await send({ ...claims(), iss: `https://${host}/${tenant.tenantId}/v2.0` })).status).toBe(200);
      expect(fetchJwks.mock.calls).toEqual([[`https://${host}/${tenant.tenantId}/discovery/v2.0/keys`]]);
      expect((await send(claims())).status).toBe(401);
    }
  });

  it('is another credential’s client for nobody', async () => {
    const { claims, scim, tenant } = await trusted();
    const other = await scim.credentials.issueClientSecret('org-other', { label: 'x' }, null);
    if (!other.ok) throw other.error;
    const { clientId, id } = other.value.credential;
    for (const each of [`${clientId}`, id, '__proto__', randomUUID()]) {
      expect((await post(scim, assertionForm(each, assertionOf(tenant, claims())))).status).toBe(401);
    }
    expect(scim.events.at(-1)).toMatchObject({ error: { details: { reason: 'client-unknown' } } });
  });
});

async function trusted(options: Partial<ScimCredentialsOptions> = {}, cloud: EntraCloud = 'global') {
  const tenant = fakeTenant();
  const fetchJwks = vi.fn(async (_url: string) => tenant.jwks);
  const scim: Opened = opened({ fetchJwks, ...options });
  const { applicationId, subject, tenantId } = tenant;
  const input = { label: 'Entra', cloud, tenantId, subject, applicationId };
  const added = await scim.credentials.addWorkloadIdentity(ORG, input, 'ada');
  if (!added.ok) throw added.error;
  const clientId = added.value.credential.id;
  const claims = () => claimsOf(tenant, scim.now());
  const send = (content: Record<string, unknown>) =>
    post(scim, assertionForm(clientId, assertionOf(tenant, content)));
  return { tenant, fetchJwks, scim, clientId, claims, send };
}
