import { expect } from 'vitest';
import { type FederationMetadata, parseFederationMetadata } from '../../src/metadata/federation-metadata.js';
import { certificateFixture, NOW } from '../certificates/fixture.js';

// Metadata of an identity provider in parts, which each test puts together in its own way.

export const TENANT = '11111111-2222-4333-8444-555555555555';
export const ISSUER: string = `https://sts.windows.net/${TENANT}/`;
export const LOGIN: string = `https://login.microsoftonline.com/${TENANT}/saml2`;
export const MD = 'urn:oasis:names:tc:SAML:2.0:metadata';
export const SAML = 'urn:oasis:names:tc:SAML:2.0:protocol';
const BINDING = 'urn:oasis:names:tc:SAML:2.0:bindings:';

export function base64Of(file: string): string {
  const text = certificateFixture(file).toString('latin1');
  return text.replace(/-----(?:BEGIN|END) CERTIFICATE-----|\s/g, '');
}

/** KeyDescriptor with the certificates of these files, as one key and its chain. */
export function key(use: string | null, ...files: readonly string[]): string {
  const certificates = files.map((file) => `<X509Certificate>${base64Of(file)}</X509Certificate>`).join('');
  return keyOf(use, certificates);
}

export function keyOf(use: string | null, content: string): string {
  const attribute = use === null ? '' : ` use="${use}"`;
  return `<KeyDescriptor${attribute}><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data>${content}</X509Data></KeyInfo></KeyDescriptor>`;
}

export function endpoint(name: string, binding: string, location: string): string {
  return `<${name} Binding="${BINDING}${binding}" Location="${location}"/>`;
}

export const ENDPOINTS: string =
  endpoint('SingleLogoutService', 'HTTP-Redirect', LOGIN) +
  endpoint('SingleSignOnService', 'HTTP-Redirect', LOGIN) +
  endpoint('SingleSignOnService', 'HTTP-POST', LOGIN);

export function role(content: string = key('signing', 'contoso.cer') + ENDPOINTS, attributes = ''): string {
  return `<IDPSSODescriptor protocolSupportEnumeration="${SAML}"${attributes}>${content}</IDPSSODescriptor>`;
}

export function entity(content: string = role(), entityId: string = ISSUER, attributes = ''): string {
  return `<EntityDescriptor xmlns="${MD}" entityID="${entityId}"${attributes}>${content}</EntityDescriptor>`;
}

export function parsed(document: string | Uint8Array, entityId?: string): FederationMetadata {
  const result = parseFederationMetadata(document, { now: NOW, ...(entityId && { entityId }) });
  if (!result.ok) throw result.error;
  return result.value;
}

export function refused(document: string | Uint8Array, entityId?: string): { code: string; details: object } {
  const result = parseFederationMetadata(document, { now: NOW, ...(entityId && { entityId }) });
  if (result.ok) throw new Error('It was accepted.');
  expect(result.error.stage).toBe('metadata');
  return { code: result.error.code, details: result.error.details };
}
