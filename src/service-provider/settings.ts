import { emitTo } from '../hooks/emit-to.js';
import { readClock } from '../hooks/read-clock.js';
import type {
  ConnectionStore,
  DomainClaimStore,
  ReplayStore,
  RequestStore,
  SessionIndexStore,
} from '../stores/interfaces/sign-in.js';
import type { EventListener, ServiceProviderEvent } from './events.js';
import { ownOption } from './own-option.js';
import { createUnprovenQuota, type UnprovenQuota } from './unproven-quota.js';

/** What a service provider is made of. */
export interface ServiceProviderOptions {
  /**
   * Origin of the application as browsers see it, such as `https://app.example.com`; http on `localhost`,
   * `*.localhost` and loopback addresses only. Every URL is made from it, never from a Host header.
   */
  readonly baseUrl: string;
  /** Path of the single sign-on pages, without a slash at the end. Default `/saml`. */
  readonly pathPrefix?: string;
  readonly connections: ConnectionStore;
  readonly domainClaims: DomainClaimStore;
  readonly requests: RequestStore;
  readonly replays: ReplayStore;
  /** The index of sessions, which switches single logout on. Default: none. */
  readonly sessions?: SessionIndexStore;
  /** Default: the clock of this machine. */
  readonly clock?: () => Date;
  /** How long a person may take to sign in, 60–3600 seconds. Default 600. */
  readonly requestLifetimeSeconds?: number;
  /**
   * Keep a redacted copy of each response that was refused, without anybody's data or signature, in the event and so in
   * the audit log: for support. Default false.
   */
  readonly keepRedactedResponses?: boolean;
  /** Called with each event; it is not awaited, and what it throws changes nothing. */
  readonly onEvent?: EventListener;
}

/** The options, checked and resolved. */
export interface Settings {
  readonly origin: string;
  readonly pathPrefix: string;
  readonly connections: ConnectionStore;
  readonly domainClaims: DomainClaimStore;
  readonly requests: RequestStore;
  readonly replays: ReplayStore;
  /** Null where single logout is off. */
  readonly sessions: SessionIndexStore | null;
  readonly requestLifetimeSeconds: number;
  readonly keepRedactedResponses: boolean;
  /** What unsolicited answers that nothing vouches for may use of the replay store. */
  readonly unprovenQuota: UnprovenQuota;
  now(): Date;
  emit(event: ServiceProviderEvent): void;
}

const PATH_PREFIX = /^(?:\/[A-Za-z0-9_-]+)+$/u;
const STORE_METHODS = {
  connections: ['findById', 'findByOrganization'],
  domainClaims: ['findOrganization', 'listVerified'],
  requests: ['save', 'find', 'consume'],
  replays: ['reserve'],
} as const;
const SESSION_METHODS = [
  'add',
  'find',
  'findBySession',
  'findByNameId',
  'remove',
  'rememberLogout',
  'findLogout',
] as const;

/** Checks the options. Throws `TypeError` for whatever could only fail later, at somebody's sign-in. */
export function readSettings(options: ServiceProviderOptions): Settings {
  if (typeof options !== 'object' || options === null) throw new TypeError('options must be an object');
  requireStores(options);
  const clock = optionalFunction(options, 'clock') ?? (() => new Date());
  const onEvent = optionalFunction(options, 'onEvent');
  return Object.freeze({
    origin: readOrigin(options.baseUrl),
    pathPrefix: readPathPrefix(ownOption(options, 'pathPrefix')),
    connections: options.connections,
    domainClaims: options.domainClaims,
    requests: options.requests,
    replays: options.replays,
    sessions: readSessions(options),
    requestLifetimeSeconds: readLifetime(ownOption(options, 'requestLifetimeSeconds')),
    keepRedactedResponses: ownOption(options, 'keepRedactedResponses') === true,
    unprovenQuota: createUnprovenQuota(),
    now: () => readClock(clock),
    emit: (event: ServiceProviderEvent) => emitTo(onEvent, event),
  });
}

function requireStores(options: ServiceProviderOptions): void {
  for (const [name, methods] of Object.entries(STORE_METHODS)) {
    requireMethods(name, Reflect.get(options, name), methods);
  }
}

function readSessions(options: ServiceProviderOptions): SessionIndexStore | null {
  const sessions = ownOption(options, 'sessions') ?? null;
  if (sessions !== null) requireMethods('sessions', sessions, SESSION_METHODS);
  return sessions;
}

function requireMethods(name: string, store: unknown, methods: readonly string[]): void {
  for (const method of methods) {
    const found: unknown = typeof store === 'object' && store !== null && Reflect.get(store, method);
    if (typeof found !== 'function') throw new TypeError(`${name} must be a store with ${method}()`);
  }
}

function optionalFunction<Key extends 'clock' | 'onEvent'>(
  options: ServiceProviderOptions,
  key: Key,
): ServiceProviderOptions[Key] | undefined {
  const given = ownOption(options, key);
  if (given !== undefined && typeof given !== 'function') throw new TypeError(`${key} must be a function`);
  // Bound, as the options may be an instance whose methods need it.
  return given?.bind(options) as ServiceProviderOptions[Key] | undefined;
}

export function readOrigin(baseUrl: string): string {
  if (typeof baseUrl !== 'string' || !URL.canParse(baseUrl)) {
    throw new TypeError('baseUrl must be an absolute URL, such as https://app.example.com');
  }
  const url = new URL(baseUrl);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
    throw new TypeError('baseUrl must be https; http is for localhost and loopback addresses only');
  }
  if (url.href !== `${url.origin}/`) {
    throw new TypeError('baseUrl must be an origin alone: no path (see pathPrefix), query or credentials');
  }
  return url.origin;
}

function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/u.test(hostname)
  );
}

function readPathPrefix(pathPrefix = '/saml'): string {
  if (typeof pathPrefix !== 'string' || !PATH_PREFIX.test(pathPrefix)) {
    throw new TypeError(
      'pathPrefix must be a path such as /saml: letters, digits, - and _, no slash at the end',
    );
  }
  return pathPrefix;
}

function readLifetime(seconds = 600): number {
  if (!Number.isInteger(seconds) || seconds < 60 || seconds > 3600) {
    throw new TypeError('requestLifetimeSeconds must be a whole number from 60 to 3600');
  }
  return seconds;
}
