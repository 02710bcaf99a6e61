import { expect, it } from 'vitest';
import { createMetadataRefresher, type MetadataRefresherOptions } from '../../src/metadata/index.js';
import { memoryMetadataRefreshStore } from '../../src/stores/memory/metadata-refresh-store.js';
import { refreshState } from '../stores/postgres/metadata-refresh-contract.js';

function refresherOver(store: MetadataRefresherOptions['store']) {
  const onCertificates = () => {
    throw new Error('nothing is to be trusted here');
  };
  return createMetadataRefresher({ store, onCertificates });
}

it('an unknown key is looked for at a sign-in and at a test of one: a test after a renewal started no refresh', () => {
  const asked: string[] = [];
  const load = async (connectionId: string) => {
    asked.push(connectionId);
    return null;
  };
  const refresher = refresherOver({ ...memoryMetadataRefreshStore(), load });
  const unknown = {
    type: 'sign_in_refused',
    code: 'signing_certificate_unknown',
    connectionId: 'none',
  };
  refresher.watch({ ...unknown, code: 'signature_invalid' });
  for (const type of ['sign_in_accepted', 'logout_refused', 'sign_in_started', 'toString']) {
    refresher.watch({ ...unknown, type });
  }
  refresher.watch({ ...unknown, connectionId: null });
  expect(asked).toEqual([]);
  refresher.watch({ ...unknown, connectionId: 'signed-in' });
  refresher.watch({ ...unknown, type: 'test_sign_in_refused', connectionId: 'tested' });
  expect(asked).toEqual(['signed-in', 'tested']);
});

it('a connection that is followed no longer is not asked for again, by button or unknown key', async () => {
  const store = memoryMetadataRefreshStore();
  await store.save('contoso', refreshState(), 0);
  const refresher = refresherOver(store);
  await refresher.unfollow('contoso');
  expect(await store.list()).toEqual([]);
  expect(await refresher.onUnknownKey('contoso')).toBe(false);
  const refreshed = await refresher.refresh('contoso');
  expect(refreshed.ok ? null : refreshed.error.code).toBe('metadata_not_followed');
  await refresher.unfollow('contoso');
});
