import type { JWK } from 'jose';
import type { EntraCloud, ScimWorkloadIdentity } from '../../stores/interfaces/scim-credentials.js';

/** Signing keys of Entra tenants. */
export interface EntraKeys {
  /** The key of this id, or null where the tenant has none that is known; fetches at most every few minutes. */
  find(identity: Pick<ScimWorkloadIdentity, 'cloud' | 'tenantId'>, keyId: string): Promise<JWK | null>;
}

export interface EntraKeysOptions {
  readonly fetchJwks: (url: string) => Promise<string>;
  readonly now: () => Date;
  readonly emit: (event: {
    readonly type: 'entra_keys_unavailable';
    readonly at: Date;
    readonly url: string;
    readonly reason: string;
  }) => void;
}

interface TenantKeys {
  readonly keys: ReadonlyMap<string, JWK>;
  /** Epoch milliseconds; null where it never succeeded. */
  readonly fetchedAt: number | null;
  readonly triedAt: number;
}

const MINUTE = 60_000;
/** An unknown key may be a new one, or a sender's invention: for those nobody fetches more often. */
const UNKNOWN_KEY_INTERVAL = 5 * MINUTE;
/** While no key is known at all, there is nothing to fall back on. */
const FIRST_INTERVAL = 10_000;
const STALE_AFTER = 24 * 60 * MINUTE;
const LONGEST_FETCH = 15_000;
const MOST_TENANTS = 1_000;
const MOST_KEYS = 100;
const LONGEST_DOCUMENT = 1_048_576;
const KEY_ID = /^[A-Za-z0-9._~+/=-]{1,256}$/u;

/** The host that signs and issues for a cloud. Never taken from a token. */
const HOSTS: Readonly<Record<EntraCloud, string>> = {
  global: 'login.microsoftonline.com',
  'us-government': 'login.microsoftonline.us',
  china: 'login.partner.microsoftonline.cn',
};

/** Who issues assertions for this identity. */
export function issuerOf({ cloud, tenantId }: Pick<ScimWorkloadIdentity, 'cloud' | 'tenantId'>): string {
  return `https://${HOSTS[cloud]}/${tenantId}/v2.0`;
}

/** Keeps keys of tenants by their ids. Keys that were fetched once hold on while the service that gives them is down. */
export function entraKeys({ fetchJwks, now, emit }: EntraKeysOptions): EntraKeys {
  const tenants = new Map<string, TenantKeys>();
  const underWay = new Map<string, Promise<void>>();
  const refresh = (url: string, issuer: string): Promise<void> => {
    const running = underWay.get(url);
    if (running !== undefined) return running;
    const triedAt = now().getTime();
    const before = tenants.get(url) ?? { keys: new Map(), fetchedAt: null };
    tenants.delete(url);
    tenants.set(url, { ...before, triedAt });
    for (const oldest of tenants.keys()) if (tenants.size > MOST_TENANTS) tenants.delete(oldest);
    const started = withinTime(() => fetchJwks(url))
      .then((text) => void tenants.set(url, { keys: readKeys(text, issuer), fetchedAt: triedAt, triedAt }))
      .catch((cause: unknown) => {
        const reason = cause instanceof Error ? cause.message : String(cause);
        emit({ type: 'entra_keys_unavailable', at: now(), url, reason: reason.slice(0, 500) });
      })
      .finally(() => underWay.delete(url));
    underWay.set(url, started);
    return started;
  };
  return {
    async find(identity, keyId) {
      if (!KEY_ID.test(keyId)) return null;
      const url = `https://${HOSTS[identity.cloud]}/${identity.tenantId}/discovery/v2.0/keys`;
      const known = tenants.get(url);
      const key = known?.keys.get(keyId);
      const at = now().getTime();
      const interval = known?.fetchedAt === null ? FIRST_INTERVAL : UNKNOWN_KEY_INTERVAL;
      const mayFetch = known === undefined || at - known.triedAt >= interval;
      if (key !== undefined) {
        // A known key does not wait for the news about the others.
        if (mayFetch && at - (known?.fetchedAt ?? 0) >= STALE_AFTER) void refresh(url, issuerOf(identity));
        return key;
      }
      // Whoever comes while keys are being fetched waits for them.
      if (!mayFetch && !underWay.has(url)) return null;
      await refresh(url, issuerOf(identity));
      return tenants.get(url)?.keys.get(keyId) ?? null;
    },
  };
}

async function withinTime(fetching: () => Promise<string>): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`No answer in ${LONGEST_FETCH} ms`)), LONGEST_FETCH);
  });
  try {
    return await Promise.race([fetching(), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** RSA keys for signatures, by id. Throws where the document has none: it must not replace what is known. */
function readKeys(text: string, issuer: string): ReadonlyMap<string, JWK> {
  if (typeof text !== 'string' || text.length > LONGEST_DOCUMENT) throw new Error('The JWKS is too large');
  const document: unknown = JSON.parse(text);
  const listed =
    typeof document === 'object' && document !== null && 'keys' in document ? document.keys : null;
  if (!Array.isArray(listed)) throw new Error('The JWKS has no keys');
  const usable = listed.slice(0, MOST_KEYS).flatMap((each) => readKey(each, issuer));
  if (usable.length === 0) throw new Error('The JWKS has no usable key');
  return new Map(usable);
}

function readKey(value: unknown, issuer: string): readonly (readonly [string, JWK])[] {
  if (typeof value !== 'object' || value === null) return [];
  const { alg, e, issuer: issues, kid, kty, n, use } = value as Readonly<Record<string, unknown>>;
  if (kty !== 'RSA' || typeof kid !== 'string' || typeof n !== 'string' || typeof e !== 'string') return [];
  if ((use !== undefined && use !== 'sig') || (alg !== undefined && alg !== 'RS256')) return [];
  // Entra lists keys of other issuers beside those of the tenant, and says so.
  const tenantId = issuer.split('/')[3] ?? '';
  const isOwn = typeof issues !== 'string' || issues.replace('{tenantid}', tenantId) === issuer;
  return isOwn ? [[kid, { kty, n, e }]] : [];
}
