import type { LogoutMessageName } from '../errors/index.js';
import type { NameId } from '../response/assertion.js';
import { violationOf } from '../response/content-model.js';
import { ASSERTION, PROTOCOL } from '../response/names.js';
import { bytesFromUtf8 } from '../xml/characters.js';
import { escapeAttribute, escapeText } from '../xml/escape.js';
import { childOf } from '../xml/lookup.js';
import { readXml } from '../xml/read-xml.js';
import { textOf } from '../xml/text.js';
import { logoutRequestModel, logoutResponseModel } from './logout-model.js';
import { LOGOUT_STATUS_CODES, type LogoutStatus } from './logout-status.js';
import { requireRoot } from './require-root.js';

/** What every logout message of ours says. */
export interface LogoutMessageOptions {
  /** From `newRequestId`. */
  readonly id: string;
  readonly issuedAt: Date;
  /** Where the message goes; a signed one must say so (saml-bindings 3.4.5.2). */
  readonly destination: string;
  /** Our entity ID. */
  readonly entityId: string;
}

/**
 * Writes a LogoutRequest: the NameID as it was received, and each SessionIndex that the identity provider gave and
 * no other, for it looks invented ones up in vain (saml-core 3.7.1, saml-profiles 4.4.4.1).
 */
export function writeLogoutRequest(
  options: LogoutMessageOptions & { readonly nameId: NameId; readonly sessionIndexes: readonly string[] },
): string {
  const { nameId, sessionIndexes } = options;
  const attributes = [
    attribute('Format', nameId.format),
    attribute('NameQualifier', nameId.nameQualifier),
    attribute('SPNameQualifier', nameId.spNameQualifier),
  ].join('');
  const indexes = sessionIndexes.map(
    (each) => `<samlp:SessionIndex>${escapeText(each)}</samlp:SessionIndex>`,
  );
  const subject = `<saml:NameID${attributes}>${escapeText(nameId.value)}</saml:NameID>${indexes.join('')}`;
  return message('LogoutRequest', options, '', subject);
}

/** Writes a LogoutResponse (saml-core 3.7.2). */
export function writeLogoutResponse(
  options: LogoutMessageOptions & { readonly inResponseTo: string; readonly status: LogoutStatus },
): string {
  const [code, secondLevel] = LOGOUT_STATUS_CODES[options.status];
  const nested = secondLevel === null ? '' : `<samlp:StatusCode Value="${secondLevel}"/>`;
  const status = `<samlp:Status><samlp:StatusCode Value="${code}">${nested}</samlp:StatusCode></samlp:Status>`;
  return message('LogoutResponse', options, attribute('InResponseTo', options.inResponseTo), status);
}

function message(
  name: LogoutMessageName,
  { destination, entityId, id, issuedAt }: LogoutMessageOptions,
  further: string,
  content: string,
): string {
  const attributes = [
    attribute('ID', id),
    attribute('Version', '2.0'),
    attribute('IssueInstant', issuedAt.toISOString()),
    attribute('Destination', destination),
    further,
  ].join('');
  const issuer = `<saml:Issuer>${escapeText(entityId)}</saml:Issuer>`;
  const xml = `<samlp:${name} xmlns:samlp="${PROTOCOL}" xmlns:saml="${ASSERTION}"${attributes}>${issuer}${content}</samlp:${name}>`;
  requireReadable(xml, name, entityId);
  return xml;
}

function attribute(name: string, value: string | null): string {
  return value === null ? '' : ` ${name}="${escapeAttribute(value)}"`;
}

/** What XML cannot carry must not leave the house. */
function requireReadable(xml: string, name: LogoutMessageName, entityId: string): void {
  const read = readXml(bytesFromUtf8(xml));
  if (!read.ok) throw new TypeError(`XML cannot carry this ${name}`, { cause: read.error });
  const { root } = read.value;
  const model = name === 'LogoutRequest' ? logoutRequestModel : logoutResponseModel;
  const violation = requireRoot(root, name) ?? violationOf(root, model);
  if (violation !== null) throw new TypeError(`The ${name} is malformed`, { cause: violation.error });
  const issuer = childOf(root, ASSERTION, 'Issuer');
  if (issuer === null || textOf(issuer) !== entityId) throw new TypeError('XML cannot carry this entity ID');
}
