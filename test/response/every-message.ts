import type { ErrorCode } from '../../src/errors/index.js';
import type { Connection } from '../../src/organizations/connection.js';
import { ENVELOPED, forge, type SignaturePlan } from './forge.js';
import {
  ASSERTION_ID,
  anotherKeyPair,
  connectionWith,
  keyPair,
  type Mint,
  mint,
  NOW,
  RESPONSE_ID,
  replaced,
  signedWith,
  type Wanted,
} from './message.js';

/** One message that a code refuses, and what else it takes. */
export interface Recipe {
  readonly xml: () => string;
  readonly wanted?: Wanted;
  readonly connection?: Connection;
}

type Recipes = Partial<Record<ErrorCode, Recipe>>;

const minted = (options: Mint, wanted: Wanted = {}): Recipe => ({ xml: () => mint(options), wanted });
const edited = (from: string | RegExp, to: string): Recipe => ({ xml: () => replaced(mint(), from, to) });
const signed = (from: string | RegExp, to: string, options: Mint = {}): Recipe => ({
  xml: () => signedWith(from, to, options),
});
const forged = (plan: SignaturePlan): Recipe => ({
  xml: () => forge(mint({ sign: 'none' }), ASSERTION_ID, plan),
});
const later = (milliseconds: number): Date => new Date(NOW.getTime() + milliseconds);

function numbered(count: number, write: (n: number) => string): string {
  return Array.from({ length: count }, (_, n) => write(n)).join('');
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NAMESPACE = 'urn:oasis:names:tc:SAML:2.0:assertion';
const ASSERTION = /<Assertion .*<\/Assertion>/;
const SIGNATURE = /<Signature .*<\/Signature>/;

export const STRUCTURE_MESSAGES: Recipes = {
  xml_doctype: edited(/^/, '<!DOCTYPE a>'),
  xml_processing_instruction: edited('</NameID>', '<?x y?></NameID>'),
  xml_comment: edited('</NameID>', '<!--x--></NameID>'),
  xml_cdata: edited('</NameID>', '<![CDATA[x]]></NameID>'),
  xml_declaration_not_supported: edited(/^/, '<?xml version="1.1"?>'),
  xml_not_well_formed: edited('</NameID>', ''),
  xml_namespace_invalid: edited('<Subject>', '<p:Subject>'),
  xml_limit_exceeded: edited('<Subject>', `<Subject>${'<a>'.repeat(100)}`),
  root_not_response: { xml: () => ASSERTION.exec(mint())?.[0] ?? '' },
  response_version_not_supported: edited('Version="2.0"', 'Version="1.1"'),
  element_unexpected: edited('<samlp:Status>', '<x/><samlp:Status>'),
  element_out_of_order: edited('</samlp:Status>', '</samlp:Status><samlp:Extensions/>'),
  element_repeated: edited('</samlp:Status>', '</samlp:Status><samlp:Status/>'),
  element_missing: signed(/<AuthnContext>.*<\/AuthnContext>/, ''),
  element_has_elements: edited('</Issuer>', '<x/></Issuer>'),
  attribute_unexpected: edited('<samlp:Response ', '<samlp:Response x="y" '),
  attribute_missing: edited(/ IssueInstant="[^"]*"/, ''),
  text_unexpected: edited('<samlp:Status>', 'x<samlp:Status>'),
  id_invalid: edited(RESPONSE_ID, '1'),
  id_repeated: edited(RESPONSE_ID, ASSERTION_ID),
  assertion_missing: edited(ASSERTION, ''),
  assertion_not_single: edited('</samlp:Status>', `</samlp:Status><Assertion xmlns="${NAMESPACE}" ID="_2"/>`),
  assertion_misplaced: edited('<Subject>', '<Assertion/><Subject>'),
  assertion_encrypted: minted({ encrypt: { certificatePem: keyPair.certificatePem } }),
  signature_misplaced: edited(
    '<Subject>',
    '<Subject><Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/>',
  ),
  signature_not_single: edited(
    '</Signature>',
    '</Signature><Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/>',
  ),
  signature_malformed: edited('</Signature>', '<Object/></Signature>'),
  reference_not_single: forged({ reference: () => '' }),
  reference_not_parent: forged({ uri: '' }),
  status_missing: edited(/<samlp:Status>.*<\/samlp:Status>/, ''),
  status_code_missing: edited(/<samlp:Status>.*<\/samlp:Status>/, '<samlp:Status/>'),
};

export const VERIFY_MESSAGES: Recipes = {
  signature_missing: edited(SIGNATURE, ''),
  signature_policy_unsatisfied: {
    xml: () => mint(),
    connection: connectionWith({ signaturePolicy: 'response' }),
  },
  signature_algorithm_not_allowed: edited('#rsa-sha256', '#rsa-md5'),
  digest_algorithm_not_allowed: forged({ digestMethod: 'urn:x' }),
  sha1_not_allowed: minted({ deviation: 'sha1' }),
  canonicalization_not_allowed: edited('xml-exc-c14n#', 'xml-exc-c14n#WithComments'),
  transforms_not_allowed: forged({ transforms: ENVELOPED }),
  signature_value_malformed: edited('<SignatureValue>', '<SignatureValue>!'),
  digest_value_malformed: forged({ digestValue: () => 'AAAA' }),
  signature_invalid: edited('<SignatureValue>', '<SignatureValue>AAAA'),
  signing_certificate_unknown: minted({ keyPair: anotherKeyPair() }),
  signing_certificate_expired: {
    ...minted({ now: new Date('2028-06-02T00:00:00Z') }, { now: new Date('2028-06-02T00:00:00Z') }),
    connection: connectionWith({ expiredCertificates: 'refuse' }),
  },
  digest_mismatch: minted({ deviation: 'tampered' }),
  // Canonical form declares the prefixes where they are used, which takes this tag over the reader's limit.
  signed_content_ambiguous: signed(
    '</AttributeStatement>',
    `<Attribute Name="x"${numbered(10, (n) => ` xmlns:p${n}="u:${n}"`)}>` +
      `<AttributeValue${numbered(40, (n) => ` p${n % 10}:a${n}=""`)}/></Attribute></AttributeStatement>`,
  ),
};

export const EXTRACT_MESSAGES: Recipes = {
  assertion_version_not_supported: signed(/(?<=<Assertion [^>]*)Version="2.0"/, 'Version="1.1"'),
  assertion_issuer_missing: signed(/<Issuer>[^<]*<\/Issuer>/, ''),
  issuer_format_not_entity: signed('<Issuer>', '<Issuer Format="urn:x">'),
  subject_missing: signed(/<Subject>.*<\/Subject>/, ''),
  name_id_missing: signed(/<NameID.*<\/NameID>/, ''),
  name_id_encrypted: signed(/<NameID.*<\/NameID>/, '<EncryptedID/>'),
  name_id_padded: minted({ nameId: { value: ' alice' } }),
  name_id_too_long: minted({ nameId: { value: 'x'.repeat(1_025) } }),
  subject_confirmation_missing: signed(/<SubjectConfirmation .*<\/SubjectConfirmation>/, ''),
  conditions_missing: signed(/<Conditions.*<\/Conditions>/, ''),
  condition_unknown: signed('</Conditions>', '<Condition/></Conditions>'),
  authn_statement_missing: signed(/<AuthnStatement.*<\/AuthnStatement>/, ''),
  attribute_encrypted: signed('</AttributeStatement>', '<EncryptedAttribute/></AttributeStatement>'),
  time_malformed: minted({ authnInstant: 'now' }),
  value_blank: minted({ nameId: { value: ' ' } }),
};

export const CHECK_MESSAGES: Recipes = {
  status_not_success: minted({ deviation: 'provider-error' }),
  status_code_unknown: minted({ status: { code: 'urn:x' } }),
  response_issuer_missing: minted({ sign: 'response', responseIssuer: null }),
  response_issuer_mismatch: minted({ responseIssuer: 'urn:x' }),
  assertion_issuer_mismatch: minted({ assertionIssuer: 'urn:x' }),
  destination_missing: minted({ sign: 'response', destination: null }),
  destination_mismatch: minted({ deviation: 'wrong-destination' }),
  response_issue_instant_in_future: minted({ responseIssueInstant: later(HOUR) }),
  response_in_response_to_missing: minted({ responseInResponseTo: null }),
  response_in_response_to_mismatch: minted({ responseInResponseTo: 'id9' }),
  response_in_response_to_unsolicited: minted({}, { inResponseTo: null }),
  issue_instant_in_future: minted({ issueInstant: later(HOUR) }),
  issue_instant_too_old: minted({ issueInstant: later(-3 * DAY) }),
  subject_confirmation_method_not_bearer: minted({ confirmationMethod: 'urn:x' }),
  subject_confirmation_data_missing: signed(/<SubjectConfirmationData .*?\/>/, ''),
  recipient_missing: minted({ recipient: null }),
  recipient_mismatch: minted({ deviation: 'wrong-recipient' }),
  subject_confirmation_not_on_or_after_missing: minted({ subjectNotOnOrAfter: null }),
  subject_confirmation_expired: minted({ subjectNotOnOrAfter: later(-HOUR) }),
  subject_confirmation_has_not_before: signed(
    '<SubjectConfirmationData',
    `<SubjectConfirmationData NotBefore="${NOW.toISOString()}"`,
  ),
  subject_confirmation_lifetime_exceeded: minted({ subjectNotOnOrAfter: later(2 * DAY) }),
  in_response_to_missing: minted({ subjectInResponseTo: null }),
  in_response_to_mismatch: minted({ subjectInResponseTo: 'id9' }),
  in_response_to_unsolicited: minted({ responseInResponseTo: null }, { inResponseTo: null }),
  sp_name_qualifier_mismatch: signed('<NameID ', '<NameID SPNameQualifier="urn:x" '),
  name_qualifier_mismatch: signed(
    /<NameID [^>]*>/,
    '<NameID NameQualifier="urn:x" Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">',
  ),
  conditions_not_on_or_after_missing: minted({ notOnOrAfter: null, subjectNotOnOrAfter: later(HOUR) }),
  conditions_empty_window: minted({
    notBefore: later(1),
    notOnOrAfter: NOW,
    subjectNotOnOrAfter: later(HOUR),
  }),
  conditions_not_yet_valid: minted({ notBefore: later(HOUR / 2) }),
  conditions_expired: minted({
    notBefore: null,
    notOnOrAfter: later(-HOUR),
    subjectNotOnOrAfter: later(HOUR),
  }),
  conditions_lifetime_exceeded: minted({ notOnOrAfter: later(2 * DAY), subjectNotOnOrAfter: later(HOUR) }),
  audience_restriction_missing: minted({ audiences: null }),
  audience_mismatch: minted({ deviation: 'wrong-audience' }),
  one_time_use_repeated: signed('</Conditions>', '<OneTimeUse/><OneTimeUse/></Conditions>'),
  proxy_restriction_repeated: signed('</Conditions>', '<ProxyRestriction/><ProxyRestriction/></Conditions>'),
  authn_instant_in_future: minted({ authnInstant: later(HOUR) }),
  authn_instant_before_request: minted({ authnInstant: later(-HOUR) }, { authnInstantNotBefore: NOW }),
  session_expired: minted({ sessionNotOnOrAfter: later(-HOUR) }),
};

const TENANT_ID = 'http://schemas.microsoft.com/identity/claims/tenantid';
const address = 'adele@contoso.com';
const email = (value: string | readonly (string | null)[]): Recipe =>
  minted({ attributes: { email: value } });

export const CLAIMS_MESSAGES: Recipes = {
  email_namespace_not_cleared: minted({ deviation: 'namespace-not-cleared' }),
  email_name_misspelt: minted({ attributes: { Email: address } }),
  email_only_default_claim: minted({
    attributes: { 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress': address },
  }),
  email_missing: minted({ attributes: {} }),
  email_empty: email(''),
  email_multiple_values: minted({ deviation: 'several-emails' }),
  email_not_text: signed(
    '<Attribute Name="email"><AttributeValue>',
    '<Attribute Name="email"><AttributeValue><x/>',
  ),
  email_invalid: minted({ deviation: 'email-not-an-address' }),
  claim_multiple_values: minted({ attributes: { email: address, [TENANT_ID]: ['a', 'b'] } }),
  claim_not_text: signed(
    `<Attribute Name="${TENANT_ID}"><AttributeValue>`,
    `<Attribute Name="${TENANT_ID}"><AttributeValue><x/>`,
  ),
  tenant_claim_missing: { xml: email(address).xml, connection: connectionWith({ requireTenantClaim: true }) },
  tenant_claim_mismatch: minted({ deviation: 'wrong-tenant' }),
};
