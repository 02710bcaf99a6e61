import type { BlockList, LookupFunction } from 'node:net';
import { isIP } from 'node:net';
import { type AnySsoError, type Refusal, type Result, refusal, success } from '../errors/index.js';
import { isLoopbackHost } from '../organizations/entra-urls.js';
import { isIn, isLoopbackAddress, isPublicAddress } from './guarded-addresses.js';

/** Which addresses may be fetched, and who answers for names. */
export interface FetchGuard {
  readonly ports: readonly number[];
  readonly allowed: BlockList;
  readonly allowLoopback: boolean;
  readonly resolve: (hostname: string) => Promise<readonly string[]>;
}

const LONGEST_URL = 2048;
const LOOPBACK = ['127.0.0.1', '::1'];

/** Carries a refusal through Node's own error events. */
export class GuardError extends Error {
  readonly refusal: Refusal;

  constructor({ error }: Refusal) {
    super(error.message);
    this.refusal = { ok: false, error };
  }
}

/** Reads a URL that is to be fetched and checks all that can be checked without asking for addresses. */
export function readGuardedUrl(text: string, guard: FetchGuard): Result<URL> {
  const url = text.length <= LONGEST_URL && URL.canParse(text) ? new URL(text) : null;
  const invalid = (reason: string): Refusal =>
    refusal('metadata_url_invalid', { received: text.slice(0, LONGEST_URL), reason });
  if (url === null) return invalid('not an absolute URL');
  if (url.username !== '' || url.password !== '') return invalid('it carries credentials');
  const onLoopback = guard.allowLoopback && isLoopbackHost(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && onLoopback)) return invalid('not https');
  const port = url.port === '' ? 443 : Number(url.port);
  if (!onLoopback && !guard.ports.includes(port)) return invalid(`port ${port} is not allowed`);
  url.hash = '';
  const host = hostOf(url);
  if (isIP(host) === 0) return success(url);
  const error = forbidden(host, [host], guard);
  return error === null ? success(url) : { ok: false, error };
}

/** The host as Node connects to it: an IPv6 address without its brackets. */
export function hostOf(url: URL): string {
  return url.hostname.startsWith('[') ? url.hostname.slice(1, -1) : url.hostname;
}

/**
 * A `lookup` for one connection. It is asked when the socket is opened and what it gives is what is connected to, so
 * a name that answers differently the second time (DNS rebinding) gains nothing.
 */
export function guardedLookup(guard: FetchGuard): LookupFunction {
  return (hostname, options, callback) => {
    resolveGuarded(hostname, guard).then(
      (addresses) => {
        const found = addresses.map((address) => ({ address, family: isIP(address) }));
        const [first = { address: '', family: 0 }] = found;
        if (options.all) callback(null, found);
        else callback(null, first.address, first.family);
      },
      (error: Error) => callback(error, '', 0),
    );
  };
}

/** Throws unless the address that the socket is connected to may be fetched. */
export function assertConnectedTo(hostname: string, address: string | undefined, guard: FetchGuard): void {
  const error = forbidden(hostname, [address ?? ''], guard);
  if (error !== null) throw new GuardError({ ok: false, error });
}

async function resolveGuarded(hostname: string, guard: FetchGuard): Promise<readonly string[]> {
  // RFC 6761 §6.3: names under localhost are this machine, whatever a name server says.
  const isLocal = guard.allowLoopback && isLoopbackHost(hostname);
  const addresses = isLocal ? LOOPBACK : await guard.resolve(hostname);
  if (addresses.length === 0) throw new Error(`${hostname} has no address`);
  const error = forbidden(hostname, addresses, guard);
  if (error !== null) throw new GuardError({ ok: false, error });
  return addresses;
}

/** One forbidden address among good ones refuses them all: which one is used would be a matter of luck. */
function forbidden(hostname: string, addresses: readonly string[], guard: FetchGuard): AnySsoError | null {
  const host = isIP(hostname) === 6 ? `[${hostname}]` : hostname;
  const onLoopback = guard.allowLoopback && isLoopbackHost(host);
  const address = addresses.find(
    (each) =>
      !isPublicAddress(each) && !isIn(guard.allowed, each) && !(onLoopback && isLoopbackAddress(each)),
  );
  if (address === undefined) return null;
  return refusal('metadata_address_forbidden', { host: hostname, address }).error;
}
