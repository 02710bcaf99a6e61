import { randomBytes } from 'node:crypto';
import { emitTo } from '../../hooks/emit-to.js';
import { readClock } from '../../hooks/read-clock.js';
import { ownOptions } from '../../metadata/own-options.js';
import { readOrigin } from '../../service-provider/settings.js';
import type { MemberStore } from '../../stores/interfaces/members.js';
import type { ScimStore } from '../../stores/interfaces/scim.js';
import type { ScimRequestLog } from '../../stores/interfaces/scim-credentials.js';
import type { DomainClaimStore } from '../../stores/interfaces/sign-in.js';
import type { ScimCredentials } from '../credentials/create-scim-credentials.js';
import { createResourceTypes, type Extensions, type ResourceTypes } from '../engine/index.js';
import { type InTurn, inTurnByKey } from '../in-turn.js';
import type { ScimEvent, ScimEventListener } from './events.js';
import { guardStore } from './guard-store.js';
import { type SparseNotes, sparseNotes } from './sparse-notes.js';

/** What becomes of a user whose address lies in no verified domain of the organisation. */
export type ForeignDomains = 'reject' | 'store-unlinked';

/** What is asked of the credentials. */
export type ScimAuthentication = Pick<ScimCredentials, 'authenticate' | 'tokenEndpoint'>;

export interface ScimLimits {
  /** Of a request's body; 1 kB–32 MB, default 2 MB. */
  readonly maxBodyBytes?: number;
  /** Results of an answer where the client does not say; 1–1000, default 100. */
  readonly defaultPageSize?: number;
  /** Most results of an answer; 1–1000, default 200. */
  readonly maxPageSize?: number;
  /** Life of a cursor; 60–86400, default 3600. */
  readonly cursorSeconds?: number;
  /** Most members of all groups of one list together; 1000–1000000, default 100000. One group alone has no limit. */
  readonly maxMembersInList?: number;
}

export interface ScimOptions {
  readonly store: ScimStore;
  /** The members whom provisioned users lead to: the store that the ScimStore writes its effects to. */
  readonly members: Pick<
    MemberStore,
    'findMember' | 'findMemberByEmail' | 'findMemberByScimUser' | 'replaceMember'
  >;
  readonly credentials: ScimAuthentication;
  readonly domainClaims: DomainClaimStore;
  /** Origin of the application, `https://app.example.com`; http only for loopback. */
  readonly baseUrl: string;
  /** Where provisioning is served; default `/scim/v2`. */
  readonly pathPrefix?: string;
  /** Where the OAuth 2.0 token endpoint is; null: nowhere. Default `token` beside the last part of `pathPrefix`. */
  readonly tokenPath?: string | null;
  /** Schemas of the application's own. */
  readonly extensions?: Extensions;
  /** Default `reject`. A function decides for each organisation. */
  readonly foreignDomains?:
    | ForeignDomains
    | ((organizationId: string) => ForeignDomains | Promise<ForeignDomains>);
  /** Whether a user leads to a plain member with the same address who is active already. Default `link`. */
  readonly existingMembers?: 'link' | 'leave';
  /** What a PATCH without `attributes` is answered: the resource (200) or nothing (204). Default: users with it, groups without. */
  readonly patchResponse?: { readonly users?: 'resource' | 'none'; readonly groups?: 'resource' | 'none' };
  /** Keeps the last requests of each organisation for its administrator. */
  readonly requestLog?: ScimRequestLog;
  /** 32 bytes that all instances share, for the cursors of lists. Default: made anew for this process. */
  readonly cursorKey?: Uint8Array;
  /** Whether ServiceProviderConfig tells of pages (RFC 9865), which clients of before 2025 may not bear. Default true. */
  readonly advertisePagination?: boolean;
  /** Page for the administrators of customers. */
  readonly documentationUri?: string;
  readonly limits?: ScimLimits;
  /** Default: the clock of this machine. */
  readonly clock?: () => Date;
  readonly onEvent?: ScimEventListener;
}

/** The options, checked and resolved. */
export interface ScimSettings {
  readonly store: ScimStore;
  readonly members: ScimOptions['members'];
  readonly credentials: ScimAuthentication;
  readonly domainClaims: DomainClaimStore;
  readonly origin: string;
  readonly pathPrefix: string;
  /** Tenant URL: origin and prefix. */
  readonly baseUrl: string;
  readonly tokenPath: string | null;
  readonly types: ResourceTypes;
  foreignDomains(organizationId: string): Promise<ForeignDomains>;
  readonly existingMembers: 'link' | 'leave';
  readonly patchResponse: { readonly users: 'resource' | 'none'; readonly groups: 'resource' | 'none' };
  readonly requestLog: ScimRequestLog | null;
  readonly cursorKey: Uint8Array;
  readonly advertisePagination: boolean;
  readonly documentationUri: string | null;
  readonly limits: Required<ScimLimits>;
  /**
   * Spares the writes of this process each other: several changes of one user at the same moment would all but one be
   * refused by the store and begin anew. What decides is still the version that the store holds.
   */
  readonly inTurn: InTurn;
  /** Which refusals of clients come into the request log. */
  readonly sparseNotes: SparseNotes;
  now(): Date;
  emit(event: ScimEvent): void;
}

const STORE_METHODS = {
  store: ['getUser', 'queryUsers', 'insertUser', 'replaceUser', 'deleteUser', 'getGroup', 'changeGroup'],
  members: ['findMember', 'findMemberByEmail', 'findMemberByScimUser', 'replaceMember'],
  credentials: ['authenticate', 'tokenEndpoint'],
  domainClaims: ['findOrganization', 'listVerified'],
} as const;
const PATH = /^(?:\/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+$/u;
/** Requests that wait for one user; Entra sends a few at once. */
const MOST_WAITING = 100;
const CHOICES: readonly unknown[] = ['resource', 'none'];
const LIMITS: Readonly<Record<keyof ScimLimits, readonly [least: number, most: number, usual: number]>> = {
  maxBodyBytes: [1_024, 33_554_432, 2_097_152],
  defaultPageSize: [1, 1_000, 100],
  maxPageSize: [1, 1_000, 200],
  cursorSeconds: [60, 86_400, 3_600],
  maxMembersInList: [1_000, 1_000_000, 100_000],
};

/** Throws TypeError for options that are missing or wrong. */
export function readScimOptions(given: ScimOptions): ScimSettings {
  const options = ownOptions(given);
  for (const [name, methods] of Object.entries(STORE_METHODS)) {
    requireMethods(name, options[name as keyof typeof STORE_METHODS], methods);
  }
  const { existingMembers = 'link', patchResponse = {}, advertisePagination = true } = options;
  const { cursorKey = randomBytes(32), documentationUri = null, requestLog = null } = options;
  const { users = 'resource', groups = 'none' } = ownOptions(patchResponse);
  if (!CHOICES.includes(users) || !CHOICES.includes(groups)) {
    throw new TypeError('options.patchResponse must say resource or none for users and groups.');
  }
  if (existingMembers !== 'link' && existingMembers !== 'leave') {
    throw new TypeError('options.existingMembers must be link or leave.');
  }
  if (!(cursorKey instanceof Uint8Array) || cursorKey.byteLength !== 32) {
    throw new TypeError('options.cursorKey must be 32 bytes.');
  }
  if (typeof advertisePagination !== 'boolean') {
    throw new TypeError('options.advertisePagination must be true or false.');
  }
  if (documentationUri !== null && !URL.canParse(documentationUri)) {
    throw new TypeError('options.documentationUri must be a URL.');
  }
  if (requestLog !== null) requireMethods('requestLog', requestLog, ['append']);
  const origin = readOrigin(options.baseUrl);
  const pathPrefix = readPath('pathPrefix', options.pathPrefix ?? '/scim/v2');
  const besides = `${pathPrefix.slice(0, pathPrefix.lastIndexOf('/'))}/token`;
  const tokenPath = options.tokenPath === null ? null : readPath('tokenPath', options.tokenPath ?? besides);
  return Object.freeze<ScimSettings>({
    store: guardStore('scim', options.store),
    members: guardStore('members', options.members),
    domainClaims: guardStore('domainClaims', options.domainClaims),
    credentials: guardStore('scimCredentials', options.credentials),
    ...{ origin, pathPrefix, tokenPath, baseUrl: `${origin}${pathPrefix}` },
    types: createResourceTypes(options.extensions),
    foreignDomains: readForeignDomains(options.foreignDomains),
    ...{ existingMembers, advertisePagination, documentationUri, requestLog },
    patchResponse: { users, groups },
    cursorKey: Uint8Array.from(cursorKey),
    limits: readLimits(options.limits),
    inTurn: inTurnByKey(MOST_WAITING),
    sparseNotes: sparseNotes(),
    ...readClockAndListener(options),
  });
}

function readForeignDomains(given: ScimOptions['foreignDomains'] = 'reject'): ScimSettings['foreignDomains'] {
  if (typeof given !== 'function') {
    const choice = requireForeignDomains(given);
    return async () => choice;
  }
  const { choose } = guardStore('foreignDomains', {
    choose: async (organizationId: string) => requireForeignDomains(await given(organizationId)),
  });
  return choose;
}

function requireForeignDomains(choice: ForeignDomains): ForeignDomains {
  if (choice === 'reject' || choice === 'store-unlinked') return choice;
  throw new TypeError('options.foreignDomains must be reject or store-unlinked.');
}

function readLimits(given: ScimLimits | undefined): Required<ScimLimits> {
  const limits = ownOptions(given);
  const read = (name: keyof ScimLimits): number => {
    const [least, most, usual] = LIMITS[name];
    const value = limits[name] ?? usual;
    if (Number.isSafeInteger(value) && value >= least && value <= most) return value;
    throw new TypeError(`options.limits.${name} must be a whole number from ${least} to ${most}.`);
  };
  const maxPageSize = read('maxPageSize');
  return {
    maxBodyBytes: read('maxBodyBytes'),
    defaultPageSize: Math.min(read('defaultPageSize'), maxPageSize),
    maxPageSize,
    cursorSeconds: read('cursorSeconds'),
    maxMembersInList: read('maxMembersInList'),
  };
}

function readClockAndListener({ clock, onEvent }: ScimOptions): Pick<ScimSettings, 'now' | 'emit'> {
  for (const [name, value] of Object.entries({ clock, onEvent })) {
    if (value !== undefined && typeof value !== 'function')
      throw new TypeError(`options.${name} must be a function.`);
  }
  return {
    now: () => readClock(clock),
    emit: (event) => emitTo(onEvent, event),
  };
}

function readPath(name: string, path: string): string {
  if (typeof path === 'string' && PATH.test(path)) return path;
  throw new TypeError(`options.${name} must be a path such as /scim/v2, without a slash at its end.`);
}

function requireMethods(name: string, store: unknown, methods: readonly string[]): void {
  for (const method of methods) {
    const found: unknown = typeof store === 'object' && store !== null && Reflect.get(store, method);
    if (typeof found !== 'function') throw new TypeError(`options.${name} must have ${method}().`);
  }
}
