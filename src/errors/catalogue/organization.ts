import type { Rows } from '../catalogue-row.js';
import { ACCOUNT_NOT_ADMITTED, CHECK_INPUT } from '../public-messages.js';

export interface OrganizationErrors {
  email_domain_not_claimed: { readonly emailDomain: string; readonly claimedDomains: readonly string[] };
  email_domain_claimed_by_other: { readonly emailDomain: string };
  sign_in_email_invalid: { readonly reason: string };
  sign_in_domain_unknown: { readonly emailDomain: string };
  sign_in_connection_missing: { readonly organizationId: string };
  domain_invalid: { readonly received: string; readonly reason: string };
  domain_is_public_suffix: { readonly domain: string };
  domain_is_public_mail_provider: { readonly domain: string };
  domain_already_claimed: { readonly domain: string };
}

export const organizationRows: Rows<OrganizationErrors> = {
  email_domain_not_claimed: {
    meaning: 'The domain of the asserted address is not a verified claim of the organisation.',
    publicMessage: ACCOUNT_NOT_ADMITTED,
    remedy:
      'Claim and verify the domain for this organisation, or sign in with an address of a claimed domain.',
    reference: 'SDP-SP16, SDP-SP17',
  },
  email_domain_claimed_by_other: {
    meaning: 'The domain of the asserted address is a verified claim of another organisation.',
    publicMessage: ACCOUNT_NOT_ADMITTED,
    remedy: 'An identity provider may only assert addresses of its own organisation’s domains.',
    reference: 'SDP-SP16, SDP-SP17',
  },
  sign_in_email_invalid: {
    meaning: 'What was typed as email address is not one.',
    publicMessage: 'Enter your work email address, such as name@example.com.',
    remedy: 'Ask the person to type the address again.',
  },
  sign_in_domain_unknown: {
    meaning: 'No organisation has a verified claim on the domain of the address.',
    publicMessage: 'Single sign-on is not available for this email address.',
    remedy: 'Claim and verify the domain, or offer another way to sign in.',
  },
  sign_in_connection_missing: {
    meaning: 'The organisation has no enabled connection.',
    publicMessage: 'Single sign-on is not available for this email address.',
    remedy: 'Complete and enable single sign-on in the organisation’s settings.',
  },
  domain_invalid: {
    meaning: 'The claimed domain is not a domain name.',
    publicMessage: CHECK_INPUT,
    remedy: 'Enter the domain alone, such as example.com, without https://, without @ and without *.',
  },
  domain_is_public_suffix: {
    meaning: 'The claimed domain is a public suffix, under which many owners register names.',
    publicMessage: CHECK_INPUT,
    remedy: 'Claim the domain of your own addresses.',
  },
  domain_is_public_mail_provider: {
    meaning: 'The claimed domain belongs to a public mail provider or to Microsoft’s shared onmicrosoft.com.',
    publicMessage: CHECK_INPUT,
    remedy: 'Claim a domain that only your organisation’s people have addresses in.',
  },
  domain_already_claimed: {
    meaning: 'Another organisation has a verified claim on this domain.',
    publicMessage: CHECK_INPUT,
    remedy: 'A domain belongs to one organisation at a time; release it there first.',
  },
};
