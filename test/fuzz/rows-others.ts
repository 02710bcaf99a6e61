import { createScim, createScimCredentials } from '../../src/scim/index.js';
import { memoryAuditStore } from '../../src/stores/memory/index.js';
import { inspectSamlResponse, TEST_PERSON } from '../../src/testing/index.js';
import { signInOf } from '../directory/world.js';
import { connection, keyPair, mint, NOW, posted } from '../response/message.js';
import { openMemoryStores } from '../scim/http/memory-stores.js';
import { claims, person } from '../scim/http/world.js';
import { createSite } from '../service-provider/site.js';
import { given, type Row, type Rows } from './row.js';
import { scimCredentials } from './rows-credentials.js';

/** What Node, xmldom and node-forge throw for a key, a time or a text that is none. */
const ERRORS_OF_TOOLS = ['Error', 'RangeError', 'ParseError'];
const clock = (): Date => NOW;
const audited = { args: () => [{ audit: memoryAuditStore() }] };
/** Commands that a server has answered with nothing. */
const redis = { command: async () => null };
const postgres = { query: async () => ({ rows: [], rowCount: 0 }) };

async function scimOptions() {
  const stores = await openMemoryStores();
  const credentials = createScimCredentials({ store: stores.credentials, replay: stores.replay });
  return {
    store: stores.scim,
    members: stores.members,
    credentials,
    domainClaims: claims,
    baseUrl: 'https://app.example',
    requestLog: stores.requestLog,
    clock,
  };
}

/** A request as Express gives it, with what `send` of the response is given. */
const express: Row['call'] = (async (
  handle: (...args: unknown[]) => unknown,
  [url, method]: readonly unknown[],
) => {
  await new Promise((resolve) => {
    const done = () => resolve(null);
    const res = {
      setHeader: done,
      writeHead: done,
      end: done,
      once: done,
      on: done,
      headersSent: false,
      statusCode: 0,
      getHeader: () => undefined,
      appendHeader: done,
    };
    handle({ url, originalUrl: url, method, headers: {}, rawHeaders: [], once: done, on: done }, res, done);
  });
}) as never;

export const expressRows: Rows = {
  toExpress: {
    args: () => [createSite().serviceProvider, { onSignIn: () => undefined, maxBodyBytes: 100_000 }],
    methods: { '': { args: given('/saml/contoso/metadata', 'GET'), call: express as never } },
  },
  toExpressScim: {
    args: async () => [createScim(await scimOptions())],
    methods: { '': { args: given('/scim/v2/Users', 'GET'), call: express as never } },
  },
};

export const scimRows: Rows = {
  checkMatching: {
    args: () => [
      { ...signInOf('adele@contoso.com') },
      { externalId: 'adele', userName: 'adele@contoso.com' },
    ],
  },
  createScim: {
    args: async () => [await scimOptions()],
    methods: {
      linkUser: { args: given({ organizationId: 'contoso', scimUserId: 'u', memberId: 'm', actor: 'ada' }) },
    },
  },
  createScimCredentials: scimCredentials,
  createScimHandlers: {
    args: async () => [createScim(await scimOptions())],
    methods: {
      handle: {
        args: given('/scim/v2/Users?filter=userName eq "a"', JSON.stringify(person('adele')), 'Bearer x'),
        call: (async (
          handle: (asked: Request) => Promise<Response>,
          [path, body, authorization]: readonly [string, string, string],
        ) => {
          let asked: Request;
          try {
            asked = new Request(new URL(path, 'https://app.example'), {
              method: 'POST',
              body,
              headers: { authorization },
            });
          } catch {
            // What the platform does not take for a request never arrives.
            return null;
          }
          const response = await handle(asked);
          if (response.status >= 500) throw new Error(`${response.status}`);
          return response.text();
        }) as never,
      },
    },
  },
  defineExtension: {
    args: given({
      id: 'urn:ietf:params:scim:schemas:extension:Contoso:2.0:User',
      name: 'Contoso',
      description: 'x',
      attributes: [
        {
          name: 'level',
          type: 'integer',
          mutability: 'readOnly',
          returned: 'request',
          subAttributes: [{ name: 'a' }],
        },
        { name: 'tag', multiValued: true, caseExact: true },
      ],
    }),
    runs: 200,
  },
  provisionedLookup: { args: async () => [(await openMemoryStores()).scim] },
};

export const testingRows: Rows = {
  TEST_PERSON: 'a value',
  TEST_TENANT_ID: 'a value',
  createEntraProvisioning: {
    args: given({ baseUrl: 'https://app.example/scim/v2', token: 'x', dialect: 'default', mapping: {} }),
    runs: 60,
  },
  createFakeEntra: {
    args: given({
      baseUrl: 'http://127.0.0.1:3001',
      tenantId: connection.tenantId,
      people: [{ ...TEST_PERSON }],
      keyPair: { ...keyPair },
      applications: [],
    }),
  },
  createTestKeyPair: {
    letsLibrariesThrow: true,
    documented: ERRORS_OF_TOOLS,
    args: given({
      commonName: 'x',
      notBefore: NOW,
      notAfter: new Date('2029-01-01T00:00:00Z'),
      serialNumber: '01',
      privateKeyPem: keyPair.privateKeyPem,
    }),
    runs: 40,
  },
  deviations: 'a value',
  entraAttributes: { args: given({ ...TEST_PERSON, groups: ['g'], roles: ['r'] }, 'tenant', 'issuer') },
  expectValid: {
    args: () => [
      inspectSamlResponse('x', { connection, entityId: 'e', assertionConsumerServiceUrl: 'a', at: NOW }),
    ],
    documented: ['AssertionError'],
  },
  inspectSamlResponse: {
    args: () => [
      posted(mint()),
      {
        connection,
        entityId: 'https://app.example/saml/c1',
        assertionConsumerServiceUrl: 'https://app.example/saml/c1/acs',
        at: NOW,
        inResponseTo: 'x',
      },
    ],
    runs: 150,
  },
  listenFakeEntra: {
    args: given({ tenantId: connection.tenantId, keyPair: { ...keyPair } }, { port: 0, host: '127.0.0.1' }),
    runs: 1,
    close: (running: { close(): unknown }) => running.close(),
  },
  mintResponse: {
    letsLibrariesThrow: true,
    documented: ERRORS_OF_TOOLS,
    args: given({
      keyPair: { ...keyPair },
      entityId: 'e',
      assertionConsumerServiceUrl: 'https://a.example',
      inResponseTo: 'x',
      now: NOW,
      sign: 'both',
      attributes: { email: 'a@b.example' },
      deviation: 'wrong-audience',
    }),
    runs: 80,
  },
  signElement: {
    letsLibrariesThrow: true,
    documented: ERRORS_OF_TOOLS,
    args: given('<a ID="x"><b/></a>', {
      elementId: 'x',
      privateKeyPem: keyPair.privateKeyPem,
      keyInfoCertificates: [],
      signatureHash: 'sha256',
      inclusiveNamespaces: ['p'],
      signaturePrefix: 'ds',
    }),
    runs: 80,
  },
  stubResolver: { args: given('stub') },
};

export const storeRows: Readonly<Record<string, Rows>> = {
  'claimgate/stores/memory': {
    memoryAccessPolicies: audited,
    memoryAuditStore: { args: given() },
    memoryConnectionRecords: audited,
    memoryConnectionStore: { args: given([connection]) },
    memoryDomainClaimRecords: audited,
    memoryDomainClaims: { args: given([{ organizationId: 'o', domain: 'contoso.com' }]) },
    memoryMembers: audited,
    memoryMetadataRefreshStore: { args: given() },
    memoryReplayStore: { args: given({ maxEntries: 10 }) },
    memoryRequestStore: { args: given({ maxEntries: 10 }) },
    memoryScimCredentials: { args: () => [{ audit: memoryAuditStore(), maxEntries: 10 }] },
    memoryScimRequestLog: { args: given({ perOrganization: 10 }) },
    memoryScimStore: {
      args: async () => [{ audit: memoryAuditStore(), members: (await openMemoryStores()).members }],
    },
    memorySessionIndexStore: { args: given({ maxEntries: 10 }) },
  },
  'claimgate/stores/postgres': {
    checkSchema: { args: given(postgres, { schema: 'claimgate' }) },
    migrate: { args: given(postgres, { schema: 'claimgate' }), documented: ['Error'] },
    migrations: { args: given({ schema: 'claimgate' }) },
    postgresStores: { args: given(postgres, { schema: 'claimgate' }) },
  },
  'claimgate/stores/redis': {
    checkRedis: { args: given(redis), documented: ['Error'] },
    fromIoredis: { args: given({ call: async () => null }) },
    fromNodeRedis: { args: given({ sendCommand: async () => null }) },
    redisStores: { args: given(redis, { prefix: 'claimgate:', timeoutMs: 1_000 }) },
  },
};
