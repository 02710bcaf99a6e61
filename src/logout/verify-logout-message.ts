import { type LogoutMessageName, type Refusal, type Result, refusal, success } from '../errors/index.js';
import type { Connection } from '../organizations/connection.js';
import { type ContentModel, violationOf } from '../response/content-model.js';
import { isSignature, placementViolation } from '../response/placement.js';
import { differenceToXmldom } from '../response/second-reader-xmldom.js';
import { canonicalize } from '../xml/canonicalize.js';
import { attributeOf } from '../xml/lookup.js';
import { readCanonicalXml, readXml } from '../xml/read-xml.js';
import type { XmlElement } from '../xml/xml-element.js';
import { logoutRequestModel, logoutResponseModel } from './logout-model.js';
import { readRawQuery } from './raw-query.js';
import type { ReceivedLogoutMessage } from './received-message.js';
import { requireRoot } from './require-root.js';
import { verifyPosted } from './verify-posted.js';
import { fieldOf, verifyRedirect } from './verify-redirect.js';

/** A verified message, read from what was signed. */
export interface SignedLogoutParts {
  readonly name: LogoutMessageName;
  /** Its own ID. */
  readonly id: string;
  readonly root: XmlElement;
  /** As it was received; null where there is none or an empty one. */
  readonly relayState: string | null;
  readonly connection: Connection;
}

// Proof that a key of the connection signed a logout message. Only this file can make one.
class SignedLogoutProof {
  readonly #parts: SignedLogoutParts;

  constructor(parts: SignedLogoutParts) {
    this.#parts = parts;
  }

  static parts(signed: SignedLogoutMessage): SignedLogoutParts {
    return signed.#parts;
  }
}

/** A logout message that a key of the connection signed. */
export type SignedLogoutMessage = SignedLogoutProof;

/** What was signed. A forged `SignedLogoutMessage` throws a TypeError. */
export const signedLogoutPartsOf: (signed: SignedLogoutMessage) => SignedLogoutParts =
  SignedLogoutProof.parts;

/** What comes back is echoed to the identity provider; its own is at most 80 octets (saml-bindings 3.4.3). */
const MAX_RELAY_STATE_LENGTH = 1_024;

/**
 * Verifies a received LogoutRequest or LogoutResponse: signature first, over the octets as they came, then the
 * strict reader, the closed content model and the second reader, all over what was signed. An unsigned message
 * is refused, whatever the binding (saml-profiles 4.4.4.1).
 */
export function verifyLogoutMessage(
  received: ReceivedLogoutMessage,
  connection: Connection,
  now: Date,
): Result<SignedLogoutMessage> {
  const fields = fieldsOf(received);
  if (!fields.ok) return fields;
  const { name, relayState } = fields.value;
  const canonical = fields.value.verify(connection, now);
  if (!canonical.ok) return canonical;
  const root = readSigned(canonical.value, name, connection);
  if (!root.ok) return root;
  const id = attributeOf(root.value, 'ID') ?? '';
  const parts = { name, id, root: root.value, relayState: relayState || null, connection };
  return success(new SignedLogoutProof(parts));
}

interface Fields {
  readonly name: LogoutMessageName;
  readonly relayState: string | undefined;
  /** Verifies the signature and gives what it covers as canonical XML. */
  verify(connection: Connection, now: Date): Result<string>;
}

function fieldsOf(received: ReceivedLogoutMessage): Result<Fields> {
  return received.binding === 'redirect' ? queryFields(received.query) : formFields(received.form);
}

function queryFields(received: string): Result<Fields> {
  const query = readRawQuery(received);
  if (!query.ok) return query;
  const name = messageName((field) => query.value.has(field));
  if (!name.ok) return name;
  const relayState = query.value.get('RelayState')?.value;
  const tooLong = relayStateViolation(relayState);
  if (tooLong !== null) return tooLong;
  const verify: Fields['verify'] = (connection, now) => {
    const xml = verifyRedirect(query.value, name.value, connection, now);
    return xml.ok ? canonicalOf(xml.value) : xml;
  };
  return success({ name: name.value, relayState, verify });
}

function formFields(form: URLSearchParams): Result<Fields> {
  for (const parameter of ['SAMLRequest', 'SAMLResponse', 'RelayState']) {
    if (form.getAll(parameter).length > 1) return refusal('logout_parameter_repeated', { parameter });
  }
  const name = messageName((field) => form.has(field));
  if (!name.ok) return name;
  const relayState = form.get('RelayState') ?? undefined;
  const tooLong = relayStateViolation(relayState);
  if (tooLong !== null) return tooLong;
  const verify: Fields['verify'] = (connection, now) =>
    verifyPosted(form.get(fieldOf(name.value)) ?? '', name.value, connection, now);
  return success({ name: name.value, relayState, verify });
}

function messageName(has: (field: string) => boolean): Result<LogoutMessageName> {
  const isRequest = has('SAMLRequest');
  const isResponse = has('SAMLResponse');
  if (isRequest && isResponse) return refusal('logout_parameter_repeated', { parameter: 'SAMLResponse' });
  if (!isRequest && !isResponse) return refusal('logout_message_missing', {});
  return success(isRequest ? 'LogoutRequest' : 'LogoutResponse');
}

function relayStateViolation(relayState = ''): Refusal | null {
  const { length } = relayState;
  return length <= MAX_RELAY_STATE_LENGTH
    ? null
    : refusal('logout_query_too_long', { length, limit: MAX_RELAY_STATE_LENGTH });
}

/** The message of a redirect in the form in which both readers read what was posted. */
function canonicalOf(xml: string): Result<string> {
  const read = readXml(xml);
  if (!read.ok) return read;
  const { root } = read.value;
  if (root.children.some(isSignature)) return refusal('logout_signature_misplaced', {});
  return canonicalize(root, { omit: null, inclusivePrefixes: [] });
}

function readSigned(canonical: string, name: LogoutMessageName, connection: Connection): Result<XmlElement> {
  const read = readCanonicalXml(canonical);
  if (!read.ok) return read;
  const { root } = read.value;
  const violation =
    requireRoot(root, name) ?? placementViolation(read.value) ?? violationOf(root, modelOf(name));
  if (violation !== null) return violation;
  const difference = connection.secondReader === 'dangerously-none' ? null : differenceToXmldom(read.value);
  return difference ?? success(root);
}

function modelOf(name: LogoutMessageName): ContentModel {
  return name === 'LogoutRequest' ? logoutRequestModel : logoutResponseModel;
}
