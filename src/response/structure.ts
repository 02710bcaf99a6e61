import { type Refusal, type Result, refusal, success } from '../errors/index.js';
import { attributeOf, childOf } from '../xml/lookup.js';
import { readXml } from '../xml/read-xml.js';
import { textOf } from '../xml/text.js';
import type { XmlDocument, XmlElement } from '../xml/xml-element.js';
import { violationOf } from './content-model.js';
import { bytesOf, type DecodedXml, decodeResponse } from './decode.js';
import { encryptedAssertionViolation } from './encrypted-assertion.js';
import { type Envelope, readEnvelope } from './envelope.js';
import { ASSERTION, DSIG, PROTOCOL, STATUS_SUCCESS } from './names.js';
import { isAssertion, isEncryptedAssertion, isSignature, placementViolation } from './placement.js';
import { responseModel } from './response-model.js';
import { signatureShapeViolation } from './signature-shape.js';

/** The parts of a Response whose structure was checked. */
export interface ResponseParts {
  readonly response: XmlElement;
  readonly responseSignature: XmlElement | null;
  /** Null where it is encrypted, and where the Status is not Success: such a Response leads to no sign-in, whatever else it carries. */
  readonly assertion: XmlElement | null;
  readonly assertionSignature: XmlElement | null;
  /** In place of an assertion; at most one of the two is there. */
  readonly encryptedAssertion: XmlElement | null;
  readonly envelope: Envelope;
}

// Proof that a message has the one structure that claimgate reads. Only this file can make one.
class UnverifiedResponseProof {
  readonly #parts: ResponseParts;

  constructor(parts: ResponseParts) {
    this.#parts = parts;
  }

  static parts(unverified: UnverifiedResponse): ResponseParts {
    return unverified.#parts;
  }

  /** Response/Issuer, or Assertion/Issuer where the Response has none, as anybody could have written it. */
  get unverifiedIssuer(): string | null {
    const { assertion, envelope } = this.#parts;
    const issuer = assertion && childOf(assertion, ASSERTION, 'Issuer');
    return envelope.issuer ?? (issuer && textOf(issuer));
  }

  /** Response/@InResponseTo, as anybody could have written it. */
  get unverifiedInResponseTo(): string | null {
    return this.#parts.envelope.inResponseTo;
  }
}
// An instance does not lead to its class either.
Reflect.deleteProperty(UnverifiedResponseProof.prototype, 'constructor');

/** A Response of sound structure, of which nothing is verified yet. */
export type UnverifiedResponse = UnverifiedResponseProof;

/** The parts of an unverified Response. A forged `UnverifiedResponse` throws a TypeError. */
export const partsOf: (unverified: UnverifiedResponse) => ResponseParts = UnverifiedResponseProof.parts;

/**
 * Decodes and reads a posted SAMLResponse and checks its structure; verifies nothing. What comes back may be
 * used to find the request that it claims to answer, for nothing else.
 */
export function readUnverifiedResponse(samlResponse: string): Result<UnverifiedResponse> {
  const decoded = decodeResponse(samlResponse);
  return decoded.ok ? checkStructure(decoded.value) : decoded;
}

/**
 * Structure stage: exactly one samlp:Response 2.0 of the closed model, exactly one assertion as its direct
 * child, signatures only as direct children of those two and about nothing but their parent, every ID once.
 */
export function checkStructure(decoded: DecodedXml): Result<UnverifiedResponse> {
  const read = readXml(bytesOf(decoded));
  if (!read.ok) return read;
  const parts = responseParts(read.value);
  return parts.ok ? success(new UnverifiedResponseProof(parts.value)) : parts;
}

/** The parts of a document that must be a Response; also used on canonical bytes after verification. */
export function responseParts(document: XmlDocument): Result<ResponseParts> {
  const { root } = document;
  if (root.localName !== 'Response' || root.namespace !== PROTOCOL) {
    return refusal('root_not_response', { received: `{${root.namespace}}${root.localName}` });
  }
  const violation = versionViolation(root) ?? placementViolation(document) ?? modelViolation(root);
  if (violation !== null) return violation;

  const envelope = readEnvelope(root);
  if (!envelope.ok) return envelope;
  const sole = soleAssertion(root, envelope.value);
  if (!sole.ok) return sole;
  const assertion = sole.value && isAssertion(sole.value) ? sole.value : null;
  const encryptedAssertion = assertion === null ? sole.value : null;
  const shape =
    signatureShapeViolation(root) ??
    (assertion && signatureShapeViolation(assertion)) ??
    (encryptedAssertion && encryptedAssertionViolation(encryptedAssertion));
  if (shape !== null) return shape;
  return success({
    response: root,
    responseSignature: childOf(root, DSIG, 'Signature'),
    assertion,
    assertionSignature: assertion && childOf(assertion, DSIG, 'Signature'),
    encryptedAssertion,
    envelope: envelope.value,
  });
}

function versionViolation(response: XmlElement): Refusal | null {
  const version = attributeOf(response, 'Version');
  return version === '2.0' ? null : refusal('response_version_not_supported', { received: version });
}

function modelViolation(response: XmlElement): Refusal | null {
  const status = childOf(response, PROTOCOL, 'Status');
  if (status === null) return refusal('status_missing', {});
  const code = childOf(status, PROTOCOL, 'StatusCode');
  if (code === null || !attributeOf(code, 'Value')) return refusal('status_code_missing', {});
  return signatureCountViolation(response) ?? violationOf(response, responseModel);
}

/** Signatures stand in the Response and its assertions only: `placementViolation` has refused any other. */
function signatureCountViolation(response: XmlElement): Refusal | null {
  for (const element of [response, ...response.children]) {
    const count = element.children.filter(isSignature).length;
    if (count > 1) return refusal('signature_not_single', { parent: element.localName, count });
  }
  return null;
}

/** The one assertion of a successful Response; null where the Response reports anything but success. */
function soleAssertion(response: XmlElement, { statusCode }: Envelope): Result<XmlElement | null> {
  if (statusCode !== STATUS_SUCCESS) return success(null);
  const found = response.children.filter((element) => isAssertion(element) || isEncryptedAssertion(element));
  const assertion = found[0];
  if (assertion === undefined) return refusal('assertion_missing', {});
  if (found.length > 1) return refusal('assertion_not_single', { count: found.length });
  return success(assertion);
}
