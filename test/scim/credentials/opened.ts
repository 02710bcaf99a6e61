import { generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import {
  createScimCredentials,
  type ScimCredentials,
} from '../../../src/scim/credentials/create-scim-credentials.js';
import type { ScimCredentialEvent, ScimCredentialsOptions } from '../../../src/scim/credentials/settings.js';
import type { AuditStore } from '../../../src/stores/interfaces/audit.js';
import type { ScimCredentialStore } from '../../../src/stores/interfaces/scim-credentials.js';
import {
  memoryAuditStore,
  memoryReplayStore,
  memoryScimCredentials,
} from '../../../src/stores/memory/index.js';

export const ORG = 'org-contoso';
export const HOUR = 3_600_000;
export const DAY: number = 24 * HOUR;

export interface Opened {
  readonly credentials: ScimCredentials;
  readonly store: ScimCredentialStore;
  readonly audit: AuditStore;
  readonly events: ScimCredentialEvent[];
  /** Moves the clock. */
  readonly pass: (milliseconds: number) => void;
  readonly now: () => Date;
}

/** Credentials over a store of their own, with a clock that stands still. */
export function opened(options: Partial<ScimCredentialsOptions> = {}): Opened {
  let at = Date.parse('2026-03-01T12:00:00.000Z');
  const now = () => new Date(at);
  const audit = memoryAuditStore();
  const store = options.store ?? memoryScimCredentials({ audit, now });
  const events: ScimCredentialEvent[] = [];
  const credentials = createScimCredentials({
    ...{ store, replay: memoryReplayStore({ now }), clock: now },
    ...{ onEvent: (event) => events.push(event), fetchJwks: () => Promise.reject(new Error('not expected')) },
    ...options,
  });
  const pass = (milliseconds: number): void => {
    at += milliseconds;
  };
  return { credentials, store, audit, events, now, pass };
}

/** Makes a bearer token and gives its text. */
export async function bearerOf({ credentials }: Opened, organizationId: string = ORG): Promise<string> {
  const issued = await credentials.issueBearer(organizationId, { label: 'Entra' }, 'ada');
  if (!issued.ok) throw issued.error;
  return `${issued.value.secret}`;
}

export async function post(
  { credentials }: Opened,
  form: Readonly<Record<string, string>> | string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const body = typeof form === 'string' ? form : new URLSearchParams(form).toString();
  const all = { 'content-type': 'application/x-www-form-urlencoded', ...headers };
  return credentials.tokenEndpoint(
    new Request('https://app.example/token', { method: 'POST', headers: all, body }),
  );
}

/** Entra as far as its workload identities are concerned: a tenant with a key. */
export interface FakeTenant {
  readonly tenantId: string;
  readonly subject: string;
  readonly applicationId: string;
  readonly keyId: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly jwks: string;
}

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

export function fakeTenant(keyId = 'key-1'): FakeTenant {
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: keyId, use: 'sig' };
  const ids = { tenantId: randomUUID(), subject: randomUUID(), applicationId: randomUUID() };
  return { ...ids, keyId, privateKey, publicKey, jwks: JSON.stringify({ keys: [jwk] }) };
}

export function claimsOf(tenant: FakeTenant, now: Date): Record<string, unknown> {
  const seconds = Math.floor(now.getTime() / 1000);
  return {
    ...{ iss: `https://login.microsoftonline.com/${tenant.tenantId}/v2.0`, sub: tenant.subject },
    ...{ tid: tenant.tenantId, aud: tenant.applicationId, jti: randomUUID() },
    ...{ iat: seconds, nbf: seconds, exp: seconds + 3600 },
  };
}

export function assertionOf(
  tenant: FakeTenant,
  claims: Readonly<Record<string, unknown>>,
  header: Readonly<Record<string, unknown>> = {},
): string {
  const head = { alg: 'RS256', typ: 'JWT', kid: tenant.keyId, ...header };
  const content = [head, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  const signature = sign('sha256', Buffer.from(content), tenant.privateKey);
  return `${content}.${signature.toString('base64url')}`;
}

export function assertionForm(clientId: string, assertion: string): Record<string, string> {
  return {
    ...{ grant_type: 'client_credentials', client_id: clientId, scope: 'scim' },
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion,
  };
}
