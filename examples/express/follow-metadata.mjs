import { createMetadataRefresher, startMetadataRefresh } from 'claimgate';
import { memoryMetadataRefreshStore } from 'claimgate/stores/memory';

const MINUTE = 60_000;

/**
 * Follows Contoso's federation metadata: hourly, when an unknown key signs, and by the button on the page of keys.
 * An application keeps the states in its database, where all instances find them.
 */
export async function followMetadata({ metadataUrl, fetched, connection, onEvent }) {
  const { id } = connection.current;
  const policy = { dangerouslyAllowLoopback: true };
  const started = startMetadataRefresh(metadataUrl, fetched, new Date(), policy);
  if (!started.ok) throw started.error;
  const store = memoryMetadataRefreshStore();
  // The attempt is dated a minute back, so that the first unknown key need not wait for the next one.
  const lastAttemptAt = new Date(Date.now() - MINUTE).toISOString();
  await store.save(id, { ...started.value, lastAttemptAt }, 0);
  const refresher = createMetadataRefresher({
    ...policy,
    store,
    onCertificates: (_connectionId, certificates) => connection.change({ certificates }),
    onEvent,
    unknownKeySeconds: 60,
  });
  refresher.start();
  return {
    state: () => store.load(id),
    refresh: () => refresher.refresh(id),
    watch: (event) => refresher.watch(event),
    stop: () => refresher.stop(),
  };
}
