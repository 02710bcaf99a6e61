import type { Result } from '../errors/index.js';
import { emitTo } from '../hooks/emit-to.js';
import { readClock } from '../hooks/read-clock.js';
import { ownOption } from '../service-provider/own-option.js';
import type { SignIn } from '../service-provider/sign-in.js';
import type { AccessPolicyStore } from '../stores/interfaces/access-policies.js';
import type { MemberStore } from '../stores/interfaces/members.js';
import type { ConnectionStore, DomainClaimStore } from '../stores/interfaces/sign-in.js';
import type { DirectoryEvent, DirectoryEventListener } from './events.js';

/** The provisioning record of a person. */
export interface ProvisionedPerson {
  readonly scimUserId: string;
  readonly active: boolean;
}

/** Finds the provisioning record of who signs in; null where there is none. A refusal refuses the sign-in. */
export type FindProvisioned = (signIn: SignIn) => Promise<Result<ProvisionedPerson | null>>;

/** What a directory is made of. */
export interface DirectoryOptions {
  readonly members: MemberStore;
  readonly policies: AccessPolicyStore;
  readonly connections: ConnectionStore;
  readonly domainClaims: DomainClaimStore;
  /** Where people are provisioned. Default: nowhere; a member's `scimUserId` then speaks for itself. */
  readonly provisioned?: FindProvisioned;
  /**
   * Let `routeSignIn` answer by what the address is to the organisation. Whoever asks then learns which addresses are
   * members. Default false: all addresses of a domain get one answer.
   */
  readonly revealMembership?: boolean;
  /**
   * Let `routeSignIn` and `routeSignUp` answer by the domain to whoever asks, who then learns which domains are
   * customers'. With false they answer `prove-address` to all addresses alike, without looking anything up, until
   * `addressProven` says that the person reads mail there. Default true.
   */
  readonly revealDomains?: boolean;
  /** Default: the clock of this machine. */
  readonly clock?: () => Date;
  /** Called with each event; it is not awaited, and what it throws changes nothing. */
  readonly onEvent?: DirectoryEventListener;
}

/** The options, checked and resolved. */
export interface DirectorySettings {
  readonly members: MemberStore;
  readonly policies: AccessPolicyStore;
  readonly connections: ConnectionStore;
  readonly domainClaims: DomainClaimStore;
  /** Null where nothing provisions. */
  readonly provisioned: FindProvisioned | null;
  readonly revealMembership: boolean;
  readonly revealDomains: boolean;
  now(): Date;
  emit(event: DirectoryEvent): void;
}

const STORE_METHODS = {
  members: [
    'insertMember',
    'findMember',
    'findMemberByIdentity',
    'findMemberByEmail',
    'findMemberByScimUser',
    'listLinks',
    'replaceMember',
    'removeMember',
    'removeLink',
  ],
  policies: ['findPolicy', 'replacePolicy'],
  connections: ['findById', 'findByOrganization'],
  domainClaims: ['findOrganization', 'listVerified'],
} as const;

/** Checks the options. Throws `TypeError` for whatever could only fail later, at somebody's sign-in. */
export function readDirectoryOptions(options: DirectoryOptions): DirectorySettings {
  if (typeof options !== 'object' || options === null) throw new TypeError('options must be an object');
  for (const [name, methods] of Object.entries(STORE_METHODS)) {
    requireMethods(name, Reflect.get(options, name), methods);
  }
  const clock = optionalFunction(options, 'clock') ?? (() => new Date());
  const onEvent = optionalFunction(options, 'onEvent');
  const revealMembership = optionalFlag(options, 'revealMembership') ?? false;
  const revealDomains = optionalFlag(options, 'revealDomains') ?? true;
  return Object.freeze<DirectorySettings>({
    members: options.members,
    policies: options.policies,
    connections: options.connections,
    domainClaims: options.domainClaims,
    provisioned: optionalFunction(options, 'provisioned') ?? null,
    revealMembership,
    revealDomains,
    now: () => readClock(clock),
    emit: (event) => emitTo(onEvent, event),
  });
}

function requireMethods(name: string, store: unknown, methods: readonly string[]): void {
  for (const method of methods) {
    const found: unknown = typeof store === 'object' && store !== null && Reflect.get(store, method);
    if (typeof found !== 'function') throw new TypeError(`${name} must be a store with ${method}()`);
  }
}

function optionalFunction<Key extends 'clock' | 'onEvent' | 'provisioned'>(
  options: DirectoryOptions,
  key: Key,
): DirectoryOptions[Key] | undefined {
  const given = ownOption(options, key);
  if (given !== undefined && typeof given !== 'function') throw new TypeError(`${key} must be a function`);
  // Bound, as the options may be an instance whose methods need it.
  return given?.bind(options) as DirectoryOptions[Key] | undefined;
}

function optionalFlag(
  options: DirectoryOptions,
  key: 'revealDomains' | 'revealMembership',
): boolean | undefined {
  const given: unknown = ownOption(options, key);
  if (given !== undefined && typeof given !== 'boolean') throw new TypeError(`${key} must be a boolean`);
  return given;
}
