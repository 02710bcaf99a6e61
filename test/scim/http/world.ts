import {
  createScim,
  createScimCredentials,
  createScimHandlers,
  type Scim,
  type ScimEvent,
  type ScimOptions,
} from '../../../src/scim/index.js';
import type { AuditStore, StoredAuditEntry } from '../../../src/stores/interfaces/audit.js';
import type { MemberStore } from '../../../src/stores/interfaces/members.js';
import type { ScimStore } from '../../../src/stores/interfaces/scim.js';
import type { ScimChangeStore, StoredScimChange } from '../../../src/stores/interfaces/scim-changes.js';
import type {
  ScimCredentialStore,
  ScimRequestLog,
  ScimScope,
} from '../../../src/stores/interfaces/scim-credentials.js';
import type { DomainClaimStore, ReplayStore } from '../../../src/stores/interfaces/sign-in.js';
import { memoryDomainClaims } from '../../../src/stores/memory/index.js';

/** The stores that a run of the tests is over. */
export interface ScimStores {
  readonly scim: ScimStore & ScimChangeStore;
  readonly members: MemberStore;
  readonly audit: AuditStore;
  readonly credentials: ScimCredentialStore;
  readonly requestLog: ScimRequestLog;
  readonly replay: ReplayStore;
}

export type OpenStores = () => Promise<ScimStores>;

export const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
export const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
export const LIST = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
export const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';
export const SEARCH = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';
export const ORIGIN = 'https://app.example';
export const BASE: string = `${ORIGIN}/scim/v2`;

/** A body as JSON gives it; tests look at what they expect. */
// biome-ignore lint/suspicious/noExplicitAny: answers are looked at in many shapes, and a wrong one fails the test.
export type Json = any;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Json;
  readonly text: string;
}

export type Send = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => Promise<Answer>;

export interface World {
  readonly stores: ScimStores;
  readonly scim: Scim;
  readonly events: ScimEvent[];
  readonly handle: (request: Request) => Promise<Response>;
  /** Sends as the client of an organisation: contoso, unless another is named. */
  readonly send: Send;
  as(organizationId: string): Send;
  token(organizationId: string, scopes?: readonly ScimScope[]): Promise<string>;
  entries(organizationId?: string): Promise<readonly StoredAuditEntry[]>;
  changes(): Promise<readonly StoredScimChange[]>;
}

export const CONTOSO = 'contoso';
export const FABRIKAM = 'fabrikam';

export const claims: DomainClaimStore = memoryDomainClaims([
  { organizationId: CONTOSO, domain: 'contoso.com' },
  { organizationId: CONTOSO, domain: 'contoso.de' },
  { organizationId: FABRIKAM, domain: 'fabrikam.com' },
]);

/** A service with clients of two organisations. */
export async function openWorld(openStores: OpenStores, options: Partial<ScimOptions> = {}): Promise<World> {
  const stores = await openStores();
  const events: ScimEvent[] = [];
  const credentials = createScimCredentials({
    store: stores.credentials,
    replay: stores.replay,
    rateLimit: { perSecond: 100_000, burst: 1_000_000 },
  });
  const scim = createScim({
    store: stores.scim,
    members: stores.members,
    credentials,
    domainClaims: claims,
    baseUrl: ORIGIN,
    requestLog: stores.requestLog,
    onEvent: (event) => events.push(event),
    ...options,
  });
  const { handle } = createScimHandlers(scim);
  const token = async (organizationId: string, scopes?: readonly ScimScope[]): Promise<string> => {
    const input = { label: 'Entra', ...(scopes === undefined ? {} : { scopes }) };
    const issued = await credentials.issueBearer(organizationId, input, 'ada');
    if (!issued.ok || issued.value.secret === null) throw new Error('no token');
    return issued.value.secret;
  };
  const tokens = new Map<string, string>();
  for (const organizationId of [CONTOSO, FABRIKAM]) tokens.set(organizationId, await token(organizationId));
  const as =
    (organizationId: string): Send =>
    (method, path, body, headers) =>
      ask(handle, method, path, body, { Authorization: `Bearer ${tokens.get(organizationId)}`, ...headers });
  return {
    ...{ stores, scim, events, handle, as, token },
    send: as(CONTOSO),
    entries: (organizationId = CONTOSO) => stores.audit.list(organizationId, { before: null, limit: 1_000 }),
    changes: () => stores.scim.readChanges('test', 1_000),
  };
}

/** One request, as a client sends it. */
export async function ask(
  handle: (request: Request) => Promise<Response>,
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const url = path.startsWith('http') ? path : `${BASE}${path}`;
  const text = typeof body === 'string' || body === undefined ? body : JSON.stringify(body);
  const response = await handle(
    new Request(url, {
      method,
      headers: { ...(text === undefined ? {} : { 'Content-Type': 'application/scim+json' }), ...headers },
      ...(text === undefined ? {} : { body: text }),
    }),
  );
  const answer = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text: answer,
    body: answer === '' ? null : JSON.parse(answer),
  };
}

/** What Entra posts for a person. */
export function person(name: string, more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    schemas: [USER, ENTERPRISE],
    userName: `${name}@contoso.com`,
    externalId: name,
    active: true,
    displayName: name,
    name: { givenName: name, familyName: 'Vance' },
    emails: [{ primary: true, type: 'work', value: `${name}@contoso.com` }],
    ...more,
  };
}

export function patch(...operations: readonly Readonly<Record<string, unknown>>[]): Record<string, unknown> {
  return { schemas: [PATCH_OP], Operations: operations };
}

export function quoted(text: string): string {
  return encodeURIComponent(text);
}
