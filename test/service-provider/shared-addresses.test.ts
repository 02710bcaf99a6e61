import { describe, expect, it } from 'vitest';
import type { ConnectionInput } from '../../src/organizations/connection.js';
import { type MintOptions, TEST_PERSON, TEST_TENANT_ID } from '../../src/testing/index.js';
import { createTestKeyPair } from '../../src/testing/test-key-pair.js';
import {
  accepted,
  answerTo,
  connection,
  createSite,
  finish,
  refusalOf,
  type Site,
  start,
  tile,
} from './site.js';

const EVIL_TENANT = '99999999-2222-4333-8444-555555555555';
const evilKeyPair = createTestKeyPair({ notBefore: new Date('2026-01-01T00:00:00Z') });
const shared = { addresses: 'shared' } as const;

/** What Contoso and the tenant of an attacker have at the shared addresses. */
const contoso = connection(shared);
const evilInput: Partial<ConnectionInput> = {
  ...shared,
  id: 'evil',
  organizationId: 'org-fabrikam',
  issuerUrl: `https://sts.windows.net/${EVIL_TENANT}/`,
  signInUrl: `https://login.microsoftonline.com/${EVIL_TENANT}/saml2`,
  certificates: [evilKeyPair.certificatePem],
};
const fromEvil: Partial<MintOptions> = { keyPair: evilKeyPair, tenantId: EVIL_TENANT };
const CONTOSO_ISSUER = `https://sts.windows.net/${TEST_TENANT_ID}/`;

function twoTenants(): Site {
  return createSite({}, [contoso, connection(evilInput)]);
}

describe('connections that share addresses', () => {
  it('have one entity ID and one Reply URL, and a Sign on URL each', () => {
    const { serviceProvider } = createSite();
    expect(serviceProvider.urls('contoso', 'shared')).toEqual({
      entityId: 'https://app.example.com/saml/metadata',
      assertionConsumerServiceUrl: 'https://app.example.com/saml/acs',
      signOnUrl: 'https://app.example.com/saml/contoso/sign-in',
      logoutUrl: 'https://app.example.com/saml/contoso/logout',
    });
  });

  it('show the shared values in the sheet and in the metadata', async () => {
    const { serviceProvider } = createSite({}, [contoso]);
    const [entityId, replyUrl] = accepted(await serviceProvider.entraSettings('contoso'));
    expect(entityId?.value).toBe('https://app.example.com/saml/metadata');
    expect(replyUrl?.value).toBe('https://app.example.com/saml/acs');
    const own = accepted(await serviceProvider.metadata('contoso'));
    expect(own).toContain('entityID="https://app.example.com/saml/metadata"');
    expect(own).toContain('Location="https://app.example.com/saml/acs"');
  });

  it('each sign in by their own request', async () => {
    const site = twoTenants();
    const [one, other] = [await start(site), await start(site, {}, 'evil')];
    const person = { ...TEST_PERSON, mail: 'eve@fabrikam.com' };
    const signedIn = await Promise.all([
      finish(site, one, answerTo(site, one), { connectionId: null }),
      finish(site, other, answerTo(site, other, { ...fromEvil, person }), { connectionId: null }),
    ]);
    expect(signedIn.map((each) => accepted(each).organizationId)).toEqual(['org-contoso', 'org-fabrikam']);
  });

  it('sign in once of a hundred equal posts', async () => {
    const site = twoTenants();
    const started = await start(site);
    const samlResponse = answerTo(site, started);
    const finished = await Promise.all(
      Array.from({ length: 100 }, () => finish(site, started, samlResponse, { connectionId: null })),
    );
    expect(finished.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it('TEN-10: give one NameID two identities', async () => {
    const site = twoTenants();
    const [one, other] = [await start(site), await start(site, {}, 'evil')];
    const mail = (email: string) => ({ attributes: { email: [email] } });
    const both = [
      await finish(site, one, answerTo(site, one, mail('a@contoso.com')), { connectionId: null }),
      await finish(site, other, answerTo(site, other, { ...fromEvil, ...mail('a@fabrikam.com') }), {
        connectionId: null,
      }),
    ].map(accepted);
    expect(both[0]?.nameId.value).toBe(both[1]?.nameId.value);
    expect(both[0]?.identity.key).not.toBe(both[1]?.identity.key);
  });
});

describe('TEN-01 and TEN-09: at the shared Reply URL, to a request for Contoso, an answer', () => {
  it.each<[string, string, Partial<MintOptions>]>([
    ['of the other tenant', 'signing_certificate_unknown', fromEvil],
    [
      'of the other tenant whose Response names Contoso',
      'signing_certificate_unknown',
      { ...fromEvil, responseIssuer: CONTOSO_ISSUER },
    ],
    [
      'of the other tenant without an Issuer of the Response',
      'signing_certificate_unknown',
      { ...fromEvil, responseIssuer: null },
    ],
    [
      'signed by the other tenant in the name of Contoso',
      'signing_certificate_unknown',
      { ...fromEvil, issuer: CONTOSO_ISSUER },
    ],
    [
      'of Contoso whose assertion names the other tenant',
      'assertion_issuer_mismatch',
      { assertionIssuer: String(evilInput.issuerUrl) },
    ],
    [
      'for an address of Contoso’s own',
      'recipient_mismatch',
      { recipient: 'https://app.example.com/saml/contoso/acs' },
    ],
    [
      'for an entity ID of Contoso’s own',
      'audience_mismatch',
      { audiences: ['https://app.example.com/saml/contoso/metadata'] },
    ],
    [
      'sent to an address of Contoso’s own',
      'destination_mismatch',
      { destination: 'https://app.example.com/saml/contoso/acs' },
    ],
  ])('%s is refused with %s', async (_name, code, mint) => {
    const site = twoTenants();
    const started = await start(site);
    const finished = await finish(site, started, answerTo(site, started, mint), { connectionId: null });
    expect(refusalOf(finished)?.code).toBe(code);
    expect(site.events.at(-1)).toMatchObject({ type: 'sign_in_refused', connectionId: 'contoso' });
  });

  it('to the request of another browser is refused, whatever RelayState and cookie it comes with', async () => {
    const site = twoTenants();
    const [one, other] = [await start(site), await start(site, {}, 'evil')];
    const samlResponse = answerTo(site, other, fromEvil);
    expect(refusalOf(await finish(site, one, samlResponse, { connectionId: null }))).toEqual({
      code: 'browser_mismatch',
      details: { cookie: 'missing' },
    });
    const cookies = new Map([[other.cookie.name, other.cookie.value]]);
    expect(refusalOf(await finish(site, one, samlResponse, { connectionId: null, cookies }))).toEqual({
      code: 'relay_state_mismatch',
      details: {},
    });
  });

  it('of Contoso does not answer the request of a connection that uploaded its public certificate', async () => {
    const { certificates } = contoso;
    const site = createSite({}, [contoso, connection({ ...evilInput, certificates })]);
    const started = await start(site, {}, 'evil');
    const finished = await finish(site, started, answerTo(site, started), { connectionId: null });
    expect(refusalOf(finished)?.code).toBe('response_issuer_mismatch');
    const samlResponse = answerTo(site, started, { responseIssuer: null });
    const bare = await finish(site, started, samlResponse, { connectionId: null });
    expect(refusalOf(bare)?.code).toBe('assertion_issuer_mismatch');
  });

  it('does not sign in an address of another organisation', async () => {
    const site = twoTenants();
    const started = await start(site, {}, 'evil');
    const finished = await finish(site, started, answerTo(site, started, fromEvil), { connectionId: null });
    expect(refusalOf(finished)?.code).toBe('email_domain_claimed_by_other');
  });
});

describe('a connection takes answers at one address only:', () => {
  it('a shared one not at an address of its own', async () => {
    const site = createSite({}, [contoso]);
    const started = await start(site);
    expect(refusalOf(await finish(site, started, answerTo(site, started)))).toEqual({
      code: 'connection_mismatch',
      details: { expected: '(shared)', received: 'contoso' },
    });
  });

  it('one with its own not at the shared address', async () => {
    const site = createSite();
    const started = await start(site);
    const finished = await finish(site, started, answerTo(site, started), { connectionId: null });
    expect(refusalOf(finished)).toEqual({
      code: 'connection_mismatch',
      details: { expected: 'contoso', received: '(shared)' },
    });
  });

  it('one with its own and the tile not at the shared address', async () => {
    const site = createSite({}, [connection({ allowIdpInitiated: true })]);
    expect(refusalOf(await tile(site, 'contoso'))).toEqual({
      code: 'issuer_unknown',
      details: { issuer: CONTOSO_ISSUER },
    });
  });
});

describe('the Issuer of an answer that answers no request, at the shared Reply URL', () => {
  const allowed = { ...shared, allowIdpInitiated: true };

  it('says which connection signs in', async () => {
    const site = createSite({}, [connection(allowed), connection(evilInput)]);
    expect(accepted(await tile(site, 'contoso'))).toMatchObject({
      connectionId: 'contoso',
      idpInitiated: true,
    });
  });

  it('does not say so where the connection does not allow it', async () => {
    expect(refusalOf(await tile(twoTenants(), 'contoso'))).toEqual({
      code: 'unsolicited_not_allowed',
      details: { connectionId: 'contoso' },
    });
  });

  it.each<[string, string, Partial<MintOptions>]>([
    ['nobody’s', 'issuer_unknown', { issuer: 'https://idp.example/' }],
    ['too long to look up', 'issuer_unknown', { issuer: `https://idp.example/${'x'.repeat(1024)}` }],
    ['Contoso’s in other letters', 'issuer_unknown', { issuer: CONTOSO_ISSUER.toUpperCase() }],
    [
      'Contoso’s, with a key of the other tenant',
      'signing_certificate_unknown',
      { ...fromEvil, issuer: CONTOSO_ISSUER },
    ],
    [
      'Contoso’s around an assertion of the other',
      'signing_certificate_unknown',
      { ...fromEvil, responseIssuer: CONTOSO_ISSUER },
    ],
  ])('is %s: refused with %s', async (_name, code, mint) => {
    const site = createSite({}, [connection(allowed), connection({ ...evilInput, ...allowed })]);
    expect(refusalOf(await tile(site, 'contoso', mint))?.code).toBe(code);
  });

  it.each([{ enabled: false }, { addresses: 'own' } as const])('does not find %j', async (change) => {
    const site = createSite({}, [connection({ ...allowed, ...change })]);
    expect(refusalOf(await tile(site, 'contoso'))?.code).toBe('issuer_unknown');
  });

  it('comes after what a report of failure says', async () => {
    const status = { code: 'urn:oasis:names:tc:SAML:2.0:status:Responder' };
    expect(refusalOf(await tile(twoTenants(), 'contoso', { status }))?.code).toBe('status_not_success');
  });
});
