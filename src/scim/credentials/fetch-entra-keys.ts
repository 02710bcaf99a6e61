import { lookup } from 'node:dns/promises';
import { subnets } from '../../metadata/guarded-addresses.js';
import { fetchGuarded } from '../../metadata/guarded-fetch.js';
import { type FetchGuard, readGuardedUrl } from '../../metadata/guarded-url.js';

const MILLISECONDS = 10_000;

/** Fetches a JWKS over https from the public Internet; no redirects, 1 MiB at most. Rejects where it does not succeed. */
export async function fetchEntraKeys(url: string): Promise<string> {
  const guard: FetchGuard = {
    ports: [443],
    allowed: subnets([]),
    allowLoopback: false,
    resolve: async (hostname) => (await lookup(hostname, { all: true })).map(({ address }) => address),
  };
  const read = readGuardedUrl(url, guard);
  if (!read.ok) throw read.error;
  const deadline = Date.now() + MILLISECONDS;
  const request = {
    url: read.value,
    guard,
    certificateAuthorities: null,
    deadline,
    milliseconds: MILLISECONDS,
  };
  const answer = await fetchGuarded(request);
  if (!answer.ok) throw answer.error;
  if (answer.value.kind === 'redirect') throw new Error('The JWKS is somewhere else');
  return new TextDecoder('utf-8', { fatal: true }).decode(answer.value.document);
}
