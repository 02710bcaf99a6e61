import { randomUUID, X509Certificate } from 'node:crypto';
import type { FakeEntra, FakeEntraOptions } from './fake-entra-options.js';
import { FakeTenant } from './fake-tenant.js';
import { federationMetadata } from './federation-metadata.js';
import { openLoginUrl } from './login-url.js';
import { logOut, logoutRequestUrl } from './logout-endpoint.js';
import { errorPage } from './pages/error-page.js';
import { homePage } from './pages/home-page.js';
import { changeProvisioning, showProvisioning } from './provisioning-endpoint.js';
import { openTile, replyToApplication } from './sign-in-endpoint.js';

const MAX_FORM_BYTES = 65_536;

/**
 * Makes a test tenant of Entra's kind: the Login URL with a page of test users, federation metadata and the
 * certificate downloads, as a Fetch-style handler. Its people sign in without password and each answer can carry
 * a chosen fault, so it belongs on a developer's machine only. Throws TypeError for a base URL that is none.
 */
export function createFakeEntra(options: FakeEntraOptions): FakeEntra {
  const tenant = new FakeTenant(options);
  return {
    tenantId: tenant.id,
    issuer: tenant.issuer,
    signInUrl: tenant.signInUrl,
    metadataUrl: tenant.metadataUrl,
    certificateUrl: tenant.certificateUrl,
    get keyPair() {
      return tenant.keyPair;
    },
    rollSigningKey: () => tenant.rollSigningKey(),
    registerApplication: (application) => tenant.register(application),
    answer: (choices) => tenant.answer(choices),
    logoutRequestUrl: (logout) => logoutRequestUrl(tenant, logout),
    handle: (request) => handle(tenant, request),
  };
}

async function handle(tenant: FakeTenant, request: Request): Promise<Response> {
  const url = new URL(request.url);
  if (url.pathname === '/') return request.method === 'GET' ? home(tenant) : methodNotAllowed('GET');
  const [, tenantId = '', ...rest] = url.pathname.split('/');
  if (tenantId.toLowerCase() !== tenant.id) return errorPage('AADSTS90002', tenantId, tenant.now());
  // Entra's paths are not case-sensitive: FederationMetadata is written both ways in its documentation.
  const path = rest.join('/').toLowerCase();
  if (path === 'reply') return reply(tenant, request);
  if (path === 'provisioning') return provisioning(tenant, request);
  if (path === 'roll-key') return rollKey(tenant, request);
  const respond = endpoints.get(path);
  if (respond === undefined) return new Response('Not found', { status: 404 });
  return request.method === 'GET'
    ? respond(tenant, url.searchParams, url.search.slice(1))
    : methodNotAllowed('GET');
}

const endpoints: ReadonlyMap<
  string,
  (tenant: FakeTenant, parameters: URLSearchParams, rawQuery: string) => Response
> = new Map([
  ['saml2', openLoginUrl],
  ['tile', openTile],
  ['logout', logOut],
  ['federationmetadata/2007-06/federationmetadata.xml', metadata],
  ['certificate.cer', certificate],
  ['certificate-raw.cer', rawCertificate],
]);

async function reply(tenant: FakeTenant, request: Request): Promise<Response> {
  if (request.method !== 'POST') return methodNotAllowed('POST');
  const body = await request.text();
  if (body.length > MAX_FORM_BYTES) return new Response('Too large', { status: 413 });
  return replyToApplication(tenant, new URLSearchParams(body));
}

/** It sends requests to wherever it is told, so that another site's page must not tell it. */
async function provisioning(tenant: FakeTenant, request: Request): Promise<Response> {
  if (request.method === 'GET') return showProvisioning(tenant);
  if (request.method !== 'POST') return methodNotAllowed('GET, POST');
  const site = request.headers.get('sec-fetch-site');
  const origin = request.headers.get('origin');
  const isOwn =
    site === null ? origin === null || tenant.base.startsWith(`${origin}/`) : site === 'same-origin';
  if (!isOwn) return new Response('This form must be sent from its own page', { status: 403 });
  const body = await request.text();
  if (body.length > MAX_FORM_BYTES) return new Response('Too large', { status: 413 });
  return changeProvisioning(tenant, new URLSearchParams(body));
}

/** The button on the page at `/`. */
function rollKey(tenant: FakeTenant, request: Request): Response {
  if (request.method !== 'POST') return methodNotAllowed('POST');
  tenant.rollSigningKey();
  return new Response(null, { status: 303, headers: { location: '/', 'cache-control': 'no-store' } });
}

function home(tenant: FakeTenant): Response {
  return homePage({
    signInUrl: tenant.signInUrl,
    issuer: tenant.issuer,
    metadataUrl: tenant.metadataUrl,
    certificateUrl: tenant.certificateUrl,
    rawCertificateUrl: tenant.rawCertificateUrl,
    thumbprint: tenant.keyPair.sha1Thumbprint,
    rollKeyUrl: `${tenant.base}/roll-key`,
    provisioningUrl: `${tenant.base}/provisioning`,
    applications: [...tenant.applications.values()],
    sessions: [...tenant.sessions].map(([sessionIndex, { application, person }]) => ({
      person,
      application: tenant.applications.get(application)?.name ?? application,
      logoutUrl: `${tenant.base}/logout?${new URLSearchParams({ session: sessionIndex })}`,
    })),
    tileUrl: ({ identifier }) => `${tenant.base}/tile?${new URLSearchParams({ app: identifier })}`,
    unsolicitedUrl: ({ identifier }) => `${tenant.signInUrl}?${new URLSearchParams({ app: identifier })}`,
  });
}

function metadata(tenant: FakeTenant): Response {
  const { issuer, keyPair, keyPairs, signInUrl } = tenant;
  const others = keyPairs.slice(1);
  const xml = federationMetadata({ id: `_${randomUUID()}`, issuer, signInUrl, keyPair, others });
  return download(xml, 'application/samlmetadata+xml', null);
}

function certificate(tenant: FakeTenant): Response {
  return download(tenant.keyPair.certificatePem, 'application/x-x509-ca-cert', 'test-tenant.cer');
}

function rawCertificate(tenant: FakeTenant): Response {
  const der = new X509Certificate(tenant.keyPair.certificatePem).raw;
  return download(new Uint8Array(der), 'application/x-x509-ca-cert', 'test-tenant-raw.cer');
}

function download(
  content: string | Uint8Array<ArrayBuffer>,
  type: string,
  filename: string | null,
): Response {
  const headers = new Headers({ 'content-type': type, 'x-content-type-options': 'nosniff' });
  if (filename !== null) headers.set('content-disposition', `attachment; filename="${filename}"`);
  return new Response(content, { headers });
}

function methodNotAllowed(allow: string): Response {
  return new Response('Method not allowed', { status: 405, headers: { allow } });
}
