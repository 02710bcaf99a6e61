import { lookup } from 'node:dns/promises';
import { subnets } from '../../metadata/guarded-addresses.js';
import { fetchGuarded, type GuardedRequest } from '../../metadata/guarded-fetch.js';
import { readGuardedUrl } from '../../metadata/guarded-url.js';

/** From where keys may come, and how long it may take. */
export type KeysSource = Pick<GuardedRequest, 'guard' | 'certificateAuthorities' | 'milliseconds'>;

/** Port 443 of the public Internet, by the authorities of Node. */
const PUBLIC: KeysSource = {
  guard: {
    ports: [443],
    allowed: subnets([]),
    allowLoopback: false,
    resolve: async (hostname) => (await lookup(hostname, { all: true })).map(({ address }) => address),
  },
  certificateAuthorities: null,
  milliseconds: 10_000,
};

/**
 * Fetches a JWKS over https from the public Internet, as federation metadata are: addresses are checked when the
 * connection is opened, no redirects, no compression, 1 MiB and 10 seconds at most. Rejects where it does not succeed.
 */
export async function fetchEntraKeys(url: string, source: KeysSource = PUBLIC): Promise<string> {
  const read = readGuardedUrl(url, source.guard);
  if (!read.ok) throw read.error;
  const deadline = Date.now() + source.milliseconds;
  const answer = await fetchGuarded({ ...source, url: read.value, deadline });
  if (!answer.ok) throw answer.error;
  if (answer.value.kind === 'redirect') throw new Error('The JWKS is somewhere else');
  return new TextDecoder('utf-8', { fatal: true }).decode(answer.value.document);
}
