import { randomUUID } from 'node:crypto';
import type { ConnectionRecord, StoredCertificate } from '../../src/stores/interfaces/connection-records.js';

const AT = new Date('2026-03-01T12:00:00.123Z');

/** A certificate as a store keeps it, with a key that no other has, and that is proven. */
export function storedCertificate(members: Partial<StoredCertificate> = {}): StoredCertificate {
  return {
    pem: '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n',
    thumbprint: '0123456789ABCDEF0123456789ABCDEF01234567',
    publicKeyHash: randomUUID(),
    notAfter: new Date('2029-03-01T12:00:00Z'),
    state: 'current',
    origin: 'upload',
    fileName: 'Contoso’s certificate.cer',
    addedAt: AT,
    addedBy: 'owner-1',
    provenAt: AT,
    ...members,
  };
}

/** A record of an organisation of its own, with an id that no other has. */
export function connectionRecord(members: Partial<ConnectionRecord> = {}): ConnectionRecord {
  return {
    id: randomUUID(),
    organizationId: `org-${randomUUID()}`,
    status: 'complete',
    settings: {
      issuerUrl: `https://sts.windows.net/${randomUUID()}/`,
      signInUrl: 'https://login.microsoftonline.com/contoso.com/saml2',
      clockSkewSeconds: 60,
      allowIdpInitiated: true,
      landingPath: "/reports?week=12&name='é\u{1F642}'",
    },
    certificates: [
      storedCertificate(),
      storedCertificate({ state: 'staged', fileName: null, addedBy: null, provenAt: null }),
    ],
    lastTest: {
      at: AT,
      version: 3,
      passed: false,
      code: 'email_missing',
      reference: '0123456789',
      publicKeyHash: null,
    },
    version: 3,
    createdAt: AT,
    createdBy: 'owner-1',
    updatedAt: AT,
    revision: 1,
    ...members,
  };
}
