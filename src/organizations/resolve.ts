import { type Refusal, type Result, refusal, success } from '../errors/index.js';
import type { ConnectionStore, DomainClaimStore } from '../stores/interfaces/sign-in.js';
import type { Connection } from './connection.js';
import { type EmailAddress, isEmailAddress } from './email-address.js';

/** What was verified before: the connection whose key signed, and the address that it asserts. */
export interface VerifiedAddress {
  readonly connection: Connection;
  readonly email: EmailAddress;
}

/** The organisation that a person signs in to, and the claimed domain that admits the address. */
export interface ClaimedDomain {
  readonly organizationId: string;
  /** A-labels, lower case. */
  readonly domain: string;
}

/**
 * Holds an asserted address against the verified claims of the organisation that owns the connection. The match
 * is exact: a sub-domain is a claim of its own. The organisation is always the connection's, never one that was
 * found by the address. Throws `TypeError` unless `email` comes from `parseEmailAddress`.
 */
export async function resolveClaimedDomain(
  { connection, email }: VerifiedAddress,
  domainClaims: DomainClaimStore,
): Promise<Result<ClaimedDomain>> {
  const emailDomain = domainOf(email);
  const { organizationId } = connection;
  try {
    const owner = await domainClaims.findOrganization(emailDomain);
    if (typeof owner === 'string' && owner === organizationId) {
      return success({ organizationId, domain: emailDomain });
    }
    if (typeof owner === 'string') return refusal('email_domain_claimed_by_other', { emailDomain });
    const claimedDomains = await domainClaims.listVerified(organizationId);
    return refusal('email_domain_not_claimed', { emailDomain, claimedDomains: [...claimedDomains] });
  } catch (cause) {
    return storeUnavailable('domainClaims', cause);
  }
}

/** Where `routeByEmail` looks. */
export interface RoutingStores {
  readonly domainClaims: DomainClaimStore;
  readonly connections: ConnectionStore;
}

/** The connection that a person is sent to. */
export interface Route {
  readonly organizationId: string;
  readonly connection: Connection;
}

/**
 * Finds where the person of an address signs in: the organisation with the verified claim on exactly its domain,
 * then that organisation's enabled connection. Of several enabled ones it is the first by id, in the order of
 * UTF-16 code units; start by connection to choose another. Throws `TypeError` unless `email` comes from
 * `parseEmailAddress`.
 */
export async function routeByEmail(email: EmailAddress, stores: RoutingStores): Promise<Result<Route>> {
  const emailDomain = domainOf(email);
  let organizationId: string | null;
  try {
    organizationId = await stores.domainClaims.findOrganization(emailDomain);
  } catch (cause) {
    return storeUnavailable('domainClaims', cause);
  }
  if (typeof organizationId !== 'string') return refusal('sign_in_domain_unknown', { emailDomain });
  let connections: readonly Connection[];
  try {
    connections = await stores.connections.findByOrganization(organizationId);
  } catch (cause) {
    return storeUnavailable('connections', cause);
  }
  const connection = firstEnabled(connections, organizationId);
  return connection === null
    ? refusal('sign_in_connection_missing', { organizationId })
    : success({ organizationId, connection });
}

function firstEnabled(connections: readonly Connection[], organizationId: string): Connection | null {
  let first: Connection | null = null;
  for (const connection of connections) {
    if (connection.enabled !== true || connection.organizationId !== organizationId) continue;
    if (first === null || connection.id < first.id) first = connection;
  }
  return first;
}

function domainOf(email: EmailAddress): string {
  if (!isEmailAddress(email)) throw new TypeError('The address must come from parseEmailAddress');
  return email.domain;
}

function storeUnavailable(store: string, cause: unknown): Refusal {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return refusal('store_unavailable', { store, reason }, { cause });
}
