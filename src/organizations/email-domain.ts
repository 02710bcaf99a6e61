import { type Result, refusal, success } from '../errors/index.js';
import { readDomainName } from './domain-name.js';
import { loadTldts } from './load-tldts.cjs';
import { isPublicMailDomain } from './public-mail-providers.js';

const MAX_SHOWN = 256;
// Complete, so that no member is ever looked up in a prototype.
const REGISTRIES_ONLY = {
  allowIcannDomains: true,
  allowPrivateDomains: false,
  detectIp: true,
  detectSpecialUse: false,
  extractHostname: false,
  mixedInputs: false,
  validHosts: null,
  validateHostname: true,
};

/**
 * Reads the domain that an organisation claims, as an administrator types it: letter case, blanks around it and
 * one dot at its end do not matter. Gives A-labels in lower case, at least two. Refuses a URL, an address, a
 * wildcard, a public suffix such as co.uk, public mail providers, and onmicrosoft.com with its sub-domains.
 */
export function parseClaimedDomain(value: string): Result<string> {
  if (typeof value !== 'string') throw new TypeError('A claimed domain must be a string');
  const trimmed = value.trim();
  const reading = readDomainName(trimmed.endsWith('.') ? trimmed.slice(0, -1) : trimmed);
  if (!reading.ok) {
    return refusal('domain_invalid', { received: value.slice(0, MAX_SHOWN), reason: reading.reason });
  }
  const { domain } = reading;
  if (isPublicSuffix(domain)) return refusal('domain_is_public_suffix', { domain });
  if (isPublicMailDomain(domain)) return refusal('domain_is_public_mail_provider', { domain });
  return success(domain);
}

// Registries' suffixes only. The list's private section names domains of companies that let others use names
// below their own; such a company may claim its own domain, and a claim never covers a sub-domain. A name right
// below a top-level domain that is not on the list (contoso.example) is nobody's suffix.
function isPublicSuffix(domain: string): boolean {
  return loadTldts().getPublicSuffix(domain, REGISTRIES_ONLY) === domain;
}
