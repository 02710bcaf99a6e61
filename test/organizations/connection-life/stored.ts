import type { IdpCertificate } from '../../../src/certificates/idp-certificate.js';
import { parseIdpCertificate } from '../../../src/certificates/parse-idp-certificate.js';
import { publicKeyHash } from '../../../src/organizations/connection-life/stored-certificates.js';
import type {
  ConnectionRecord,
  StoredCertificate,
  StoredCertificateState,
} from '../../../src/stores/interfaces/connection-records.js';
import { certificateFixture, NOW } from '../../certificates/fixture.js';
import { accepted, ENTRA, ORG, OWNER } from './scene.js';

export const CONTOSO: IdpCertificate = certificateOf('contoso.cer');
export const NEXT: IdpCertificate = certificateOf('contoso-next.cer');
export const FABRIKAM: IdpCertificate = certificateOf('fabrikam.cer');

/** When, and by whom, the certificates of `storedOf` were put on file. */
export const EARLIER: Date = new Date('2026-02-01T00:00:00Z');
const FORMER_OWNER = 'owner-0';

/** A certificate as an upload put it on file. */
export function storedOf(
  certificate: IdpCertificate,
  changes: Partial<StoredCertificate> = {},
): StoredCertificate {
  const { notAfter, pem, sha1Thumbprint: thumbprint } = certificate;
  return {
    pem,
    thumbprint,
    publicKeyHash: publicKeyHash(certificate),
    notAfter,
    state: 'current',
    origin: 'upload',
    fileName: 'first.cer',
    addedAt: EARLIER,
    addedBy: FORMER_OWNER,
    provenAt: null,
    ...changes,
  };
}

/** So many more on file, each of a key of its own. */
export function further(count: number, state: StoredCertificateState): readonly StoredCertificate[] {
  return Array.from({ length: count }, (_, index) => {
    const name = `${state}-${index}`;
    return storedOf(CONTOSO, { pem: name, thumbprint: name, publicKeyHash: name, state });
  });
}

export function recordOf(
  certificates: readonly StoredCertificate[],
  changes: Partial<ConnectionRecord> = {},
): ConnectionRecord {
  return {
    id: 'c',
    organizationId: ORG,
    status: 'complete',
    settings: ENTRA,
    certificates,
    lastTest: null,
    version: 3,
    createdAt: EARLIER,
    createdBy: OWNER,
    updatedAt: EARLIER,
    revision: 8,
    ...changes,
  };
}

function certificateOf(file: string): IdpCertificate {
  return accepted(parseIdpCertificate(certificateFixture(file), { now: NOW }));
}
