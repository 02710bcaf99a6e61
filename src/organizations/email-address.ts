import { type DomainNameProblem, readDomainName } from './domain-name.js';

/** Why a value is not an address whose domain could be compared safely. */
export type EmailAddressProblem =
  | DomainNameProblem
  | 'empty'
  | 'too-long'
  | 'invisible-character'
  | 'at-sign-count'
  | 'local-part-empty'
  | 'local-part-too-long'
  | 'local-part-character'
  | 'local-part-dot';

export type EmailAddressReading =
  | { readonly ok: true; readonly value: EmailAddress }
  | { readonly ok: false; readonly reason: EmailAddressProblem };

// The proof that an address passed the grammar. The class is not exported as a value: only parseEmailAddress
// makes one, and isEmailAddress tells a forged object from it.
class EmailAddressProof {
  readonly #genuine = true;
  /** Local part as received, then `@`, then the domain as A-labels in lower case. */
  readonly address: string;
  readonly localPart: string;
  /** A-labels, lower case, no trailing dot: what is compared with claimed domains. */
  readonly domain: string;

  constructor(localPart: string, domain: string) {
    this.address = `${localPart}@${domain}`;
    this.localPart = localPart;
    this.domain = domain;
    Object.freeze(this);
  }

  static isGenuine(value: unknown): value is EmailAddressProof {
    return typeof value === 'object' && value !== null && #genuine in value;
  }
}
// An address does not lead to its class either.
Reflect.deleteProperty(EmailAddressProof.prototype, 'constructor');

/** An address that passed the strict grammar. Only `parseEmailAddress` makes one. */
export type EmailAddress = EmailAddressProof;

/** RFC 5321 §4.5.3.1: a path has 256 octets, two of which are its angle brackets. */
const MAX_ADDRESS = 254;
const MAX_LOCAL_PART = 64;
/** Control, format, private, unassigned and lone surrogate characters; white space; what is drawn as nothing. */
const INVISIBLE = /[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/u;
/** RFC 5322 atext, with the letters, marks and digits of RFC 6531. */
const ATOM = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+$/u;
const NOT_AT_START = /^\p{M}/u;

/**
 * Reads an email address: one dot-atom, one `@`, a fully qualified domain (RFC 5321 §4.1.2, RFC 6531). At most
 * 254 octets, 64 of them before the `@`. The local part is kept to the letter, never folded; the domain becomes
 * A-labels in lower case. Refuses quoted local parts, comments, display names, address literals, and every
 * character that cannot be seen; nothing is trimmed or repaired.
 */
export function parseEmailAddress(value: string): EmailAddressReading {
  if (typeof value !== 'string') throw new TypeError('An email address must be a string');
  if (value === '') return problem('empty');
  if (value.length > MAX_ADDRESS || octets(value) > MAX_ADDRESS) return problem('too-long');
  if (INVISIBLE.test(value)) return problem('invisible-character');
  const at = value.indexOf('@');
  if (at === -1 || at !== value.lastIndexOf('@')) return problem('at-sign-count');
  const localPart = value.slice(0, at);
  const localPartProblem = problemOfLocalPart(localPart);
  if (localPartProblem !== null) return problem(localPartProblem);
  const reading = readDomainName(value.slice(at + 1));
  if (!reading.ok) return reading;
  // A-labels are longer than what they stand for, and the address is sent and stored with them.
  if (octets(localPart) + 1 + reading.domain.length > MAX_ADDRESS) return problem('too-long');
  return { ok: true, value: new EmailAddressProof(localPart, reading.domain) };
}

/** Whether `value` was made by `parseEmailAddress` of this copy of the library. */
export function isEmailAddress(value: unknown): value is EmailAddress {
  return EmailAddressProof.isGenuine(value);
}

function problemOfLocalPart(localPart: string): EmailAddressProblem | null {
  if (localPart === '') return 'local-part-empty';
  if (octets(localPart) > MAX_LOCAL_PART) return 'local-part-too-long';
  // Two spellings that look the same must not be two people: only the composed one is let in.
  if (localPart.normalize('NFC') !== localPart) return 'local-part-character';
  for (const atom of localPart.split('.')) {
    if (atom === '') return 'local-part-dot';
    if (!ATOM.test(atom) || NOT_AT_START.test(atom)) return 'local-part-character';
  }
  return null;
}

function octets(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}

function problem(reason: EmailAddressProblem): EmailAddressReading {
  return { ok: false, reason };
}
