import { inflateRawSync } from 'node:zlib';
import { attributeOf, childOf } from '../xml/lookup.js';
import { readXml } from '../xml/read-xml.js';
import { textOf } from '../xml/text.js';
import type { XmlElement } from '../xml/xml-element.js';
import type { EntraErrorCode } from './entra-errors.js';

/** What a fake Entra takes from an AuthnRequest. */
export interface ReceivedAuthnRequest {
  readonly id: string;
  readonly issuer: string;
  /** Null where the request leaves the choice to the registered Reply URLs. */
  readonly assertionConsumerServiceUrl: string | null;
  readonly forceAuthn: boolean;
  readonly isPassive: boolean;
}

export type AuthnRequestReading =
  | { readonly ok: true; readonly request: ReceivedAuthnRequest }
  | { readonly ok: false; readonly code: EntraErrorCode };

const PROTOCOL = 'urn:oasis:names:tc:SAML:2.0:protocol';
const ASSERTION = 'urn:oasis:names:tc:SAML:2.0:assertion';
const HTTP_POST = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST';
const NAME_ID_FORMATS: readonly string[] = [
  'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
  'urn:oasis:names:tc:SAML:2.0:nameid-format:transient',
  'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
  'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified',
];
const MAX_PARAMETER_LENGTH = 16_384;
const MAX_XML_BYTES = 65_536;

/**
 * Reads the `SAMLRequest` parameter of the HTTP-Redirect binding (saml-bindings 3.4.4.1) and applies Entra's
 * rules for it: ID not beginning with a digit, no Subject, HTTP-POST as the only way back.
 */
export function readAuthnRequest(samlRequest: string | null): AuthnRequestReading {
  if (samlRequest === null || samlRequest === '') return refused('AADSTS750054');
  if (samlRequest.length > MAX_PARAMETER_LENGTH) return refused('AADSTS90015');
  const xml = inflated(samlRequest);
  if (xml === null) return refused('AADSTS75005');
  const document = readXml(xml);
  if (!document.ok) return refused('AADSTS90107');
  return readRoot(document.value.root);
}

/** The XML as one character per byte, or null where it is not base64 of raw DEFLATE of little UTF-8. */
function inflated(samlRequest: string): string | null {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(samlRequest)) return null;
  try {
    const bytes = inflateRawSync(Buffer.from(samlRequest, 'base64'), { maxOutputLength: MAX_XML_BYTES });
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return bytes.toString('latin1');
  } catch {
    return null;
  }
}

function readRoot(root: XmlElement): AuthnRequestReading {
  const id = attributeOf(root, 'ID');
  const issuer = childOf(root, ASSERTION, 'Issuer');
  const complete = attributeOf(root, 'Version') === '2.0' && attributeOf(root, 'IssueInstant') !== null;
  if (!isNamed(root, PROTOCOL, 'AuthnRequest') || id === null || issuer === null || !complete) {
    return refused('AADSTS75005');
  }
  const code = brokenRule(root, id);
  if (code !== null) return refused(code);
  return {
    ok: true,
    request: {
      id,
      issuer: textOf(issuer),
      assertionConsumerServiceUrl: attributeOf(root, 'AssertionConsumerServiceURL'),
      forceAuthn: isTrue(attributeOf(root, 'ForceAuthn')),
      isPassive: isTrue(attributeOf(root, 'IsPassive')),
    },
  };
}

function brokenRule(root: XmlElement, id: string): EntraErrorCode | null {
  if (!/^[A-Za-z_]/.test(id)) return 'AADSTS7500529';
  const binding = attributeOf(root, 'ProtocolBinding');
  if (binding !== null && binding !== HTTP_POST) return 'AADSTS75003';
  const policy = childOf(root, PROTOCOL, 'NameIDPolicy');
  const format = policy === null ? null : attributeOf(policy, 'Format');
  if (format !== null && !NAME_ID_FORMATS.includes(format)) return 'AADSTS75016';
  if (childOf(root, ASSERTION, 'Subject') !== null) return 'AADSTS900236';
  if (policy !== null && attributeOf(policy, 'SPNameQualifier') !== null) return 'AADSTS90011';
  return null;
}

function refused(code: EntraErrorCode): AuthnRequestReading {
  return { ok: false, code };
}

function isNamed(element: XmlElement, namespace: string, localName: string): boolean {
  return element.namespace === namespace && element.localName === localName;
}

function isTrue(value: string | null): boolean {
  return value === 'true' || value === '1';
}
