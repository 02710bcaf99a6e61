import { areSame, type Octets, octetsOf } from './octets.js';

/**
 * Names that messages are made of. Reading one of them from its bytes gives the very string that the rest of the library
 * compares with, without making a new one: a message has some two hundred names, and comparing a string with itself
 * costs nothing.
 */
const NAMES =
  'saml samlp saml2 saml2p ds dsig xs xsd xsi xmlns ec xenc e md ' +
  'Response Issuer Status StatusCode StatusMessage Assertion Signature SignedInfo CanonicalizationMethod ' +
  'SignatureMethod Reference Transforms Transform InclusiveNamespaces DigestMethod DigestValue SignatureValue ' +
  'KeyInfo X509Data X509Certificate Subject NameID SubjectConfirmation SubjectConfirmationData Conditions ' +
  'AudienceRestriction Audience AuthnStatement AuthnContext AuthnContextClassRef AttributeStatement Attribute ' +
  'AttributeValue EncryptedAssertion EncryptedData EncryptionMethod EncryptedKey CipherData CipherValue ' +
  'ID Version IssueInstant Destination InResponseTo Format Value Algorithm URI PrefixList Method NotBefore ' +
  'NotOnOrAfter Recipient AuthnInstant SessionIndex SessionNotOnOrAfter Name NameFormat FriendlyName type nil';

const SLOTS = 512;

/** All of them behind one another, so that they lie together in the memory. */
const OCTETS: Octets = octetsOf(NAMES);
/** By slot: which name it is, counted from 1, or 0; by name: its text, and where it begins in the octets. */
const SLOT: Uint8Array = new Uint8Array(SLOTS);
const TEXT: string[] = [''];
const START: Uint16Array = new Uint16Array(256);
fillSlots();

/** The name that the octets from `from` up to `end` of a source spell. */
export function nameAt(source: string, octets: Octets, from: number, end: number): string {
  const length = end - from;
  const index = SLOT[slotOf(octets, from, length)] as number;
  const name = TEXT[index] as string;
  return name.length === length && areSame(OCTETS, START[index] as number, octets, from, length)
    ? name
    : source.slice(from, end);
}

/** A slot by length, beginning and end: it only says which one known name to compare with. */
function slotOf({ bytes }: Octets, from: number, length: number): number {
  const first = bytes[from] as number;
  const middle = bytes[from + (length >> 1)] as number;
  const last = bytes[from + length - 1] as number;
  return (length * 94 + first * 53 + middle * 84 + last * 11) & (SLOTS - 1);
}

/** Of two names in one slot only the first is kept; the other is read like an unknown one. */
function fillSlots(): void {
  let start = 0;
  for (const name of NAMES.split(' ')) {
    const slot = slotOf(OCTETS, start, name.length);
    if (SLOT[slot] === 0) {
      SLOT[slot] = TEXT.length;
      START[TEXT.length] = start;
      TEXT.push(name);
    }
    start += name.length + 1;
  }
}
