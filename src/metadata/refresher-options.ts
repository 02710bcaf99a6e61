import type { IdpCertificate } from '../certificates/idp-certificate.js';
import type { Result } from '../errors/index.js';
import { emitTo } from '../hooks/emit-to.js';
import {
  type FetchedFederationMetadata,
  type FetchFederationMetadataOptions,
  fetchFederationMetadata,
} from './fetch-federation-metadata.js';
import type { MetadataRefreshEvent } from './refresh-events.js';
import { type MetadataRefreshPolicy, type MetadataRefreshState, readPolicy } from './refresh-state.js';

/** Where refresh states live, by connection. Shared by all instances. */
export interface MetadataRefreshStore {
  /** Ids of the connections whose metadata are followed. */
  list(): Promise<readonly string[]>;
  load(connectionId: string): Promise<MetadataRefreshState | null>;
  /**
   * Saves `next` only if the stored state still has the revision `over`, and where `over` is 0 only if there is none;
   * false otherwise. Atomic: `UPDATE … SET state = … WHERE id = … AND revision = <over>`, `INSERT … ON CONFLICT DO
   * NOTHING`.
   */
  save(connectionId: string, next: MetadataRefreshState, over: number): Promise<boolean>;
  /** Forgets the state, where there is one. */
  remove(connectionId: string): Promise<void>;
}

/** An event of a connection, or a store or callback of the application that failed. */
export type MetadataRefresherEvent =
  | (MetadataRefreshEvent & { readonly connectionId: string })
  | {
      readonly type: 'metadata_refresh_broken';
      readonly connectionId: string | null;
      readonly cause: unknown;
    };

export interface MetadataRefresherOptions extends MetadataRefreshPolicy {
  readonly store: MetadataRefreshStore;
  /**
   * Called after every refresh with all certificates to trust from now on, changed or not: keep them with the
   * connection. Its `version` need not change; a sign-in under way stays valid.
   */
  readonly onCertificates: (
    connectionId: string,
    certificates: readonly IdpCertificate[],
  ) => Promise<unknown> | unknown;
  /** Called with each event; it is not awaited, and what it throws changes nothing. */
  readonly onEvent?: (event: MetadataRefresherEvent) => unknown;
  /** Seconds between two refreshes of a connection, 300–86400, default 3600. Each wait varies by a tenth. */
  readonly intervalSeconds?: number;
  /** Seconds between two refreshes because of an unknown key, 60–3600, default 300. */
  readonly unknownKeySeconds?: number;
  /** For `fetchFederationMetadata`. */
  readonly fetch?: Omit<FetchFederationMetadataOptions, 'entityId' | 'now'>;
  readonly clock?: () => Date;
  /** A number from 0 to 1, for the jitter. */
  readonly random?: () => number;
  /** Calls back once after so many milliseconds; returns what cancels it. Default a timer that keeps no process alive. */
  readonly setTimer?: (callback: () => void, milliseconds: number) => () => void;
}

/** The options, checked and resolved. */
export interface RefresherSettings {
  readonly store: MetadataRefreshStore;
  readonly policy: MetadataRefreshPolicy;
  readonly interval: number;
  readonly unknownKeyInterval: number;
  readonly onCertificates: MetadataRefresherOptions['onCertificates'];
  readonly setTimer: (callback: () => void, milliseconds: number) => () => void;
  fetch(state: MetadataRefreshState, now: Date): Promise<Result<FetchedFederationMetadata>>;
  now(): Date;
  random(): number;
  emit(event: MetadataRefresherEvent): void;
}

export function readRefresherOptions(options: MetadataRefresherOptions): RefresherSettings {
  const own: MetadataRefresherOptions = Object.assign(Object.create(null), options);
  const { store, onCertificates, onEvent, clock = () => new Date(), random = Math.random } = own;
  for (const method of ['list', 'load', 'save', 'remove'] as const) {
    if (typeof store?.[method] !== 'function') throw new TypeError(`store must have ${method}().`);
  }
  if (typeof onCertificates !== 'function') throw new TypeError('onCertificates must be a function.');
  const { newCertificates = 'trust', graceDays = 7, dangerouslyAllowLoopback = false } = own;
  const policy = { newCertificates, graceDays, dangerouslyAllowLoopback };
  readPolicy(policy);
  return {
    store,
    policy,
    onCertificates,
    random,
    interval: seconds('intervalSeconds', own.intervalSeconds ?? 3600, 300, 86_400),
    unknownKeyInterval: seconds('unknownKeySeconds', own.unknownKeySeconds ?? 300, 60, 3600),
    setTimer: own.setTimer ?? setUnrefTimer,
    fetch: ({ metadataUrl, issuerUrl }, now) =>
      fetchFederationMetadata(metadataUrl, {
        dangerouslyAllowLoopback,
        ...own.fetch,
        entityId: issuerUrl,
        now,
      }),
    now: clock,
    emit: (event) => emitTo(onEvent, event),
  };
}

function seconds(name: string, value: number, least: number, most: number): number {
  if (typeof value !== 'number' || !(value >= least && value <= most)) {
    throw new TypeError(`${name} must be a number from ${least} to ${most}.`);
  }
  return value * 1000;
}

function setUnrefTimer(callback: () => void, milliseconds: number): () => void {
  const timer = setTimeout(callback, milliseconds).unref();
  return () => clearTimeout(timer);
}
