import { lookup } from 'node:dns/promises';
import { type Refusal, type Result, refusal, success } from '../errors/index.js';
import { cloudOfLoginHost } from '../organizations/entra-urls.js';
import {
  type FederationMetadata,
  type ParseFederationMetadataOptions,
  parseFederationMetadata,
} from './federation-metadata.js';
import { subnets } from './guarded-addresses.js';
import { fetchGuarded } from './guarded-fetch.js';
import { type FetchGuard, readGuardedUrl } from './guarded-url.js';
import { ownOptions } from './own-options.js';

export interface FetchFederationMetadataOptions extends ParseFederationMetadataOptions {
  /** For all of it, redirects included: 1–60 seconds, default 10. */
  readonly timeoutSeconds?: number;
  /** Default `[443]`. */
  readonly ports?: readonly number[];
  /** PEM certificates of the authorities that the server’s TLS certificate may come from; default those of Node. */
  readonly certificateAuthorities?: readonly string[];
  /** Addresses and subnets beyond the public Internet, such as `['10.1.2.0/24']` for an identity provider in-house. */
  readonly dangerouslyAllowAddresses?: readonly string[];
  /** For development: http and https to `localhost`, `*.localhost` and loopback addresses, on every port. */
  readonly dangerouslyAllowLoopback?: boolean;
  /** All addresses of a host name. Default: those of the operating system. */
  readonly resolve?: (hostname: string) => Promise<readonly string[]>;
}

export interface FetchedFederationMetadata {
  readonly metadata: FederationMetadata;
  /** Where the document came from in the end. */
  readonly url: string;
  /** False only where `dangerouslyAllowLoopback` let it come over http from this machine. */
  readonly overHttps: boolean;
}

const MOST_REDIRECTS = 3;

/**
 * Fetches federation metadata from a URL that an administrator gave, such as “App Federation Metadata Url”, and reads
 * them as `parseFederationMetadata` does.
 *
 * https on port 443 only. The addresses of the host are checked when the connection is opened, and what was checked is
 * what is connected to: private, loopback, link-local, shared, translated, multicast and reserved ones are refused, of
 * IPv6 all but global unicast. At most three redirects, each checked in the same way and never to http; at most 1 MiB;
 * no compression; no proxies of the environment. What the server is worth is what its TLS certificate is worth.
 */
export async function fetchFederationMetadata(
  url: string,
  options?: FetchFederationMetadataOptions,
): Promise<Result<FetchedFederationMetadata>> {
  const own = ownOptions(options);
  if (typeof url !== 'string') throw new TypeError('The metadata URL is not a string.');
  const guard = guardOf(own);
  const milliseconds = timeoutOf(own);
  const deadline = Date.now() + milliseconds;
  const certificateAuthorities = own.certificateAuthorities ?? null;
  const first = readGuardedUrl(url, guard);
  if (!first.ok) return first;
  let current = first.value;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
    const answer = await fetchGuarded({
      url: current,
      guard,
      certificateAuthorities,
      deadline,
      milliseconds,
    });
    if (!answer.ok) return answer;
    if (answer.value.kind === 'document') return readFetched(answer.value.document, current, own);
    const next = followed(current, answer.value.location, guard);
    if (!next.ok) return next;
    current = next.value;
  }
  return refusal('metadata_redirects_too_many', { url: current.href, limit: MOST_REDIRECTS });
}

function followed(from: URL, location: string, guard: FetchGuard): Result<URL> {
  const to = URL.canParse(location, from.href) ? new URL(location, from.href).href : location;
  const next = readGuardedUrl(to, guard);
  const forbidden = (reason: string): Refusal =>
    refusal('metadata_redirect_forbidden', { from: from.href, to: to.slice(0, 2048), reason });
  if (!next.ok) {
    const { error } = next;
    return error.code === 'metadata_url_invalid' ? forbidden(error.details.reason) : next;
  }
  return from.protocol === 'https:' && next.value.protocol !== 'https:' ? forbidden('not https') : next;
}

function readFetched(
  document: Buffer,
  url: URL,
  options: FetchFederationMetadataOptions,
): Result<FetchedFederationMetadata> {
  const parsed = parseFederationMetadata(document, options);
  if (!parsed.ok) return parsed;
  const metadata = isTenantWide(url) ? withTenantWideWarning(parsed.value) : parsed.value;
  return success(Object.freeze({ metadata, url: url.href, overHttps: url.protocol === 'https:' }));
}

/** Entra’s metadata for the tenant instead of for the application: other keys than the application signs with. */
function isTenantWide(url: URL): boolean {
  const isEntra =
    cloudOfLoginHost(url.hostname) !== undefined && /\/federationmetadata\//i.test(url.pathname);
  return isEntra && ![...url.searchParams.keys()].some((name) => name.toLowerCase() === 'appid');
}

function withTenantWideWarning(metadata: FederationMetadata): FederationMetadata {
  const message =
    'The URL is that of the whole tenant. Take the App Federation Metadata Url, which ends with ?appid=<application id>: the application signs with a certificate of its own.';
  const warnings = [...metadata.warnings, Object.freeze({ code: 'tenant_wide_metadata' as const, message })];
  return Object.freeze({ ...metadata, warnings: Object.freeze(warnings) });
}

function guardOf(options: FetchFederationMetadataOptions): FetchGuard {
  const { ports = [443], dangerouslyAllowAddresses = [], dangerouslyAllowLoopback = false } = options;
  const { resolve = resolveBySystem } = options;
  if (!Array.isArray(ports) || !ports.every(isPort)) throw new TypeError('options.ports must be ports.');
  if (!Array.isArray(dangerouslyAllowAddresses)) {
    throw new TypeError('options.dangerouslyAllowAddresses must be an array.');
  }
  if (typeof dangerouslyAllowLoopback !== 'boolean') {
    throw new TypeError('options.dangerouslyAllowLoopback must be true or false.');
  }
  if (typeof resolve !== 'function') throw new TypeError('options.resolve must be a function.');
  return {
    ports,
    allowed: subnets(dangerouslyAllowAddresses),
    allowLoopback: dangerouslyAllowLoopback,
    resolve,
  };
}

function isPort(port: unknown): boolean {
  return Number.isInteger(port) && Number(port) > 0 && Number(port) < 65_536;
}

function timeoutOf({ timeoutSeconds = 10 }: FetchFederationMetadataOptions): number {
  if (typeof timeoutSeconds !== 'number' || !(timeoutSeconds >= 1 && timeoutSeconds <= 60)) {
    throw new TypeError('options.timeoutSeconds must be a number from 1 to 60.');
  }
  return timeoutSeconds * 1000;
}

async function resolveBySystem(hostname: string): Promise<readonly string[]> {
  const found = await lookup(hostname, { all: true });
  return found.map(({ address }) => address);
}
