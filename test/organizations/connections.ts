import type { Connection } from '../../src/organizations/connection.js';

const TENANT = '00000000-0000-4000-8000-000000000001';

const plain = {
  id: 'contoso',
  organizationId: 'org-contoso',
  issuerUrl: `https://sts.windows.net/${TENANT}/`,
  signInUrl: `https://login.microsoftonline.com/${TENANT}/saml2`,
  certificates: [],
  enabled: true,
  version: 1,
  entityId: null,
  assertionConsumerServiceUrl: null,
  signaturePolicy: 'assertion-covered',
  allowSha1: false,
  clockSkewSeconds: 180,
  maxLifetimeSeconds: 86_700,
  secondReader: 'xmldom',
  emailAttribute: 'email',
  firstNameAttribute: 'firstName',
  lastNameAttribute: 'lastName',
  requireTenantClaim: false,
  addresses: 'own',
  allowIdpInitiated: false,
  landingPath: '/',
  signAuthnRequests: false,
  authnRequestBinding: 'redirect',
  logoutUrl: null,
  logoutBinding: 'redirect',
  tenantId: TENANT,
  cloud: 'global',
  warnings: [],
};

/** A connection without keys, for rooms that look at its names only. */
export function connectionOf(members: Partial<Connection>): Connection {
  return { ...plain, ...members } as Connection;
}
