import { type Result, refusal, success } from '../errors/index.js';
import type { NameId } from '../response/assertion.js';
import { TimeReader } from '../response/date-time.js';
import { ASSERTION, ENTITY_FORMAT, PROTOCOL } from '../response/names.js';
import { attributeOf, childOf } from '../xml/lookup.js';
import { textOf } from '../xml/text.js';
import type { XmlElement } from '../xml/xml-element.js';
import type { LogoutMessageHead, LogoutRequest, LogoutResponse } from './logout-message.js';
import { type SignedLogoutMessage, signedLogoutPartsOf } from './verify-logout-message.js';

/** As many as the strict reader lets through would be as many questions to a store. */
const MOST_SESSION_INDEXES = 100;

/** Reads a signed LogoutRequest (saml-core 3.7.1). */
export function readLogoutRequest(signed: SignedLogoutMessage): Result<LogoutRequest> {
  const { root } = signedLogoutPartsOf(signed);
  const times = new TimeReader();
  const head = readHead(root, times);
  if (!head.ok) return head;
  const notOnOrAfter = times.read('LogoutRequest', 'NotOnOrAfter', attributeOf(root, 'NotOnOrAfter'));
  if (times.failure !== null) return times.failure;
  const nameId = readNameId(root);
  if (!nameId.ok) return nameId;
  const sessionIndexes = root.children.filter(isSessionIndex).map(textOf);
  if (sessionIndexes.some((index) => index.trim() === '')) {
    return refusal('value_blank', { element: 'SessionIndex' });
  }
  const { length: count } = sessionIndexes;
  if (count > MOST_SESSION_INDEXES) {
    return refusal('logout_session_indexes_too_many', { count, limit: MOST_SESSION_INDEXES });
  }
  return success({ ...head.value, nameId: nameId.value, sessionIndexes, notOnOrAfter });
}

/** Reads a signed LogoutResponse (saml-core 3.7.2). */
export function readLogoutResponse(signed: SignedLogoutMessage): Result<LogoutResponse> {
  const { root } = signedLogoutPartsOf(signed);
  const times = new TimeReader();
  const head = readHead(root, times);
  if (!head.ok) return head;
  if (times.failure !== null) return times.failure;
  const status = childOf(root, PROTOCOL, 'Status');
  const statusCode = status && childOf(status, PROTOCOL, 'StatusCode');
  const secondLevel = statusCode && childOf(statusCode, PROTOCOL, 'StatusCode');
  const message = status && childOf(status, PROTOCOL, 'StatusMessage');
  return success({
    ...head.value,
    inResponseTo: attributeOf(root, 'InResponseTo'),
    statusCode: (statusCode && attributeOf(statusCode, 'Value')) ?? '',
    secondLevelStatusCode: secondLevel && attributeOf(secondLevel, 'Value'),
    statusMessage: message && textOf(message),
  });
}

/** The content model has proven Issuer and the attributes to be there. */
function readHead(root: XmlElement, times: TimeReader): Result<LogoutMessageHead> {
  const element = childOf(root, ASSERTION, 'Issuer') as XmlElement;
  const format = attributeOf(element, 'Format');
  if (format !== null && format !== ENTITY_FORMAT) {
    return refusal('issuer_format_not_entity', { received: format });
  }
  const issuer = textOf(element);
  if (issuer.trim() === '') return refusal('value_blank', { element: 'Issuer' });
  const issueInstant = times.read(root.localName, 'IssueInstant', attributeOf(root, 'IssueInstant'));
  return success({
    id: attributeOf(root, 'ID') as string,
    issuer,
    issueInstant: issueInstant as number,
    destination: attributeOf(root, 'Destination'),
  });
}

function readNameId(root: XmlElement): Result<NameId> {
  const element = childOf(root, ASSERTION, 'NameID');
  if (element === null || textOf(element).trim() === '') return refusal('logout_name_id_missing', {});
  return success({
    value: textOf(element),
    format: attributeOf(element, 'Format'),
    nameQualifier: attributeOf(element, 'NameQualifier'),
    spNameQualifier: attributeOf(element, 'SPNameQualifier'),
  });
}

function isSessionIndex({ localName, namespace }: XmlElement): boolean {
  return localName === 'SessionIndex' && namespace === PROTOCOL;
}
