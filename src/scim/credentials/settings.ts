import type { AnySsoError } from '../../errors/index.js';
import { emitTo } from '../../hooks/emit-to.js';
import { readClock } from '../../hooks/read-clock.js';
import { ownOptions } from '../../metadata/own-options.js';
import type { ScimCredentialStore } from '../../stores/interfaces/scim-credentials.js';
import type { ReplayStore } from '../../stores/interfaces/sign-in.js';
import { type InTurn, inTurnByKey } from '../in-turn.js';
import { type EntraKeys, entraKeys } from './entra-keys.js';
import { fetchEntraKeys } from './fetch-entra-keys.js';
import { createRateLimiter, type RateLimit, type RateLimiter } from './rate-limiter.js';

/** What the credentials tell the application's log. No event holds a secret, a token or an assertion. */
export type ScimCredentialEvent =
  | { readonly type: 'scim_credential_refused'; readonly at: Date; readonly error: AnySsoError }
  | { readonly type: 'scim_token_refused'; readonly at: Date; readonly error: AnySsoError }
  | {
      readonly type: 'scim_token_issued';
      readonly at: Date;
      readonly organizationId: string;
      readonly credentialId: string;
    }
  /** The keys of a tenant could not be fetched; those that are known still hold. */
  | {
      readonly type: 'entra_keys_unavailable';
      readonly at: Date;
      readonly url: string;
      readonly reason: string;
    }
  /** A store failed at something that need not stop the request. */
  | { readonly type: 'scim_store_failed'; readonly at: Date; readonly reason: string };

export interface ScimCredentialsOptions {
  readonly store: ScimCredentialStore;
  /** Remembers the ids of client assertions that were used. Shared by all instances. */
  readonly replay: ReplayStore;
  /** The time now; default the system's clock. */
  readonly clock?: () => Date;
  /** Life of an access token, 3600–21600; default 3600. */
  readonly accessTokenSeconds?: number;
  /** For each credential, of requests with it; default 25 a second, 100 at once. */
  readonly rateLimit?: RateLimit;
  /** The text of a JWKS. The URL follows from the configured tenant alone. Default: a guarded fetch over https. */
  readonly fetchJwks?: (url: string) => Promise<string>;
  /** Accepts an assertion more than once while it is valid, for a client that keeps using one. Default false. */
  readonly allowAssertionReuse?: boolean;
  readonly onEvent?: (event: ScimCredentialEvent) => void;
}

export interface CredentialSettings {
  readonly store: ScimCredentialStore;
  readonly replay: ReplayStore;
  readonly now: () => Date;
  readonly accessTokenSeconds: number;
  readonly requests: RateLimiter;
  readonly tokens: RateLimiter;
  /** Checks of signatures, of one client at a time. */
  readonly verifications: InTurn;
  readonly keys: EntraKeys;
  readonly allowAssertionReuse: boolean;
  readonly emit: (event: ScimCredentialEvent) => void;
}

const DEFAULT_RATE: RateLimit = { perSecond: 25, burst: 100 };
/** Of tokens for one client: it needs one an hour. */
const TOKEN_RATE: RateLimit = { perSecond: 1, burst: 60 };
/** Assertions that wait for their signature to be checked, for one client id, which strangers may know. */
const MOST_WAITING = 200;

/** Throws TypeError for options that are missing or wrong. */
export function readCredentialOptions(given: ScimCredentialsOptions): CredentialSettings {
  const options = ownOptions(given);
  const { store, replay, clock, accessTokenSeconds = 3600, rateLimit = DEFAULT_RATE } = options;
  const { fetchJwks = fetchEntraKeys, allowAssertionReuse = false, onEvent } = options;
  if (typeof store?.findCredential !== 'function') throw new TypeError('options.store is not a store.');
  if (typeof replay?.reserve !== 'function') throw new TypeError('options.replay is not a replay store.');
  if (!Number.isSafeInteger(accessTokenSeconds) || accessTokenSeconds < 3600 || accessTokenSeconds > 21_600) {
    throw new TypeError('options.accessTokenSeconds must be a whole number from 3600 to 21600.');
  }
  const { burst, perSecond } = rateLimit;
  if (!(perSecond > 0 && perSecond <= 100_000 && burst >= 1 && burst <= 1_000_000)) {
    throw new TypeError('options.rateLimit must have a perSecond above 0 and a burst of at least 1.');
  }
  for (const [name, value] of Object.entries({ clock, fetchJwks, onEvent })) {
    if (value !== undefined && typeof value !== 'function') {
      throw new TypeError(`options.${name} must be a function.`);
    }
  }
  if (typeof allowAssertionReuse !== 'boolean') {
    throw new TypeError('options.allowAssertionReuse must be true or false.');
  }
  const now = (): Date => readClock(clock);
  const emit = (event: ScimCredentialEvent): void => emitTo(onEvent, event);
  return {
    ...{ store, replay, now, accessTokenSeconds, allowAssertionReuse, emit },
    requests: createRateLimiter(rateLimit),
    tokens: createRateLimiter(TOKEN_RATE),
    verifications: inTurnByKey(MOST_WAITING),
    keys: entraKeys({ fetchJwks, now, emit }),
  };
}
