import type { IdpCertificate } from '../certificates/idp-certificate.js';
import { type Refusal, type Result, refusal, success } from '../errors/index.js';
import type { Connection } from '../organizations/connection.js';
import { attributeOf, childOf } from '../xml/lookup.js';
import { textOf } from '../xml/text.js';
import type { XmlElement } from '../xml/xml-element.js';
import type { Assertion, AuthnStatement, NameId, SubjectConfirmation } from './assertion.js';
import { assertionModel } from './assertion-model.js';
import { violationOf } from './content-model.js';
import { TimeReader } from './date-time.js';
import type { Envelope } from './envelope.js';
import { extractAttributes } from './extract-attributes.js';
import { extractConditions } from './extract-conditions.js';
import { ASSERTION, ENTITY_FORMAT, PERSISTENT_FORMAT, TRANSIENT_FORMAT } from './names.js';
import { type SignedContent, type SignedParts, signedPartsOf } from './verify.js';
import type { VerifiedBytes } from './verify-signature.js';

/** What was read from signed bytes, and what was said around it. */
export interface Extracted {
  readonly assertion: Assertion;
  readonly envelope: Envelope;
  readonly envelopeIsSigned: boolean;
  readonly assertionWasEncrypted: boolean;
  readonly connection: Connection;
  /** Whose key made the signature of the assertion, else that of the Response around it. */
  readonly signedBy: IdpCertificate;
}

// Proof that an assertion was read from signed bytes. Only this file can make one.
class SignedAssertionProof {
  readonly #extracted: Extracted;

  constructor(extracted: Extracted) {
    this.#extracted = extracted;
  }

  static extracted(signed: SignedAssertion): Extracted {
    return signed.#extracted;
  }
}
// An instance does not lead to its class either.
Reflect.deleteProperty(SignedAssertionProof.prototype, 'constructor');

/** An assertion as it was signed, not yet checked. */
export type SignedAssertion = SignedAssertionProof;

/** What was extracted. A forged `SignedAssertion` throws a TypeError. */
export const extractedOf: (signed: SignedAssertion) => Extracted = SignedAssertionProof.extracted;

/** Extract stage: reads the assertion out of the signed content; it never sees the posted document (saml-core 2.3.3). */
export function extractAssertion(signed: SignedContent): Result<SignedAssertion> {
  const parts = signedPartsOf(signed);
  const { assertion, envelope, envelopeIsSigned, connection } = parts;
  const read = readAssertion(assertion);
  if (!read.ok) return read;
  const signedBy = signerOf(parts);
  return success(
    new SignedAssertionProof({
      assertion: read.value,
      envelope,
      envelopeIsSigned,
      assertionWasEncrypted: parts.decrypted !== null,
      connection,
      signedBy,
    }),
  );
}

function signerOf({ decrypted, verified }: SignedParts): IdpCertificate {
  const signatures = [...(decrypted?.verified ?? []), ...verified];
  const own = signatures.find(({ element }) => element === 'Assertion');
  // Without one of its own it is covered by that of the Response: what no signature covers is not here.
  return (own ?? (signatures[0] as VerifiedBytes)).certificate;
}

function readAssertion(element: XmlElement): Result<Assertion> {
  const absent = absenceIn(element);
  if (absent !== null) return absent;
  const violation = violationOf(element, assertionModel);
  if (violation !== null) return violation;

  const subject = childOf(element, ASSERTION, 'Subject') as XmlElement;
  const conditions = extractConditions(childOf(element, ASSERTION, 'Conditions') as XmlElement);
  if (!conditions.ok) return conditions;
  const attributes = extractAttributes(childrenOf(element, 'AttributeStatement'));
  if (!attributes.ok) return attributes;
  const times = new TimeReader();
  const issueInstant = times.read('Assertion', 'IssueInstant', attributeOf(element, 'IssueInstant'));
  const subjectConfirmations = childrenOf(subject, 'SubjectConfirmation').map((child) =>
    confirmation(child, times),
  );
  const authnStatements = childrenOf(element, 'AuthnStatement').map((child) => authnStatement(child, times));
  if (times.failure !== null) return times.failure;
  return success({
    id: attributeOf(element, 'ID') as string,
    issueInstant: issueInstant as number,
    issuer: textOf(childOf(element, ASSERTION, 'Issuer') as XmlElement),
    nameId: nameId(childOf(subject, ASSERTION, 'NameID') as XmlElement),
    subjectConfirmations,
    conditions: conditions.value,
    authnStatements,
    attributes: attributes.value,
  });
}

/** What the profile requires and is not there, each with its own code, before the schema is consulted. */
function absenceIn(element: XmlElement): Refusal | null {
  const version = attributeOf(element, 'Version');
  if (version !== '2.0') return refusal('assertion_version_not_supported', { received: version });
  const issuer = childOf(element, ASSERTION, 'Issuer');
  if (issuer === null) return refusal('assertion_issuer_missing', {});
  if (textOf(issuer).trim() === '') return refusal('value_blank', { element: 'Issuer' });
  const format = attributeOf(issuer, 'Format');
  if (format !== null && format !== ENTITY_FORMAT)
    return refusal('issuer_format_not_entity', { received: format });
  const subject = childOf(element, ASSERTION, 'Subject');
  if (subject === null) return refusal('subject_missing', {});
  const identifier = identifierAbsence(subject);
  if (identifier !== null) return identifier;
  if (childOf(subject, ASSERTION, 'SubjectConfirmation') === null)
    return refusal('subject_confirmation_missing', {});
  if (childOf(element, ASSERTION, 'Conditions') === null) return refusal('conditions_missing', {});
  return childOf(element, ASSERTION, 'AuthnStatement') === null
    ? refusal('authn_statement_missing', {})
    : null;
}

/** Longest NameID of the formats whose length the specification limits, and of ours for all others. */
const MAX_NAME_ID = 1_024;
const MAX_OPAQUE_NAME_ID = 256;

/** What nobody can see makes two NameIDs look like one (saml-core 1.3.1 compares them to the letter). */
const PADDED = /^[\s\p{C}]|[\s\p{C}]$|\p{Cc}/u;

function identifierAbsence(subject: XmlElement): Refusal | null {
  const element = childOf(subject, ASSERTION, 'NameID');
  if (element === null) {
    return childOf(subject, ASSERTION, 'EncryptedID') === null
      ? refusal('name_id_missing', {})
      : refusal('name_id_encrypted', {});
  }
  const { value, format } = nameId(element);
  if (value.trim() === '') return refusal('value_blank', { element: 'NameID' });
  if (PADDED.test(value)) return refusal('name_id_padded', {});
  const maximum =
    format === PERSISTENT_FORMAT || format === TRANSIENT_FORMAT ? MAX_OPAQUE_NAME_ID : MAX_NAME_ID;
  return value.length > maximum ? refusal('name_id_too_long', { length: value.length, maximum }) : null;
}

function nameId(element: XmlElement): NameId {
  return {
    value: textOf(element),
    format: attributeOf(element, 'Format'),
    nameQualifier: attributeOf(element, 'NameQualifier'),
    spNameQualifier: attributeOf(element, 'SPNameQualifier'),
  };
}

function confirmation(element: XmlElement, times: TimeReader): SubjectConfirmation {
  const method = attributeOf(element, 'Method') as string;
  const data = childOf(element, ASSERTION, 'SubjectConfirmationData');
  if (data === null) return { method, data: null };
  const time = (name: string): number | null =>
    times.read('SubjectConfirmationData', name, attributeOf(data, name));
  return {
    method,
    data: {
      recipient: attributeOf(data, 'Recipient'),
      inResponseTo: attributeOf(data, 'InResponseTo'),
      notBefore: time('NotBefore'),
      notOnOrAfter: time('NotOnOrAfter'),
    },
  };
}

function authnStatement(element: XmlElement, times: TimeReader): AuthnStatement {
  const time = (name: string): number | null =>
    times.read('AuthnStatement', name, attributeOf(element, name));
  const context = childOf(element, ASSERTION, 'AuthnContext') as XmlElement;
  const classRef = childOf(context, ASSERTION, 'AuthnContextClassRef');
  return {
    authnInstant: time('AuthnInstant') as number,
    sessionIndex: attributeOf(element, 'SessionIndex'),
    sessionNotOnOrAfter: time('SessionNotOnOrAfter'),
    authnContextClassRef: classRef && textOf(classRef),
  };
}

function childrenOf(element: XmlElement, localName: string): XmlElement[] {
  return element.children.filter((child) => child.localName === localName && child.namespace === ASSERTION);
}
