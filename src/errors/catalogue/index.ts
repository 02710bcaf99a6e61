import type { CatalogueRow, Stage } from '../catalogue-row.js';
import { type CertificateErrors, certificateRows } from './certificate.js';
import { checkRows } from './check.js';
import type { CheckErrors } from './check-details.js';
import { type ClaimsErrors, claimsRows } from './claims.js';
import { type ConnectionErrors, connectionRows } from './connection.js';
import { type ConnectionRecordErrors, connectionRecordRows } from './connection-record.js';
import { type DecodeErrors, decodeRows } from './decode.js';
import { type DecryptErrors, decryptRows } from './decrypt.js';
import { type DomainClaimErrors, domainClaimRows } from './domain-claim.js';
import { type ExtractErrors, extractRows } from './extract.js';
import { type HttpErrors, httpRows } from './http.js';
import { type LogoutErrors, logoutRows } from './logout.js';
import { type MembershipErrors, membershipRows } from './membership.js';
import { type MetadataErrors, metadataRows } from './metadata.js';
import { type OrganizationErrors, organizationRows } from './organization.js';
import { type ScimErrors, scimRows } from './scim.js';
import { type ScimRecordErrors, scimRecordRows } from './scim-record.js';
import { type ServiceProviderKeyErrors, serviceProviderKeyRows } from './service-provider-key.js';
import { type SignInErrors, signInRows } from './sign-in.js';
import { type StructureErrors, structureRows } from './structure.js';
import { type VerifyErrors, verifyRows } from './verify.js';

/** Every error code with the type of its details. */
export interface ErrorDetails
  extends CertificateErrors,
    ServiceProviderKeyErrors,
    ConnectionErrors,
    DecodeErrors,
    StructureErrors,
    DecryptErrors,
    VerifyErrors,
    ExtractErrors,
    CheckErrors,
    ClaimsErrors,
    OrganizationErrors,
    SignInErrors,
    HttpErrors,
    LogoutErrors,
    MetadataErrors,
    DomainClaimErrors,
    ConnectionRecordErrors,
    MembershipErrors,
    ScimErrors,
    ScimRecordErrors {}

/** A stable name of one cause of refusal. Codes are never renamed or reused. */
export type ErrorCode = keyof ErrorDetails;

const rowsByStage: readonly (readonly [Stage, Readonly<Record<string, CatalogueRow>>])[] = [
  ['certificate', certificateRows],
  ['certificate', serviceProviderKeyRows],
  ['connection', connectionRows],
  ['decode', decodeRows],
  ['structure', structureRows],
  ['decrypt', decryptRows],
  ['verify', verifyRows],
  ['extract', extractRows],
  ['check', checkRows],
  ['claims', claimsRows],
  ['organization', organizationRows],
  ['sign-in', signInRows],
  ['http', httpRows],
  ['logout', logoutRows],
  ['metadata', metadataRows],
  ['domain-claim', domainClaimRows],
  ['connection-record', connectionRecordRows],
  ['membership', membershipRows],
  ['scim', scimRows],
  ['scim', scimRecordRows],
];

const secondReaderCodes = new Set(['readers_disagree', 'second_reader_failed']);

/** The error catalogue: each code with its stage, meaning, public message and remedy. docs/errors.md is made from it. */
export const errorCatalogue: ReadonlyMap<ErrorCode, CatalogueRow & { readonly stage: Stage }> = new Map(
  rowsByStage.flatMap(([stage, rows]) =>
    Object.entries(rows).map(
      ([code, row]) =>
        [
          code as ErrorCode,
          Object.freeze({ stage: secondReaderCodes.has(code) ? ('second-reader' as const) : stage, ...row }),
        ] as const,
    ),
  ),
);
