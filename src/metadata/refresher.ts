import { type Result, refusal, success } from '../errors/index.js';
import { nextCertificates, type RefreshStep } from './refresh-certificates.js';
import { promoteCertificate, retireCertificate } from './refresh-decisions.js';
import { type MetadataRefreshState, trustedCertificates } from './refresh-state.js';
import {
  type MetadataRefresherOptions,
  type RefresherSettings,
  readRefresherOptions,
} from './refresher-options.js';

/** What `watch` looks at of an event of the service provider. */
interface WatchedEvent {
  readonly type: string;
  readonly code?: string;
  readonly connectionId?: string | null;
}

/** Follows the federation metadata of connections. */
export interface MetadataRefresher {
  /** Refreshes all connections now and on schedule. Harmless when repeated. */
  start(): void;
  stop(): void;
  /** Refreshes one connection at once, as a button does. */
  refresh(connectionId: string): Promise<Result<MetadataRefreshState>>;
  /** Follows the metadata of a connection no longer. Its certificates stay as they are. */
  unfollow(connectionId: string): Promise<void>;
  /** For a sign-in that an unknown key signed; at most every five minutes. True where it refreshed. Never rejects. */
  onUnknownKey(connectionId: string): Promise<boolean>;
  /**
   * Give it the events of the service provider: `signing_certificate_unknown` leads to `onUnknownKey`, at a sign-in and
   * at a test of one.
   */
  watch(event: WatchedEvent): void;
  /** Retires a certificate by hand; see `retireCertificate`. */
  retire(connectionId: string, sha256Thumbprint: string): Promise<Result<MetadataRefreshState>>;
  /** Makes a staged certificate current; see `promoteCertificate`. */
  promote(connectionId: string, sha256Thumbprint: string): Promise<Result<MetadataRefreshState>>;
}

type Step = (state: MetadataRefreshState, now: Date) => Result<RefreshStep>;

const MOST_TRIES = 5;
/** A logout is no reason: its refusal costs nobody the way in. */
const SIGN_INS: ReadonlySet<string> = new Set(['sign_in_refused', 'test_sign_in_refused']);

/**
 * Makes a refresher. Several instances may each run one over the same store: an attempt is claimed in the store before
 * anything is fetched, and a state is only saved over the one it was made from, so that one instance refreshes and each
 * event comes once. Throws TypeError for wrong options.
 */
export function createMetadataRefresher(options: MetadataRefresherOptions): MetadataRefresher {
  const settings = readRefresherOptions(options);
  let running: { cancel: () => void } | null = null;
  const schedule = (run: { cancel: () => void }, milliseconds: number): void => {
    run.cancel = settings.setTimer(() => {
      refreshDue(settings).finally(() => {
        // Stopped, or stopped and started again, while this one was refreshing.
        if (running === run) schedule(run, settings.interval * (0.9 + 0.2 * settings.random()));
      });
    }, milliseconds);
  };
  const onUnknownKey = async (connectionId: string): Promise<boolean> => {
    try {
      return await refreshUnlessRecent(settings, connectionId, settings.unknownKeyInterval);
    } catch (cause) {
      settings.emit({ type: 'metadata_refresh_broken', connectionId, cause });
      return false;
    }
  };
  return Object.freeze<MetadataRefresher>({
    start() {
      if (running !== null) return;
      running = { cancel: () => undefined };
      // Instances that start together do not ask together.
      schedule(running, settings.random() * 60_000);
    },
    stop() {
      running?.cancel();
      running = null;
    },
    async refresh(connectionId) {
      const state = await settings.store.load(connectionId);
      return state === null
        ? refusal('metadata_not_followed', { connectionId })
        : fetchNext(settings, connectionId, state);
    },
    unfollow: (connectionId) => settings.store.remove(connectionId),
    onUnknownKey,
    watch({ type, code, connectionId }) {
      const isUnknownKey = SIGN_INS.has(type) && code === 'signing_certificate_unknown';
      if (isUnknownKey && typeof connectionId === 'string') void onUnknownKey(connectionId);
    },
    retire: (connectionId, sha256Thumbprint) =>
      change(settings, connectionId, (state, now) =>
        retireCertificate(state, sha256Thumbprint, now, settings.policy),
      ),
    promote: (connectionId, sha256Thumbprint) =>
      change(settings, connectionId, (state, now) =>
        promoteCertificate(state, sha256Thumbprint, now, settings.policy),
      ),
  });
}

/** Never rejects: one connection that cannot be refreshed must not stop the others, nor the schedule. */
async function refreshDue(settings: RefresherSettings): Promise<void> {
  let connectionId: string | null = null;
  try {
    for (const each of await settings.store.list()) {
      connectionId = each;
      await refreshUnlessRecent(settings, each, settings.interval * 0.8).catch((cause: unknown) =>
        settings.emit({ type: 'metadata_refresh_broken', connectionId: each, cause }),
      );
    }
  } catch (cause) {
    settings.emit({ type: 'metadata_refresh_broken', connectionId, cause });
  }
}

/** Claims the attempt in the store first, so that one instance of several fetches. */
async function refreshUnlessRecent(
  settings: RefresherSettings,
  connectionId: string,
  milliseconds: number,
): Promise<boolean> {
  const state = await settings.store.load(connectionId);
  if (state === null) return false;
  const now = settings.now();
  const since = now.getTime() - Date.parse(state.lastAttemptAt);
  // A last attempt in the future is a clock that went back; waiting for it could take years.
  if (since >= 0 && since < milliseconds) return false;
  const claimed = { ...state, revision: state.revision + 1, lastAttemptAt: now.toISOString() };
  if (!(await settings.store.save(connectionId, claimed, state.revision))) return false;
  await fetchNext(settings, connectionId, claimed);
  return true;
}

async function fetchNext(
  settings: RefresherSettings,
  connectionId: string,
  state: MetadataRefreshState,
): Promise<Result<MetadataRefreshState>> {
  const fetched = await settings.fetch(state, settings.now());
  return change(settings, connectionId, (latest, now) =>
    success(nextCertificates(latest, fetched, now, settings.policy)),
  );
}

/** Applies a step to the latest state, again where another instance was faster. */
async function change(
  settings: RefresherSettings,
  connectionId: string,
  step: Step,
): Promise<Result<MetadataRefreshState>> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const before = await settings.store.load(connectionId);
    if (before === null) return refusal('metadata_not_followed', { connectionId });
    const now = settings.now();
    const stepped = step(before, now);
    if (!stepped.ok) return stepped;
    const { state, events } = stepped.value;
    if (!(await settings.store.save(connectionId, state, before.revision))) continue;
    for (const event of events) settings.emit({ ...event, connectionId });
    await settings.onCertificates(connectionId, trustedCertificates(state, now, settings.policy));
    return success(state);
  }
  return refusal('metadata_refresh_contended', { connectionId });
}
