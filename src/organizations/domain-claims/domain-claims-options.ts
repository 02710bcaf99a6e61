import { emitTo } from '../../hooks/emit-to.js';
import { readClock } from '../../hooks/read-clock.js';
import type { DomainClaimRecordStore } from '../../stores/interfaces/domain-claims.js';
import type { DomainClaimEvent } from './claim-events.js';
import type { ClaimTimes } from './claim-life.js';
import { dnsResolver } from './dns-resolver.js';
import type { RecordNames } from './domain-records.js';
import type { TxtResolver } from './txt-resolver.js';

export interface DomainClaimsOptions {
  readonly store: DomainClaimRecordStore;
  /** 1–8 vantage points, all of which are asked; default the resolvers of the system. */
  readonly resolvers?: readonly TxtResolver[];
  /** What stands before the token in a record; default `claimgate-domain-verify=`. */
  readonly recordPrefix?: string;
  /** The label below the domain where the record may stand instead; default `_claimgate-challenge`. */
  readonly challengeLabel?: string;
  /** Seconds between two looks at a verified domain, 300–604800; default 21600. */
  readonly recheckEverySeconds?: number;
  /** Seconds between two looks at a young pending claim or at one in grace, 60–86400; default 900. */
  readonly pendingCheckEverySeconds?: number;
  /** Seconds from the first absence until the claim is unverified, 3600–2592000; default 604800, a week. */
  readonly graceSeconds?: number;
  /** Seconds until a claim that was never verified is removed, 3600–31536000; default 2592000, 30 days. */
  readonly pendingLifetimeSeconds?: number;
  /** Claims that one organisation may have, 1–10000; default 100. */
  readonly maxClaims?: number;
  /** Milliseconds until a resolver's answer to one question counts as timed out, 100–60000; default 10000. */
  readonly resolverTimeoutMs?: number;
  readonly clock?: () => Date;
  /** Called with each event after it was written; it is not awaited, and what it throws changes nothing. */
  readonly onEvent?: (event: DomainClaimEvent) => unknown;
}

/** The options, checked and resolved. */
export interface DomainClaimsSettings {
  readonly store: DomainClaimRecordStore;
  readonly resolvers: readonly TxtResolver[];
  readonly names: RecordNames;
  readonly times: ClaimTimes;
  readonly maxClaims: number;
  readonly resolverTimeoutMs: number;
  now(): Date;
  emit(event: DomainClaimEvent): void;
}

const STORE_METHODS = [
  'findOrganization',
  'listVerified',
  'insertClaim',
  'findClaim',
  'listClaims',
  'replaceClaim',
  'removeClaim',
  'listDueClaims',
] as const;
const MOST_RESOLVERS = 8;
/** Characters that survive every zone file and form, with a sign at the end that no token has. */
const PREFIX = /^[A-Za-z0-9][A-Za-z0-9._-]{0,98}[=:]$/u;
/** An underscore in front, so that nobody who can get a host name below the domain gets this one. */
const LABEL = /^_[a-z0-9](?:[a-z0-9-]{0,60}[a-z0-9])?$/u;

export function readDomainClaimsOptions(options: DomainClaimsOptions): DomainClaimsSettings {
  const own: DomainClaimsOptions = Object.assign(Object.create(null), options);
  const { store, clock = () => new Date(), onEvent } = own;
  const { recordPrefix = 'claimgate-domain-verify=', challengeLabel = '_claimgate-challenge' } = own;
  for (const method of STORE_METHODS) {
    if (typeof store?.[method] !== 'function') throw new TypeError(`store must have ${method}().`);
  }
  if (typeof clock !== 'function') throw new TypeError('clock must be a function.');
  if (onEvent !== undefined && typeof onEvent !== 'function') {
    throw new TypeError('onEvent must be a function.');
  }
  if (typeof recordPrefix !== 'string' || !PREFIX.test(recordPrefix)) {
    throw new TypeError('recordPrefix must be letters, digits, “.”, “_” and “-” with “=” or “:” at its end.');
  }
  if (typeof challengeLabel !== 'string' || !LABEL.test(challengeLabel)) {
    throw new TypeError(
      'challengeLabel must be one label of lower-case letters, digits and hyphens after “_”.',
    );
  }
  return {
    store,
    resolvers: readResolvers(own.resolvers ?? [dnsResolver()]),
    names: { recordPrefix, challengeLabel },
    times: readTimes(own),
    maxClaims: whole('maxClaims', own.maxClaims ?? 100, 1, 10_000),
    resolverTimeoutMs: whole('resolverTimeoutMs', own.resolverTimeoutMs ?? 10_000, 100, 60_000),
    now: () => readClock(clock),
    emit: (event) => emitTo(onEvent, event),
  };
}

function readResolvers(resolvers: readonly TxtResolver[]): readonly TxtResolver[] {
  if (!Array.isArray(resolvers) || resolvers.length < 1 || resolvers.length > MOST_RESOLVERS) {
    throw new TypeError(`resolvers must be a list of 1 to ${MOST_RESOLVERS}.`);
  }
  for (const resolver of resolvers) {
    if (typeof resolver?.resolveTxt !== 'function' || typeof resolver.name !== 'string') {
      throw new TypeError('Each resolver must have a name and resolveTxt().');
    }
  }
  if (new Set(resolvers.map(({ name }) => name)).size !== resolvers.length) {
    throw new TypeError('Each resolver must have a name of its own.');
  }
  return [...resolvers];
}

function readTimes(own: DomainClaimsOptions): ClaimTimes {
  const { recheckEverySeconds = 21_600, pendingCheckEverySeconds = 900 } = own;
  const { graceSeconds = 604_800, pendingLifetimeSeconds = 2_592_000 } = own;
  const times = {
    recheck: 1_000 * whole('recheckEverySeconds', recheckEverySeconds, 300, 604_800),
    pendingCheck: 1_000 * whole('pendingCheckEverySeconds', pendingCheckEverySeconds, 60, 86_400),
    grace: 1_000 * whole('graceSeconds', graceSeconds, 3_600, 2_592_000),
    pendingLifetime: 1_000 * whole('pendingLifetimeSeconds', pendingLifetimeSeconds, 3_600, 31_536_000),
  };
  if (times.pendingCheck * 4 > times.grace) {
    throw new TypeError('graceSeconds must be four times pendingCheckEverySeconds or more.');
  }
  return times;
}

export function whole(name: string, value: number, least: number, most: number): number {
  if (!Number.isSafeInteger(value) || value < least || value > most) {
    throw new TypeError(`${name} must be a whole number from ${least} to ${most}.`);
  }
  return value;
}
