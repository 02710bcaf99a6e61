import { Resolver } from 'node:dns/promises';
import { loadTldts } from '../load-tldts.cjs';
import type { TxtAnswer, TxtResolver } from './txt-resolver.js';

export interface DnsResolverOptions {
  /** Addresses of recursive resolvers, as for `dns.setServers`; default those of the system. */
  readonly servers?: readonly string[];
  /** Milliseconds for one try of two, 100–30000; default 3000. */
  readonly timeoutMs?: number;
  /** Default: the servers, or `system`. */
  readonly name?: string;
}

const TRIES = 2;
const MOST_RECORDS = 1_000;
const REGISTRIES_ONLY = { allowPrivateDomains: false, extractHostname: false, validateHostname: false };

/**
 * A resolver that asks over `node:dns`: UDP, and TCP for what is truncated. Only NXDOMAIN and NODATA are absence; NODATA
 * only where the same resolver knows the SOA record of the registered domain, because `node:dns` shows a lame
 * delegation as NODATA too. Let it ask resolvers that validate DNSSEC. Throws TypeError for wrong options.
 */
export function dnsResolver(options: DnsResolverOptions = {}): TxtResolver {
  const { servers, timeoutMs = 3_000, name = servers?.join(', ') ?? 'system' } = options;
  if (!Number.isSafeInteger(timeoutMs) || timeoutMs < 100 || timeoutMs > 30_000) {
    throw new TypeError('timeoutMs must be a whole number from 100 to 30000.');
  }
  if (typeof name !== 'string' || name === '') throw new TypeError('name must be a text.');
  if (servers !== undefined && (!Array.isArray(servers) || servers.length === 0)) {
    throw new TypeError('servers must be a list of at least one address.');
  }
  // A new one for each question: no cache of an earlier answer, and cancelling ends this question alone.
  const open = (): Resolver => {
    const resolver = new Resolver({ timeout: timeoutMs, tries: TRIES });
    if (servers !== undefined) resolver.setServers(servers);
    return resolver;
  };
  open();
  return Object.freeze<TxtResolver>({
    name,
    async resolveTxt(question, signal) {
      if (signal.aborted) return { kind: 'inconclusive', reason: 'timeout' };
      const resolver = open();
      const cancel = (): void => resolver.cancel();
      signal.addEventListener('abort', cancel);
      try {
        return await ask(resolver, question);
      } finally {
        signal.removeEventListener('abort', cancel);
      }
    },
  });
}

async function ask(resolver: Resolver, question: string): Promise<TxtAnswer> {
  try {
    const answer = await resolver.resolveTxt(question);
    if (answer.length > MOST_RECORDS) return { kind: 'inconclusive', reason: 'too many records' };
    return { kind: 'records', records: answer.map((strings) => strings.join('')) };
  } catch (cause) {
    // Whatever `node:dns` fails with has a code.
    const code = String((cause as NodeJS.ErrnoException).code);
    if (code === 'ENOTFOUND') return { kind: 'absent', reason: 'NXDOMAIN' };
    if (code !== 'ENODATA') return { kind: 'inconclusive', reason: REASONS.get(code) ?? code };
    return (await knowsZone(resolver, question))
      ? { kind: 'absent', reason: 'NODATA' }
      : { kind: 'inconclusive', reason: 'empty answer of a resolver that does not know the zone' };
  }
}

/** As operators of resolvers call it. */
const REASONS: ReadonlyMap<string, string> = new Map([
  ['ESERVFAIL', 'SERVFAIL'],
  ['EREFUSED', 'REFUSED'],
  ['ETIMEOUT', 'timeout'],
  ['ECANCELLED', 'timeout'],
  ['EBADRESP', 'malformed answer'],
  ['EFORMERR', 'FORMERR'],
  ['ENOTIMP', 'NOTIMP'],
  ['ECONNREFUSED', 'connection refused'],
]);

async function knowsZone(resolver: Resolver, question: string): Promise<boolean> {
  const registered = loadTldts().getDomain(question, REGISTRIES_ONLY);
  if (registered === null) return false;
  const soa = await resolver.resolveSoa(registered).catch(() => null);
  return soa !== null;
}
