import { generateKeyPairSync } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { assertionForm, assertionOf, claimsOf, fakeTenant, ORG, opened, post } from './opened.js';

afterEach(() => {
  vi.restoreAllMocks();
});

describe('assertions that strangers forge for a client id that they know', () => {
  it('use up nothing of what the client itself may have', async () => {
    const { forged, good, scim } = await trusted();
    for (let batch = 0; batch < 5; batch += 1) {
      const answers = await Promise.all(Array.from({ length: 100 }, () => post(scim, forged())));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
    }
    expect((await post(scim, good())).status).toBe(200);
  });

  it('cost one check of a signature at a time', async () => {
    const { forged, scim } = await trusted();
    const verify = crypto.subtle.verify.bind(crypto.subtle);
    let underWay = 0;
    let most = 0;
    const spy = vi.spyOn(crypto.subtle, 'verify').mockImplementation(async (...given) => {
      underWay += 1;
      most = Math.max(most, underWay);
      const isRight = await verify(...given);
      underWay -= 1;
      return isRight;
    });
    await Promise.all(Array.from({ length: 50 }, () => post(scim, forged())));
    expect([spy.mock.calls.length, most]).toEqual([50, 1]);
  });

  it('wait for it 200 at most; the next one is told to come again', async () => {
    const { clientId, forged, good, scim } = await trusted();
    let open = (_: boolean) => {};
    const gate = new Promise<boolean>((resolve) => {
      open = resolve;
    });
    vi.spyOn(crypto.subtle, 'verify').mockImplementationOnce(() => gate);
    const sent = Array.from({ length: 202 }, () => post(scim, forged()));
    // Whichever finds the line full is answered while all others wait.
    const surplus = await Promise.race(sent);
    expect(surplus.status).toBe(429);
    expect(surplus.headers.get('retry-after')).toBe('1');
    const details = { credentialId: clientId, organizationId: ORG, retryAfterSeconds: 1 };
    expect(scim.events.at(-1)).toMatchObject({ error: { code: 'scim_rate_limited', details } });
    open(false);
    const statuses = (await Promise.all(sent)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(201);
    expect((await post(scim, good())).status).toBe(200);
  });
});

async function trusted() {
  const tenant = fakeTenant();
  const { applicationId, subject, tenantId } = tenant;
  const scim = opened({ fetchJwks: async () => tenant.jwks });
  const input = { label: 'Entra', tenantId, subject, applicationId };
  const added = await scim.credentials.addWorkloadIdentity(ORG, input, 'ada');
  if (!added.ok) throw added.error;
  const clientId = added.value.credential.id;
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const form = (signer: typeof tenant) =>
    assertionForm(clientId, assertionOf(signer, claimsOf(tenant, scim.now())));
  return { clientId, scim, good: () => form(tenant), forged: () => form({ ...tenant, privateKey }) };
}
