import { escapeAttribute } from '../xml/escape.js';
import { signElement } from './sign-element.js';
import type { TestKeyPair } from './test-key-pair.js';

export interface FederationMetadataOptions {
  readonly id: string;
  readonly issuer: string;
  readonly signInUrl: string;
  /** Signs, and is listed first. */
  readonly keyPair: TestKeyPair;
  /** Further certificates to list, such as an inactive one. */
  readonly others?: readonly TestKeyPair[];
}

const BYTE_ORDER_MARK = '\uFEFF';
const FEDERATION = 'http://docs.oasis-open.org/wsfed/federation/200706';

/**
 * Writes federation metadata as Entra does: byte order mark, XML declaration, an enveloped signature made with
 * the certificate that it carries, two WS-Federation roles, then the IDPSSODescriptor.
 */
export function federationMetadata(options: FederationMetadataOptions): string {
  const { id, issuer, keyPair, others = [], signInUrl } = options;
  const key = [keyPair, ...others].map(keyDescriptor).join('');
  const location = escapeAttribute(signInUrl);
  const endpoint = (name: string, binding: string): string =>
    `<${name} Binding="urn:oasis:names:tc:SAML:2.0:bindings:${binding}" Location="${location}"/>`;
  const descriptor =
    `<EntityDescriptor ID="${escapeAttribute(id)}" entityID="${escapeAttribute(issuer)}" xmlns="urn:oasis:names:tc:SAML:2.0:metadata">` +
    role('SecurityTokenServiceType', key) +
    role('ApplicationServiceType', key) +
    `<IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">${key}` +
    endpoint('SingleLogoutService', 'HTTP-Redirect') +
    endpoint('SingleSignOnService', 'HTTP-Redirect') +
    endpoint('SingleSignOnService', 'HTTP-POST') +
    '</IDPSSODescriptor></EntityDescriptor>';
  const signed = signElement(descriptor, {
    elementId: id,
    privateKeyPem: keyPair.privateKeyPem,
    keyInfoCertificates: [keyPair.certificateBase64],
  });
  return `${BYTE_ORDER_MARK}<?xml version="1.0" encoding="utf-8"?>${signed}`;
}

function keyDescriptor({ certificateBase64 }: TestKeyPair): string {
  return `<KeyDescriptor use="signing"><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data><X509Certificate>${certificateBase64}</X509Certificate></X509Data></KeyInfo></KeyDescriptor>`;
}

function role(type: string, key: string): string {
  return `<RoleDescriptor xsi:type="fed:${type}" protocolSupportEnumeration="${FEDERATION}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:fed="${FEDERATION}">${key}</RoleDescriptor>`;
}
