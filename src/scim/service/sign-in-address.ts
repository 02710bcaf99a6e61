import { type EmailAddress, parseEmailAddress } from '../../organizations/email-address.js';
import type { ScimDocument } from '../../stores/interfaces/scim.js';
import { type ScimRefusal, scimRefusal } from '../scim-error.js';
import type { ScimSettings } from './settings.js';

/** The text that a person would sign in by, and the attribute that has it. */
export interface SignInAddress {
  readonly attribute: string;
  readonly text: string;
}

/** Whether the address of a user admits them to the organisation. */
export type AddressStanding =
  | { readonly kind: 'claimed'; readonly address: EmailAddress }
  /** The domain is not the organisation's; null where there is no address at all. */
  | { readonly kind: 'foreign'; readonly attribute: string; readonly domain: string | null };

/**
 * What a user would sign in by: the primary address of type work, else the first of type work, else the primary one, else
 * the userName.
 */
export function signInAddressOf(resource: ScimDocument): SignInAddress {
  const emails = Array.isArray(resource['emails']) ? resource['emails'] : [];
  const isWork = (email: unknown) => String(own(email, 'type')).toLowerCase() === 'work';
  const isPrimary = (email: unknown) => own(email, 'primary') === true;
  const chosen =
    emails.find((email) => isWork(email) && isPrimary(email)) ??
    emails.find(isWork) ??
    emails.find(isPrimary);
  const text = own(chosen, 'value');
  if (typeof text === 'string') return { attribute: 'emails[type eq "work"].value', text };
  return { attribute: 'userName', text: String(resource['userName'] ?? '') };
}

/** Holds the sign-in address against the verified claims of the organisation. The match is exact, as at sign-in. */
export async function standingOf(
  { domainClaims }: ScimSettings,
  organizationId: string,
  resource: ScimDocument,
): Promise<AddressStanding> {
  const { attribute, text } = signInAddressOf(resource);
  const parsed = parseEmailAddress(text);
  if (!parsed.ok) return { kind: 'foreign', attribute, domain: null };
  const { domain } = parsed.value;
  const owner = await domainClaims.findOrganization(domain);
  return typeof owner === 'string' && owner === organizationId
    ? { kind: 'claimed', address: parsed.value }
    : { kind: 'foreign', attribute, domain };
}

/** What the client is told of a foreign address, so that the administrator of the customer knows what to do. */
export function foreignRefusal({
  attribute,
  domain,
}: Extract<AddressStanding, { kind: 'foreign' }>): ScimRefusal {
  const detail =
    domain === null
      ? `${attribute} is not an email address, so the person could not sign in. Map an attribute with the work address to emails[type eq "work"].value, or to userName.`
      : `The domain ${domain} in ${attribute} is not a verified domain of this organisation. Verify it in the application, map an attribute with an address in a verified domain, or take the person out of the scope of provisioning.`;
  return scimRefusal(400, 'invalidValue', detail);
}

function own(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}
