import type { Rows } from '../catalogue-row.js';
import { CHECK_INPUT, TRY_LATER } from '../public-messages.js';

export interface DomainClaimErrors {
  domain_claim_exists: { readonly domain: string };
  domain_claim_unknown: { readonly domain: string };
  domain_claim_limit: { readonly domain: string; readonly limit: number };
  domain_claim_expired: { readonly domain: string; readonly createdAt: string };
  domain_claim_contended: { readonly domain: string };
}

export const domainClaimRows: Rows<DomainClaimErrors> = {
  domain_claim_exists: {
    meaning: 'The organisation has a claim on this domain already.',
    publicMessage: CHECK_INPUT,
    remedy: 'Make the TXT record of the claim that is there, or remove the claim first to get a new token.',
  },
  domain_claim_unknown: {
    meaning: 'The organisation has no claim on this domain.',
    publicMessage: CHECK_INPUT,
    remedy: 'Reload the list of domains: the claim was removed, or it ended because it was never verified.',
  },
  domain_claim_limit: {
    meaning: 'The organisation has as many domain claims as one may have.',
    publicMessage: CHECK_INPUT,
    remedy: 'Remove claims that are not needed, or raise maxClaims of createDomainClaims.',
  },
  domain_claim_expired: {
    meaning: 'The claim waited too long for its TXT record and was removed.',
    publicMessage: CHECK_INPUT,
    remedy: 'Claim the domain again and make the record with the new token; the old token is void.',
  },
  domain_claim_contended: {
    meaning: 'The claim was changed by others at the same moment, several times in a row.',
    publicMessage: TRY_LATER,
    remedy: 'Try again in a minute.',
  },
};
