import { createHash, createPublicKey, randomUUID, sign, verify } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { escapeAttribute, escapeText } from '../xml/escape.js';
import { attributeOf, childOf } from '../xml/lookup.js';
import { readXml } from '../xml/read-xml.js';
import { textOf } from '../xml/text.js';
import type { XmlElement } from '../xml/xml-element.js';
import type { FakeApplication, FakeLogout } from './fake-entra-options.js';
import type { FakeTenant } from './fake-tenant.js';
import { errorPage } from './pages/error-page.js';

const PROTOCOL = 'urn:oasis:names:tc:SAML:2.0:protocol';
const ASSERTION = 'urn:oasis:names:tc:SAML:2.0:assertion';
const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
const MAX_XML_BYTES = 65_536;

/** The address to which the test tenant sends a browser with its LogoutRequest, as Entra broadcasts it. */
export function logoutRequestUrl(tenant: FakeTenant, logout: FakeLogout): string {
  const application = tenant.applications.get(logout.application);
  if (application?.logoutUrl === undefined) {
    throw new TypeError('no such application with a Logout URL is registered at the fake Entra');
  }
  const pairwise = createHash('sha256').update(logout.application).digest('base64url');
  const subject = `<NameID xmlns="${ASSERTION}">${escapeText(logout.nameId ?? pairwise)}</NameID><samlp:SessionIndex>${escapeText(logout.sessionIndex)}</samlp:SessionIndex>`;
  const destination = ` Destination="${escapeAttribute(application.logoutUrl)}"`;
  const xml = messageXml(tenant, 'LogoutRequest', tenant.issuer, destination, subject);
  return redirectTo(tenant, application.logoutUrl, 'SAMLRequest', xml, logout.relayState ?? null);
}

/** `GET /<tenant id>/logout?session=…`: ends a session, and tells the application by the browser. */
export function logOut(tenant: FakeTenant, parameters: URLSearchParams): Response {
  const sessionIndex = parameters.get('session') ?? '';
  const session = tenant.sessions.get(sessionIndex);
  tenant.sessions.delete(sessionIndex);
  const { application } = session ?? {};
  const canTell = application !== undefined && tenant.applications.get(application)?.logoutUrl !== undefined;
  const location = canTell ? logoutRequestUrl(tenant, { application, sessionIndex }) : '/';
  return new Response(null, { status: 302, headers: { location, 'cache-control': 'no-store' } });
}

/** Whether a query of the Login URL carries a LogoutRequest; a LogoutResponse is recognised by its parameter. */
export function readLogoutRequest(samlRequest: string): XmlElement | null {
  try {
    const bytes = inflateRawSync(Buffer.from(samlRequest, 'base64'), { maxOutputLength: MAX_XML_BYTES });
    const read = readXml(bytes.toString('latin1'));
    return read.ok && read.value.root.localName === 'LogoutRequest' ? read.value.root : null;
  } catch {
    return null;
  }
}

/** Answers an application's LogoutRequest under the name that Entra uses in LogoutResponses only. */
export function answerLogoutRequest(
  tenant: FakeTenant,
  root: XmlElement,
  relayState: string | null,
): Response {
  const issuer = childOf(root, ASSERTION, 'Issuer');
  const identifier = issuer === null ? '' : textOf(issuer);
  const application = tenant.applications.get(identifier);
  if (application === undefined) return errorPage('AADSTS700016', identifier, tenant.now());
  if (childOf(root, ASSERTION, 'NameID') === null) return errorPage('AADSTS7500530', null, tenant.now());
  if (application.logoutUrl === undefined) return errorPage('AADSTS900971', null, tenant.now());
  for (const child of root.children) {
    if (child.localName === 'SessionIndex') tenant.sessions.delete(textOf(child));
  }
  const answered = ` InResponseTo="${escapeAttribute(attributeOf(root, 'ID') ?? '')}"`;
  const status = `<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>`;
  const name = `https://login.microsoftonline.com/${tenant.id}/`;
  const xml = messageXml(tenant, 'LogoutResponse', name, answered, status);
  const location = redirectTo(tenant, application.logoutUrl, 'SAMLResponse', xml, relayState);
  return new Response(null, { status: 302, headers: { location, 'cache-control': 'no-store' } });
}

/** Whether the query is signed by one of the application's verification certificates, where it demands that. */
export function isSignedAsDemanded(application: FakeApplication, rawQuery: string): boolean {
  const { verificationCertificates } = application;
  if (verificationCertificates === undefined) return true;
  const pairs = new Map(rawQuery.split('&').map((pair) => [pair.slice(0, pair.indexOf('=')), pair]));
  const parameterOf = (name: string): string =>
    decodeURIComponent((pairs.get(name) ?? '').slice(name.length + 1));
  if (parameterOf('SigAlg') !== RSA_SHA256) return false;
  const octets = ['SAMLRequest', 'RelayState', 'SigAlg'].flatMap((name) => pairs.get(name) ?? []).join('&');
  const signature = Buffer.from(parameterOf('Signature'), 'base64');
  return verificationCertificates.some((pem) =>
    verify('sha256', Buffer.from(octets), createPublicKey(pem), signature),
  );
}

function messageXml(
  tenant: FakeTenant,
  name: string,
  issuer: string,
  attributes: string,
  content: string,
): string {
  const head = `ID="_${randomUUID()}" Version="2.0" IssueInstant="${tenant.now().toISOString()}"${attributes}`;
  return `<samlp:${name} ${head} xmlns:samlp="${PROTOCOL}"><Issuer xmlns="${ASSERTION}">${escapeText(issuer)}</Issuer>${content}</samlp:${name}>`;
}

/** With lower-case escapes, as Entra writes them. */
function redirectTo(
  tenant: FakeTenant,
  address: string,
  field: string,
  xml: string,
  relayState: string | null,
): string {
  const message = deflateRawSync(Buffer.from(xml, 'utf8')).toString('base64');
  const state = relayState === null ? '' : `&RelayState=${escaped(relayState)}`;
  const signed = `${field}=${escaped(message)}${state}&SigAlg=${escaped(RSA_SHA256)}`;
  const signature = sign('sha256', Buffer.from(signed), tenant.keyPair.privateKeyPem).toString('base64');
  return `${address}${address.includes('?') ? '&' : '?'}${signed}&Signature=${escaped(signature)}`;
}

function escaped(value: string): string {
  return encodeURIComponent(value)
    .replaceAll("'", '%27')
    .replace(/%[0-9A-F]{2}/g, (octet) => octet.toLowerCase());
}
