import { createServiceProvider } from '../../src/index.js';
import {
  memoryAuditStore,
  memoryConnectionRecords,
  memoryConnectionStore,
  memoryDomainClaimRecords,
  memoryDomainClaims,
  memoryMetadataRefreshStore,
  memoryReplayStore,
  memoryRequestStore,
  memorySessionIndexStore,
} from '../../src/stores/memory/index.js';
import { stubResolver } from '../../src/testing/index.js';
import { certificateFixture } from '../certificates/fixture.js';
import { ORG as DIRECTORY_ORG, signInOf, world } from '../directory/world.js';
import { contoso, logoutRequest, queryOf } from '../logout/idp.js';
import { parsed } from '../metadata/federation-documents.js';
import { documentWith, started } from '../metadata/refresh-documents.js';
import { mint, NOW, posted } from '../response/message.js';
import { given, type Row, type Rows } from './row.js';
import { form, request } from './rows-credentials.js';

const stop = (running: { stop(): void }): void => running.stop();

const clock = (): Date => NOW;
const entra = {
  issuerUrl: 'https://sts.windows.net/11111111-2222-4333-8444-555555555555/',
  signInUrl: 'https://login.microsoftonline.com/11111111-2222-4333-8444-555555555555/saml2',
};
const named = (...args: readonly unknown[]): Row => ({
  args: given('org-contoso', 'c1', ...args, 'ada'),
  runs: 25,
});
const member = (...args: readonly unknown[]): Row => ({
  args: given({ organizationId: DIRECTORY_ORG, memberId: 'm1' }, ...args),
  runs: 25,
});
const person = { email: 'ada@contoso.example', role: 'member', firstName: 'Ada', lastName: null };
const signIn = signInOf('adele@contoso.example');

function serviceProviderOptions() {
  return {
    baseUrl: 'https://app.example.com',
    pathPrefix: '/saml',
    connections: memoryConnectionStore([contoso()]),
    domainClaims: memoryDomainClaims([{ organizationId: 'org-contoso', domain: 'contoso.com' }]),
    requests: memoryRequestStore({ now: clock }),
    replays: memoryReplayStore({ now: clock }),
    sessions: memorySessionIndexStore({ now: clock }),
    clock,
    requestLifetimeSeconds: 600,
    keepRedactedResponses: true,
  };
}

/** The functions of the root that make services, and the methods of these. */
export const serviceRows: Rows = {
  createAuditLog: {
    args: () => [
      {
        store: memoryAuditStore(),
        connections: memoryConnectionStore([contoso()]),
        refusalsPerMinute: 60,
        clock,
      },
    ],
    methods: {
      onEvent: {
        args: given({
          type: 'sign_in_refused',
          at: NOW,
          connectionId: 'contoso',
          code: 'x',
          reference: 'r',
          organizationId: null,
        }),
      },
      list: { args: given('org-contoso', { before: null, limit: 10 }) },
      // Endless by its nature: what is asked for is looked at, and one step is made.
      follow: {
        args: given({ after: null, everySeconds: 1 }),
        call: (async (
          follow: (options: unknown) => AsyncIterable<unknown>,
          [options]: readonly unknown[],
        ) => {
          const ended = AbortSignal.abort();
          const own = typeof options === 'object' && options !== null ? options : {};
          for await (const entry of follow({ ...own, signal: ended })) return entry;
        }) as never,
      },
      settled: { args: given() },
    },
  },
  createConnections: {
    args: () => [
      { store: memoryConnectionRecords({ audit: memoryAuditStore() }), clock, maximumPerOrganization: 1_000 },
    ],
    methods: {
      create: { args: given('org-contoso', { ...entra, name: 'Contoso', emailAttribute: 'email' }, 'ada') },
      change: named({ settings: { ...entra, allowSha1: true }, expectedRevision: 1 }),
      addCertificates: named(certificateFixture('contoso.cer'), { fileName: 'contoso.cer', state: 'staged' }),
      promoteCertificate: named('A'.repeat(64)),
      retireCertificate: named('A'.repeat(64)),
      removeCertificate: named('A'.repeat(64)),
      importMetadata: {
        args: () => ['org-contoso', 'c1', { ...entra, certificates: [], logoutUrl: entra.signInUrl }, 'ada'],
        runs: 25,
      },
      followCertificates: {
        args: () => ['org-contoso', 'c1', parsed(documentWith(['contoso'])).certificates],
        runs: 25,
      },
      enable: named(),
      disable: named(),
      remove: named(),
      get: { args: given('org-contoso', 'c1') },
      list: { args: given('org-contoso') },
      recordTest: named({ passed: true, version: '1', code: null, thumbprint: null }),
      remindDue: { args: given() },
      startReminding: { args: given({ everyMinutes: 60 }), close: stop },
      store: { args: given() },
    },
  },
  createDirectory: {
    args: () => {
      const { members, policies, connections, claims } = world();
      return [
        {
          members,
          policies,
          connections: {
            findById: async (id: string) => connections.get(id) ?? null,
            findByOrganization: async () => [],
          },
          domainClaims: {
            findOrganization: async (domain: string) => claims.get(domain) ?? null,
            listVerified: async () => [],
          },
          revealMembership: true,
          clock,
        },
      ];
    },
    methods: {
      routeSignIn: { args: given('ada@contoso.example') },
      routeSignUp: { args: given('ada@contoso.example') },
      admit: { args: given({ ...signIn }, { link: 'never' }) },
      mayUsePassword: member(),
      checkSession: {
        args: given({
          organizationId: DIRECTORY_ORG,
          memberId: 'm',
          connectionId: null,
          emailDomain: null,
          memberEpoch: 0,
          organizationEpoch: 0,
        }),
      },
      isSessionValid: {
        args: given({
          organizationId: DIRECTORY_ORG,
          memberId: 'm',
          connectionId: 'c',
          emailDomain: 'd',
          memberEpoch: 0,
          organizationEpoch: 0,
        }),
      },
      invite: { args: given(DIRECTORY_ORG, person, 'ada') },
      addMember: { args: given(DIRECTORY_ORG, person, 'ada') },
      acceptInvitation: member(),
      changeRole: member('admin', 'ada'),
      deactivate: member('ada'),
      reactivate: member('ada'),
      remove: member('ada'),
      unlinkIdentity: member('["x"]', 'ada'),
      endMemberSessions: member('ada'),
      endOrganizationSessions: { args: given(DIRECTORY_ORG, 'ada') },
      policy: { args: given(DIRECTORY_ORG) },
      changePolicy: { args: given(DIRECTORY_ORG, { membership: 'jit', requireSso: false }, 'ada', 1) },
    },
  },
  createDomainClaims: {
    args: () => [
      {
        store: memoryDomainClaimRecords({ audit: memoryAuditStore(), clock }),
        resolvers: [stubResolver()],
        recordPrefix: 'x=',
        challengeLabel: '_x',
        recheckEverySeconds: 3600,
        graceSeconds: 604_800,
        maxClaims: 1_000,
        clock,
      },
    ],
    methods: {
      claim: { args: given('org-contoso', 'contoso.com', 'ada') },
      check: { args: given('org-contoso', 'contoso.com', 'ada') },
      list: { args: given('org-contoso') },
      remove: { args: given('org-contoso', 'contoso.com', 'ada') },
      records: { args: given({ domain: 'contoso.com', token: 'x' }) },
      recheckDue: { args: given(10) },
      startRechecking: { args: given({ everySeconds: 60 }), close: stop },
    },
  },
  createHandlers: {
    args: () => [
      createServiceProvider(serviceProviderOptions()),
      { onSignIn: () => new Response('ok'), onLogout: () => undefined },
    ],
    methods: {
      handle: request('/saml/contoso/acs', form({ SAMLResponse: posted(mint()), RelayState: 'x' })),
      signIn: request('/saml/sign-in?email=a@contoso.com&returnTo=/x'),
      assertionConsumerService: request('/saml/contoso/acs', form({ SAMLResponse: posted(mint()) })),
      metadata: request('/saml/contoso/metadata'),
      logout: request(`/saml/contoso/logout?${queryOf(logoutRequest())}`),
    },
  },
  createMetadataRefresher: {
    args: () => [
      {
        store: memoryMetadataRefreshStore(),
        onCertificates: () => undefined,
        newCertificates: 'hold',
        graceDays: 7,
        intervalSeconds: 3600,
        unknownKeySeconds: 300,
        fetch: { resolve: async () => ['127.0.0.1'] },
        clock,
      },
    ],
    methods: {
      start: { args: given() },
      stop: { args: given() },
      refresh: { args: given('contoso') },
      unfollow: { args: given('contoso') },
      onUnknownKey: { args: given('contoso') },
      watch: {
        args: given({
          type: 'sign_in_refused',
          code: 'signing_certificate_unknown',
          connectionId: 'contoso',
        }),
      },
      retire: { args: given('contoso', started().certificates[0]?.sha256Thumbprint) },
      promote: { args: given('contoso', started().certificates[0]?.sha256Thumbprint) },
    },
  },
  createServiceProvider: {
    args: () => [serviceProviderOptions()],
    methods: {
      startSignIn: {
        args: given(
          { connectionId: 'contoso' },
          { returnTo: '/x', forceAuthn: true, loginHint: 'a@contoso.com' },
        ),
      },
      startTestSignIn: {
        args: given({ organizationId: 'org-contoso', connectionId: 'contoso' }, { returnTo: '/x' }),
      },
      finishSignIn: {
        args: given({ connectionId: 'contoso', samlResponse: posted(mint()), relayState: 'x' }),
        runs: 150,
        call: ((finish: (answer: unknown) => unknown, [answer]: readonly unknown[]) =>
          finish(
            typeof answer === 'object' && answer !== null ? { ...answer, cookie: () => 'x' } : answer,
          )) as never,
      },
      urls: { args: given('contoso', 'own') },
      metadata: { args: given('contoso') },
      entraSettings: { args: given('contoso') },
      addSession: {
        args: given(
          {
            ...signIn,
            nameId: { value: 'x', format: null, nameQualifier: null, spNameQualifier: null },
            sessionIndexes: ['_x'],
            assertionId: '_y',
            assertionIssueInstant: NOW,
            connectionId: 'contoso',
          },
          { sessionKey: 's', expiresAt: NOW },
        ),
      },
      removeSession: { args: given('contoso', 's') },
      startLogout: { args: given({ connectionId: 'contoso', sessionKey: 's' }, { returnTo: '/x' }) },
      receiveLogout: {
        args: given(
          { binding: 'redirect', query: queryOf(logoutRequest()), connectionId: 'contoso' },
          () => undefined,
        ),
        runs: 120,
      },
      reportRefusal: { args: given({ code: 'x' }, 'contoso', 'sign-in'), runs: 10 },
    },
  },
  dnsResolver: { args: given({ servers: ['127.0.0.1'], timeoutMs: 100, name: 'x' }) },
};
