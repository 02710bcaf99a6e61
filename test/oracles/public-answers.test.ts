import { describe, expect, it } from 'vitest';
import { createTestKeyPair } from '../../src/testing/test-key-pair.js';
import { ACS, get, handlersOf, outcomeOf, post } from '../http/browser.js';
import { logoutRequest, logoutSite, queryOf, refusedCode, signedIn } from '../logout/idp.js';
import {
  assertionForm,
  bearerOf,
  fakeTenant,
  ORG,
  opened,
  post as postToken,
} from '../scim/credentials/opened.js';
import { openMemoryStores } from '../scim/http/memory-stores.js';
import { BASE, CONTOSO, FABRIKAM, openWorld, patch, person } from '../scim/http/world.js';
import { accepted, answerTo, connection, createSite, start } from '../service-provider/site.js';
import { groups, type Seen, seen } from './seen.js';

type Question = readonly [string, Request];

/** Asks each question and gives the groups of equal answers, beside the first answer. */
async function askedOf(
  handle: (request: Request) => Promise<Response>,
  questions: readonly Question[],
): Promise<{ readonly alike: readonly (readonly string[])[]; readonly first: Seen | undefined }> {
  const answers: (readonly [string, Seen])[] = [];
  for (const [name, request] of questions) answers.push([name, await seen(await handle(request))]);
  return { alike: groups(answers), first: answers[0]?.[1] };
}

describe('the Reply URL: whoever is not the browser that asked', () => {
  it.each([
    ['a connection’s own', {}, ACS],
    ['the shared one', { addresses: 'shared' }, '/saml/acs'],
  ] as const)('does not learn which requests are under way, at %s', async (_name, input, path) => {
    const site = createSite({ requestLifetimeSeconds: 60 }, [connection(input)]);
    const { handle } = handlersOf(site);
    const used = await start(site);
    const cookie = `${used.cookie.name}=${used.cookie.value}`;
    const form = { SAMLResponse: answerTo(site, used) };
    expect((await handle(post(path, form, { cookie }))).status).toBe(303);
    const old = await start(site);
    site.now = new Date(site.now.getTime() + 61_000);
    const waiting = await start(site);
    const connectionId = 'contoso';
    const asked = (requestId: string) =>
      post(path, { SAMLResponse: answerTo(site, { requestId, connectionId }) });
    const questions: readonly Question[] = [
      ['none of ours', asked('_made-up')],
      ['one that waits', asked(waiting.requestId)],
      ['one that has expired', asked(old.requestId)],
      ['one that was answered', asked(used.requestId)],
      ['too long a name', asked(`_${'x'.repeat(200)}`)],
    ];
    const codes: (string | null)[] = [];
    const { alike, first } = await askedOf(async (request) => {
      const response = await handle(request);
      codes.push(outcomeOf(site, response).code);
      return response;
    }, questions);
    expect(alike).toEqual([questions.map(([name]) => name)]);
    expect(first?.status).toBe(200);
    expect(new Set(codes)).toEqual(new Set(['request_unknown', 'browser_mismatch', 'request_expired']));
  });
});

describe('the Logout URL: whoever is not the identity provider', () => {
  it('does not learn who is signed in', async () => {
    const site = logoutSite();
    const { signIn } = await signedIn(site);
    const { handle } = handlersOf(site, { onLogout() {} });
    const stranger = signIn.nameId.value === 'nobody' ? 'x' : 'nobody';
    const { privateKeyPem } = createTestKeyPair();
    const forged = (nameId: string) => queryOf(logoutRequest({ nameId }), { privateKeyPem });
    const unsigned = (nameId: string) => forged(nameId).replace(/&SigAlg=.*$/u, '');
    const altered = (nameId: string) =>
      queryOf(logoutRequest({ nameId }), { relayState: 'one' }).replace('RelayState=one', 'RelayState=two');
    const path = '/saml/contoso/logout';
    const questions: Question[] = [];
    for (const [who, nameId] of [
      ['somebody', signIn.nameId.value],
      ['nobody', stranger],
    ] as const) {
      questions.push([`${who}, by another key`, get(`${path}?${forged(nameId)}`)]);
      questions.push([`${who}, unsigned`, get(`${path}?${unsigned(nameId)}`)]);
      questions.push([`${who}, altered`, get(`${path}?${altered(nameId)}`)]);
    }
    const { alike } = await askedOf(handle, questions);
    // That a message has no signature is the sender's own doing.
    expect(alike).toEqual([
      ['somebody, by another key', 'somebody, altered', 'nobody, by another key', 'nobody, altered'],
      ['somebody, unsigned', 'nobody, unsigned'],
    ]);
    expect(refusedCode(site)).toBe('signature_invalid');
  });
});

describe('SCIM', () => {
  it('has one answer for every credential that is none, at every path and method', async () => {
    const { handle, token } = await openWorld(openMemoryStores);
    const good = await token(CONTOSO);
    const { id } = (await (await openWorld(openMemoryStores)).send('POST', '/Users', person('adele'))).body;
    const unknown = `scim_${'A'.repeat(22)}_${'A'.repeat(43)}`;
    const wrong = `${good.slice(0, -1)}${good.endsWith('A') ? 'B' : 'A'}`;
    const questions: Question[] = [];
    for (const credential of ['', 'Bearer', `Bearer ${unknown}`, `Bearer ${wrong}`, `Basic ${good}`]) {
      for (const path of ['/Users', `/Users/${id}`, '/Schemas', '/ServiceProviderConfig', '/Nothing', '']) {
        for (const method of ['GET', 'POST', 'DELETE']) {
          const headers = { Authorization: credential };
          questions.push([
            `${method} ${path} ${credential}`,
            new Request(`${BASE}${path}`, { method, headers }),
          ]);
        }
      }
    }
    const { alike, first } = await askedOf(handle, questions);
    expect(alike).toHaveLength(1);
    expect(first?.status).toBe(401);
  });

  it('answers for a record of another organisation as for one that never was, headers included', async () => {
    const world = await openWorld(openMemoryStores);
    const { id } = (await world.as(CONTOSO)('POST', '/Users', person('adele'))).body;
    const token = await world.token(FABRIKAM);
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/scim+json' };
    const never = '11111111-1111-4111-8111-111111111111';
    const change = JSON.stringify(patch({ op: 'replace', path: 'displayName', value: 'x' }));
    for (const [method, body] of [['GET'], ['DELETE'], ['PATCH', change]] as const) {
      const of = (name: string) =>
        new Request(`${BASE}/Users/${name}`, { method, headers, ...(body === undefined ? {} : { body }) });
      const { alike, first } = await askedOf(world.handle, [
        ['foreign', of(id)],
        ['never', of(never)],
      ]);
      expect([method, alike, first?.status]).toEqual([method, [['foreign', 'never']], 404]);
    }
  });

  it('has one answer at the token endpoint for every client that is none, of either kind', async () => {
    const tenant = fakeTenant();
    const scim = opened({ fetchJwks: async () => tenant.jwks });
    const client = accepted(await scim.credentials.issueClientSecret(ORG, { label: 'OAuth' }, 'ada'));
    const clientId = `${client.credential.clientId}`;
    const { applicationId, subject, tenantId } = tenant;
    const identity = { label: 'Entra', tenantId, subject, applicationId };
    const federated = accepted(await scim.credentials.addWorkloadIdentity(ORG, identity, 'ada')).credential
      .id;
    const bearer = await bearerOf(scim);
    const form = (id: string, secret: string): Record<string, string> => ({
      grant_type: 'client_credentials',
      client_id: id,
      client_secret: secret,
    });
    const jwt = `e30.e30.${'A'.repeat(342)}`;
    const asked: readonly (readonly [string, Record<string, string>])[] = [
      ['an unknown client', form('nobody', `scimcs_${'A'.repeat(22)}_${'A'.repeat(43)}`)],
      ['a client with a made-up secret', form(clientId, `scimcs_${'A'.repeat(22)}_${'A'.repeat(43)}`)],
      ['a client with a bearer token', form(clientId, bearer)],
      ['another client with a secret', form('nobody', `${client.secret}`)],
      ['a workload identity with a secret', form(federated, `${client.secret}`)],
      ['an unknown workload identity', assertionForm('nobody', jwt)],
      ['a workload identity with a made-up assertion', assertionForm(federated, jwt)],
      ['a client with an assertion', assertionForm(clientId, jwt)],
    ];
    const answers: (readonly [string, Seen])[] = [];
    for (const [name, fields] of asked) answers.push([name, await seen(await postToken(scim, fields))]);
    expect(groups(answers)).toEqual([asked.map(([name]) => name)]);
    expect(answers[0]?.[1].status).toBe(401);
    const right = await postToken(scim, form(clientId, `${client.secret}`));
    expect(right.status).toBe(200);
  });
});
