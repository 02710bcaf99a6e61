import type { CatalogueRow, Mismatch, NoDetails, Rows } from '../catalogue-row.js';
import { ACCOUNT_NOT_ADMITTED, ASK_ADMINISTRATOR } from '../public-messages.js';

/** Names of the attributes that the assertion does carry, for the diagnosis. Values are never part of it. */
export interface AttributeDetails {
  readonly expected: string;
  readonly attributes: readonly string[];
}

export interface ClaimsErrors {
  email_missing: AttributeDetails;
  email_namespace_not_cleared: AttributeDetails & { readonly found: string };
  email_only_default_claim: AttributeDetails & { readonly found: string };
  email_name_misspelt: AttributeDetails & { readonly found: string };
  email_empty: NoDetails;
  email_multiple_values: { readonly count: number };
  email_not_text: NoDetails;
  email_invalid: { readonly reason: string; readonly received: string };
  claim_multiple_values: { readonly claim: string; readonly count: number };
  claim_not_text: { readonly claim: string };
  tenant_claim_missing: { readonly expected: string };
  tenant_claim_mismatch: Mismatch;
}

const CLAIMS = 'In Entra open Single sign-on › Attributes & Claims';
const row = (meaning: string, remedy: string, reference?: string): CatalogueRow => ({
  meaning,
  publicMessage: ASK_ADMINISTRATOR,
  remedy,
  ...(reference === undefined ? {} : { reference }),
});

export const claimsRows: Rows<ClaimsErrors> = {
  email_missing: row(
    'The assertion carries no email claim at all.',
    `${CLAIMS} › Add new claim: Name “email”, Namespace empty, Source attribute “user.mail”. If the claim is there, the person has no mailbox in Entra: fill Users › <person> › Contact information › Email, because Entra leaves out empty claims.`,
    'SDP-SP12',
  ),
  email_namespace_not_cleared: row(
    'The email claim came with a namespace in front of its name.',
    `${CLAIMS}, open the claim “email”, clear the field Namespace and save.`,
    'SDP-SP12',
  ),
  email_only_default_claim: row(
    'Only Entra’s default claim …/claims/emailaddress came, not the claim “email”.',
    `${CLAIMS} › Add new claim: Name “email”, Namespace empty, Source attribute “user.mail”.`,
    'SDP-SP12',
  ),
  email_name_misspelt: row(
    'A claim of a similar name came; claim names are compared to the letter.',
    `${CLAIMS}, rename the claim that was found to exactly the expected name.`,
    'saml-core 1.3.1',
  ),
  email_empty: row(
    'The email claim is empty.',
    'Fill Users › <person> › Contact information › Email in Entra.',
  ),
  email_multiple_values: row(
    'The email claim has several values, so it says nothing about who signed in.',
    `${CLAIMS}, choose a source attribute with a single value, such as “user.mail”.`,
  ),
  email_not_text: row(
    'The email claim is not plain text.',
    `${CLAIMS}, choose the source attribute “user.mail”.`,
  ),
  email_invalid: row(
    'The email claim is not an address that could be compared with a domain safely.',
    'Correct Users › <person> › Contact information › Email in Entra; the reason in the details says what is wrong with it.',
    'RFC 5321 §4.1.2, UTS #46',
  ),
  claim_multiple_values: row(
    'A claim that identifies or names the person has several values.',
    `${CLAIMS}, choose a source attribute with a single value for the claim that the details name.`,
  ),
  claim_not_text: row(
    'A mapped claim is not plain text.',
    `${CLAIMS}, choose a plain source attribute for it.`,
  ),
  tenant_claim_missing: row(
    'The assertion does not say which tenant the person belongs to, and the connection demands it.',
    'Entra always sends the tenantid claim; check that the message really comes from Entra.',
  ),
  tenant_claim_mismatch: {
    meaning: 'The tenantid claim names another tenant than the Issuer URL.',
    publicMessage: ACCOUNT_NOT_ADMITTED,
    remedy: 'The person belongs to another tenant. If it repeats, treat it as an attack.',
  },
};
