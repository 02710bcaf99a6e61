import { createMetadataRefresher, startMetadataRefresh } from 'claimgate';

const MINUTE = 60_000;

/**
 * Follows Contoso's federation metadata: hourly, when an unknown key signs, and by the button on the page of keys. The
 * states are in the database, where all instances find them.
 */
export async function followMetadata({ fetched, connections, store, organizationId, connectionId, onEvent }) {
  const policy = { dangerouslyAllowLoopback: true };
  const started = startMetadataRefresh(fetched.url, fetched, new Date(), policy);
  if (!started.ok) throw started.error;
  // The attempt is dated a minute back, so that the first unknown key need not wait for the next one.
  const lastAttemptAt = new Date(Date.now() - MINUTE).toISOString();
  const before = await store.load(connectionId);
  const revision = before?.revision ?? 0;
  // Another instance that starts at the same moment has saved the same.
  await store.save(connectionId, { ...started.value, lastAttemptAt, revision: revision + 1 }, revision);
  const refresher = createMetadataRefresher({
    ...policy,
    store,
    async onCertificates(id, certificates) {
      const followed = await connections.followCertificates(organizationId, id, certificates);
      if (followed.ok) return;
      // Removed on the settings pages: then there is nothing to follow for.
      if (followed.error.code !== 'connection_record_unknown') throw followed.error;
      await refresher.unfollow(id);
    },
    onEvent,
    unknownKeySeconds: 60,
  });
  refresher.start();
  return {
    state: () => store.load(connectionId),
    refresh: () => refresher.refresh(connectionId),
    watch: (event) => refresher.watch(event),
    stop: () => refresher.stop(),
  };
}
