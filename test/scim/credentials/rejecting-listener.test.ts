import { expect, it } from 'vitest';
import { createScimCredentials } from '../../../src/scim/credentials/create-scim-credentials.js';
import { opened } from './opened.js';

it('a listener of the credentials that rejects ends no process: its promise was not looked at', async () => {
  const unhandled: unknown[] = [];
  const note = (reason: unknown): void => void unhandled.push(reason);
  process.on('unhandledRejection', note);
  const { store } = opened();
  let told = 0;
  const credentials = createScimCredentials({
    store,
    replay: { reserve: async () => true },
    onEvent: async () => {
      told += 1;
      throw new Error('of the application');
    },
  });
  const client = await credentials.authenticate(`Bearer scim_${'A'.repeat(22)}_${'B'.repeat(43)}`);
  await new Promise((resolve) => setImmediate(resolve));
  process.off('unhandledRejection', note);
  expect(client.ok).toBe(false);
  expect(told).toBe(1);
  expect(unhandled).toEqual([]);
});
