import { type Result, refusal, success } from '../errors/index.js';
import { type EmailAddress, parseEmailAddress } from '../organizations/email-address.js';
import { routeByEmail } from '../organizations/resolve.js';
import { ownOption } from '../service-provider/own-option.js';
import type { AccessPolicy } from '../stores/interfaces/access-policies.js';
import type { Member } from '../stores/interfaces/members.js';
import { findMemberByEmail, findPolicy } from './lookups.js';
import type { DirectorySettings } from './settings.js';
import { keepsBreakGlass } from './standing.js';

/** To the identity provider. */
export interface SsoRoute {
  readonly kind: 'sso';
  readonly organizationId: string;
  readonly connectionId: string;
  /** `offered`: the page may offer the application's own way beside it. `break-glass`: only owners and admins have one. */
  readonly password: 'offered' | 'break-glass';
}

/** Nothing is told before the person has proven to read mail at the address. Comes only where `revealDomains` is false. */
export interface UnprovenRoute {
  readonly kind: 'prove-address';
}

export interface RouteOptions {
  /**
   * The person has proven to read mail at the address, by a link or code that was sent there, whatever the address.
   * Counts where `revealDomains` is false. Default false.
   */
  readonly addressProven?: boolean;
}

/**
 * Where a person signs in. `password`: in the application's own way. `refused` comes only where `revealMembership` is
 * set, with what the sign-in would be refused for.
 */
export type SignInRoute =
  | SsoRoute
  | UnprovenRoute
  | { readonly kind: 'password' }
  | {
      readonly kind: 'refused';
      readonly organizationId: string;
      readonly code: 'member_deactivated' | 'not_provisioned';
    };

/** Where a person signs up: `sso` makes the account at sign-in; `open` is the application's own way. */
export type SignUpRoute = SsoRoute | UnprovenRoute | { readonly kind: 'open' };

interface Found {
  readonly route: SsoRoute;
  readonly policy: AccessPolicy;
  /** The address as members have it. */
  readonly address: string;
}

const UNPROVEN: UnprovenRoute = Object.freeze({ kind: 'prove-address' });

/** See `Directory.routeSignIn`. */
export async function routeSignIn(
  settings: DirectorySettings,
  email: string,
  options: RouteOptions = {},
): Promise<Result<SignInRoute>> {
  const found = await findRoute(settings, email, options);
  if (!found.ok) return found;
  if (found.value === 'unproven') return success(UNPROVEN);
  if (found.value === null) return success({ kind: 'password' });
  const { route, policy, address } = found.value;
  // The same answer for everybody of the domain: whether an address is a member's is nothing to tell a stranger.
  if (!settings.revealMembership) return success(route);
  const member = await findMemberByEmail(settings, route.organizationId, address);
  return member.ok ? success(routeOfMember(route, policy, member.value)) : member;
}

/** See `Directory.routeSignUp`. */
export async function routeSignUp(
  settings: DirectorySettings,
  email: string,
  options: RouteOptions = {},
): Promise<Result<SignUpRoute>> {
  const found = await findRoute(settings, email, options);
  if (!found.ok) return found;
  if (found.value === 'unproven') return success(UNPROVEN);
  return success(isManaged(found.value) ? found.value.route : { kind: 'open' });
}

/** Null for who is not sent to an identity provider; `unproven` for who is told nothing yet. */
async function findRoute(
  settings: DirectorySettings,
  email: string,
  options: RouteOptions,
): Promise<Result<Found | 'unproven' | null>> {
  const address = parseEmailAddress(email);
  if (!address.ok) return refusal('sign_in_email_invalid', { reason: address.reason });
  // Before anything is looked up, so that the time tells nothing either.
  if (!settings.revealDomains && ownOption(options, 'addressProven') !== true) return success('unproven');
  return findByDomain(settings, address.value);
}

async function findByDomain(
  settings: DirectorySettings,
  address: EmailAddress,
): Promise<Result<Found | null>> {
  const routed = await routeByEmail(address, settings);
  if (!routed.ok) {
    const { code } = routed.error;
    return code === 'sign_in_domain_unknown' || code === 'sign_in_connection_missing'
      ? success(null)
      : routed;
  }
  const { organizationId, connection } = routed.value;
  const policy = await findPolicy(settings, organizationId);
  if (!policy.ok) return policy;
  const isStrict = policy.value.requireSso || policy.value.membership !== 'invited';
  const password = isStrict ? 'break-glass' : 'offered';
  const route: SsoRoute = { kind: 'sso', organizationId, connectionId: connection.id, password };
  return success({ route, policy: policy.value, address: address.address });
}

/** IdP Managed Access: accounts of the domain are the identity provider's to make. */
function isManaged(found: Found | null): found is Found {
  return found !== null && found.policy.membership !== 'invited';
}

function routeOfMember(route: SsoRoute, { membership }: AccessPolicy, member: Member | null): SignInRoute {
  const { organizationId } = route;
  const isUsable = member !== null && member.status !== 'deactivated';
  // A stranger to this organisation may well be a member of another one, which lets them in by password.
  if (membership === 'invited') return isUsable ? route : { kind: 'password' };
  if (member !== null && !isUsable) return { kind: 'refused', organizationId, code: 'member_deactivated' };
  if (membership === 'jit' || (member !== null && member.scimUserId !== null)) return route;
  if (member !== null && keepsBreakGlass(member)) return { kind: 'password' };
  return { kind: 'refused', organizationId, code: 'not_provisioned' };
}
