import { domainToASCII, domainToUnicode } from 'node:url';
import { isSingleScript } from './single-script.js';

/** Why something is not a domain name that could be compared safely. */
export type DomainNameProblem =
  | 'domain-empty-label'
  | 'domain-trailing-dot'
  | 'domain-not-qualified'
  | 'domain-is-ip-address'
  | 'domain-too-long'
  | 'domain-label-too-long'
  | 'domain-character'
  | 'domain-hyphen'
  | 'domain-mixed-script'
  | 'domain-changes-under-mapping'
  | 'domain-punycode';

export type DomainNameReading =
  | { readonly ok: true; readonly domain: string }
  | { readonly ok: false; readonly reason: DomainNameProblem };

/** RFC 1035 §2.3.4: 255 octets on the wire, which are 253 characters of text. */
const MAX_DOMAIN = 253;
const MAX_LABEL = 63;
const ASCII_LABEL = /^[a-z0-9-]+$/;
// IDNA2008 has letters, marks and digits, and the few signs that RFC 5892 appendix A allows in context.
const U_LABEL = /^[\p{L}\p{M}\p{N}\u00b7\u0375\u05f3\u05f4\u30fb-]+$/u;
const JOINERS = /[\u200c\u200d]/g;
const ALL_DIGITS = /^[0-9]+$/;

/**
 * Reads a fully qualified domain name of at least two labels into A-labels in lower case (RFC 5890, UTS #46
 * non-transitional), so that names can be compared to the letter. Refused is whatever UTS #46 would map to
 * anything but the same letter in lower case, a label that mixes scripts, and an A-label that stands for
 * nothing; only the joiners of Persian and Indic names are admitted, and those as A-labels alone.
 */
export function readDomainName(text: string): DomainNameReading {
  if (text.startsWith('[')) return problem('domain-is-ip-address');
  if (text.endsWith('.') && !text.endsWith('..')) return problem('domain-trailing-dot');
  // A label of 63 octets stands for fewer than 63 characters, each of one or two UTF-16 units.
  if (text.length > 2 * MAX_DOMAIN) return problem('domain-too-long');
  const labels: string[] = [];
  for (const part of text.split('.')) {
    const label = readLabel(withLowerCase(part));
    if (!label.ok) return label;
    labels.push(label.domain);
  }
  return readWhole(labels);
}

// Folds a letter only where its lower-case form leads back to it. The Kelvin sign, the dotted capital I and the
// capital sharp s do not: they stay as they are and are refused for changing under mapping.
function withLowerCase(label: string): string {
  let folded = '';
  for (const character of label) {
    const lower = character.toLowerCase();
    folded += lower.toUpperCase() === character ? lower : character;
  }
  return folded;
}

function readLabel(label: string): DomainNameReading {
  if (label === '') return problem('domain-empty-label');
  const reading = ASCII_LABEL.test(label) ? readAsciiLabel(label) : readULabel(label);
  if (!reading.ok) return reading;
  const { domain } = reading;
  if (domain.length > MAX_LABEL) return problem('domain-label-too-long');
  return domain.startsWith('-') || domain.endsWith('-') ? problem('domain-hyphen') : reading;
}

function readAsciiLabel(label: string): DomainNameReading {
  if (!label.startsWith('xn--')) return { ok: true, domain: label };
  const decoded = domainToUnicode(label);
  // Decoding is lenient in Node (a label may stand for plain ASCII, or for nothing): only a round trip counts.
  if (!U_LABEL.test(decoded.replace(JOINERS, '')) || domainToASCII(decoded) !== label) {
    return problem('domain-punycode');
  }
  return isSingleScript(decoded) ? { ok: true, domain: label } : problem('domain-mixed-script');
}

function readULabel(label: string): DomainNameReading {
  // Checked first, because domainToASCII reads its argument as the host of a URL and would, say, undo %2e.
  if (!U_LABEL.test(label)) return problem('domain-character');
  const domain = domainToASCII(label);
  if (domainToUnicode(domain) !== label) return problem('domain-changes-under-mapping');
  return isSingleScript(label) ? { ok: true, domain } : problem('domain-mixed-script');
}

function readWhole(labels: readonly string[]): DomainNameReading {
  const domain = labels.join('.');
  if (domain.length > MAX_DOMAIN) return problem('domain-too-long');
  const last = labels.at(-1);
  if (last === undefined || labels.length < 2) return problem('domain-not-qualified');
  if (ALL_DIGITS.test(last)) return problem('domain-is-ip-address');
  // What is left are rules over the whole name, such as a last label that a URL host reads as a number.
  return domainToASCII(domain) === domain ? { ok: true, domain } : problem('domain-character');
}

function problem(reason: DomainNameProblem): DomainNameReading {
  return { ok: false, reason };
}
