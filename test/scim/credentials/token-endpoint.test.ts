import { describe, expect, it, vi } from 'vitest';
import { bearerOf, HOUR, type Opened, ORG, opened, post } from './opened.js';

describe('the token endpoint', () => {
  it('gives an access token for a secret in the form or in the header', async () => {
    const scim = opened();
    const { clientId, secret } = await clientOf(scim);
    const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: secret };
    const basic = Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(secret)}`).toString(
      'base64',
    );
    const answers = [
      await post(scim, { ...form, scope: 'scim' }),
      await post(scim, { grant_type: 'client_credentials' }, { authorization: `Basic ${basic}` }),
      await post(
        scim,
        { grant_type: 'client_credentials', client_id: clientId },
        { authorization: `basic ${basic}` },
      ),
    ];
    for (const answer of answers) {
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toBe('application/json;charset=UTF-8');
      expect(answer.headers.get('cache-control')).toContain('no-store');
      expect(answer.headers.get('pragma')).toBe('no-cache');
      const body = await json(answer);
      const scope = 'users:read users:write groups:read groups:write';
      expect(body).toEqual({
        access_token: expect.any(String),
        token_type: 'Bearer',
        expires_in: 3600,
        scope,
      });
      const client = await scim.credentials.authenticate(`Bearer ${body['access_token']}`);
      expect(client).toMatchObject({ ok: true, value: { organizationId: ORG, scopes: scope.split(' ') } });
    }
    expect(scim.events.map(({ type }) => type)).toEqual(Array(3).fill('scim_token_issued'));
  });

  it('narrows a token to the scopes that are asked for, never widens it', async () => {
    const scim = opened();
    const { clientId, secret } = await clientOf(scim, ['users:read', 'groups:read']);
    const ask = (scope: string) =>
      post(scim, { grant_type: 'client_credentials', client_id: clientId, client_secret: secret, scope });
    expect(await json(await ask('groups:read'))).toMatchObject({ scope: 'groups:read' });
    expect(await json(await ask('scim'))).toMatchObject({ scope: 'users:read groups:read' });
    for (const scope of ['users:write', 'users:read users:write', 'openid', '__proto__']) {
      const answer = await ask(scope);
      expect([answer.status, await json(answer)], scope).toEqual([400, { error: 'invalid_scope' }]);
    }
  });

  it('gives tokens that end after their hour, and with their credential', async () => {
    const scim = opened();
    const client = await clientOf(scim);
    const first = await tokenOf(scim, client);
    scim.pass(HOUR - 1);
    expect((await scim.credentials.authenticate(`Bearer ${first}`)).ok).toBe(true);
    scim.pass(1);
    const expired = { error: { details: { reason: 'expired' } } };
    expect(await scim.credentials.authenticate(`Bearer ${first}`)).toMatchObject(expired);
    const second = await tokenOf(scim, client);
    await scim.credentials.revoke(ORG, client.id, 'ada');
    const revoked = { error: { details: { reason: 'revoked', credentialId: client.id } } };
    expect(await scim.credentials.authenticate(`Bearer ${second}`)).toMatchObject(revoked);
    expect((await post(scim, formOf(client))).status).toBe(401);
  });

  it('takes several live secrets of one client', async () => {
    const scim = opened();
    const client = await clientOf(scim);
    const rotated = await scim.credentials.rotate(ORG, client.id, {}, null);
    if (!rotated.ok) throw rotated.error;
    for (const secret of [client.secret, `${rotated.value.secret}`]) {
      expect((await post(scim, formOf({ ...client, secret }))).status).toBe(200);
    }
  });

  it('answers whoever is not the client in one way', async () => {
    const scim = opened();
    const client = await clientOf(scim);
    const other = await clientOf(scim, undefined, 'org-other');
    const bearer = await bearerOf(scim);
    const { secret } = client;
    const wrong = [
      { ...client, secret: `${secret.slice(0, -1)}${secret.endsWith('A') ? 'B' : 'A'}` },
      { ...client, secret: other.secret },
      { ...client, secret: bearer },
      { ...client, secret: '' },
      { ...client, secret: '__proto__' },
      { ...client, clientId: other.clientId },
      { ...client, clientId: client.id },
      { ...client, clientId: 'constructor' },
      { ...client, clientId: '' },
      { ...client, clientId: 'x'.repeat(201) },
    ];
    for (const each of wrong) {
      const answer = await post(scim, formOf(each));
      expect([answer.status, await json(answer)], JSON.stringify(each)).toEqual([
        401,
        { error: 'invalid_client' },
      ]);
      expect(answer.headers.get('www-authenticate')).toBe('Basic realm="SCIM"');
    }
    const grant = { grant_type: 'client_credentials' };
    const headers = [
      'Basic',
      'Basic !!!',
      'Basic bm9jb2xvbg==',
      `Basic ${btoa('%:x')}`,
      'Bearer x',
      `Basic ${'A'.repeat(5_000)}`,
    ];
    for (const authorization of headers)
      expect((await post(scim, grant, { authorization })).status).toBe(401);
    expect((await post(scim, { ...grant, client_id: client.clientId })).status).toBe(401);
    expect(scim.events.every(({ type }) => type === 'scim_token_refused')).toBe(true);
    expect(JSON.stringify(scim.events)).not.toContain(secret.slice(-43));
  });

  it('refuses requests that say two things, or none that it understands', async () => {
    const scim = opened();
    const client = await clientOf(scim);
    const form = formOf(client);
    const basic = { authorization: `Basic ${btoa(`${client.clientId}:${client.secret}`)}` };
    const text = new URLSearchParams(form).toString();
    const cases: readonly (readonly [Response, string])[] = [
      [await post(scim, form, basic), 'invalid_request'],
      [await post(scim, { ...form, client_assertion: 'x' }), 'invalid_request'],
      [await post(scim, { grant_type: 'client_credentials', client_id: 'other' }, basic), 'invalid_request'],
      [await post(scim, `${text}&client_id=${client.clientId}`), 'invalid_request'],
      [await post(scim, `${text}&x=${'x'.repeat(40_000)}`), 'invalid_request'],
      [await post(scim, form, { 'content-type': 'application/json' }), 'invalid_request'],
      [await post(scim, ''), 'invalid_request'],
      [await post(scim, { ...form, grant_type: 'password' }), 'unsupported_grant_type'],
      [
        await post(scim, { grant_type: 'client_credentials', client_id: 'x', client_assertion: 'x' }),
        'invalid_request',
      ],
    ];
    for (const [index, [answer, error]] of cases.entries()) {
      expect([answer.status, await json(answer)], `${index}`).toEqual([400, { error }]);
    }
    expect(scim.events.at(-1)).toMatchObject({ error: { code: 'scim_token_request_invalid' } });
    const got = await scim.credentials.tokenEndpoint(new Request(`https://app.example/token?${text}`));
    expect([got.status, got.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it('gives one client no more than it needs', async () => {
    const scim = opened();
    const client = await clientOf(scim);
    const answers = await Promise.all(Array.from({ length: 70 }, () => post(scim, formOf(client))));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(60);
    const limited = answers.find(({ status }) => status === 429);
    expect(limited?.headers.get('retry-after')).toBe('1');
    const error = expect.objectContaining({ code: 'scim_rate_limited' });
    expect(scim.events).toContainEqual(expect.objectContaining({ error }));
  });

  it('says that it is not available while the store fails, and gives no token to a client revoked meanwhile', async () => {
    const scim = opened();
    const client = await clientOf(scim);
    vi.spyOn(scim.store, 'findCredential').mockRejectedValueOnce(new Error('down'));
    const down = await post(scim, formOf(client));
    expect([down.status, await json(down)]).toEqual([503, { error: 'temporarily_unavailable' }]);
    const insert = scim.store.insertAccessToken;
    scim.store.insertAccessToken = async (token) => {
      await scim.credentials.revoke(ORG, client.id, null);
      return insert(token);
    };
    expect((await post(scim, formOf(client))).status).toBe(401);
  });

  it('sweeps tokens that ended, and goes on where that fails', async () => {
    const scim = opened();
    const client = await clientOf(scim);
    const sweep = vi.spyOn(scim.store, 'sweepAccessTokens').mockRejectedValueOnce(new Error('locked'));
    await post(scim, formOf(client));
    expect(sweep).not.toHaveBeenCalled();
    scim.pass(600_000);
    expect((await post(scim, formOf(client))).status).toBe(200);
    expect(scim.events).toContainEqual(expect.objectContaining({ type: 'scim_store_failed' }));
    await post(scim, formOf(client));
    expect(sweep).toHaveBeenCalledTimes(1);
  });
});

interface Client {
  readonly id: string;
  readonly clientId: string;
  readonly secret: string;
}

async function clientOf(
  { credentials }: Opened,
  scopes?: readonly ('users:read' | 'groups:read')[],
  organizationId: string = ORG,
): Promise<Client> {
  const input = { label: 'OAuth', ...(scopes === undefined ? {} : { scopes }) };
  const issued = await credentials.issueClientSecret(organizationId, input, 'ada');
  if (!issued.ok) throw issued.error;
  const { credential, secret } = issued.value;
  return { id: credential.id, clientId: `${credential.clientId}`, secret: `${secret}` };
}

function formOf({ clientId, secret }: Pick<Client, 'clientId' | 'secret'>): Record<string, string> {
  return { grant_type: 'client_credentials', client_id: clientId, client_secret: secret };
}

async function tokenOf(scim: Opened, client: Client): Promise<string> {
  return `${(await json(await post(scim, formOf(client))))['access_token']}`;
}

async function json(answer: Response): Promise<Record<string, unknown>> {
  return (await answer.json()) as Record<string, unknown>;
}
