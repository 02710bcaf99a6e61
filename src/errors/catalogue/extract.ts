import type { CatalogueRow, NoDetails, Rows } from '../catalogue-row.js';
import { ASK_ADMINISTRATOR } from '../public-messages.js';

export interface ExtractErrors {
  assertion_version_not_supported: { readonly received: string | null };
  assertion_issuer_missing: NoDetails;
  issuer_format_not_entity: { readonly received: string };
  subject_missing: NoDetails;
  name_id_missing: NoDetails;
  name_id_encrypted: NoDetails;
  name_id_padded: NoDetails;
  name_id_too_long: { readonly length: number; readonly maximum: number };
  subject_confirmation_missing: NoDetails;
  conditions_missing: NoDetails;
  condition_unknown: { readonly element: string };
  authn_statement_missing: NoDetails;
  attribute_encrypted: NoDetails;
  time_malformed: { readonly element: string; readonly attribute: string; readonly received: string };
  value_blank: { readonly element: string };
}

const row = (meaning: string, reference: string, remedy = DEFAULT_REMEDY): CatalogueRow => ({
  meaning,
  publicMessage: ASK_ADMINISTRATOR,
  remedy,
  reference,
});
const DEFAULT_REMEDY =
  'The identity provider is not following the SAML 2.0 web browser profile; check its settings.';

export const extractRows: Rows<ExtractErrors> = {
  assertion_version_not_supported: row('Assertion/@Version is not 2.0.', 'saml-core 2.3.3, 4.1.3.2'),
  assertion_issuer_missing: row('The assertion has no Issuer.', 'saml-core 2.3.3'),
  issuer_format_not_entity: row('Issuer/@Format is not the entity format.', 'saml-profiles 4.1.4.2'),
  subject_missing: row('The assertion has no Subject.', 'saml-profiles 4.1.4.2'),
  name_id_missing: row(
    'The Subject has no NameID.',
    'saml-profiles 4.1.4.2',
    'In Entra open Single sign-on › Attributes & Claims and set “Unique User Identifier (Name ID)”.',
  ),
  name_id_encrypted: row(
    'The Subject carries an EncryptedID, which is not supported.',
    'saml-core 2.2.4',
    'Configure the identity provider to encrypt the assertion, not the NameID.',
  ),
  name_id_padded: row(
    'The NameID begins or ends with white space or an invisible character, or contains a control character.',
    'saml-core 1.3.1, attack family TXT-08',
    'Correct the source of “Unique User Identifier (Name ID)” in Entra under Single sign-on › Attributes & Claims.',
  ),
  name_id_too_long: row('The NameID is longer than any format allows.', 'saml-core 8.3.7'),
  subject_confirmation_missing: row('The Subject has no SubjectConfirmation.', 'saml-profiles 4.1.4.2'),
  conditions_missing: row('The assertion has no Conditions.', 'saml-profiles 4.1.4.2'),
  condition_unknown: row(
    'The assertion carries a Condition that is not understood, so its validity is indeterminate.',
    'saml-core 2.5.1.1',
  ),
  authn_statement_missing: row('The assertion has no AuthnStatement.', 'saml-profiles 4.1.4.2'),
  attribute_encrypted: row(
    'The assertion carries an EncryptedAttribute, which is not supported.',
    'saml-core 2.7.3.2',
    'Configure the identity provider to encrypt the assertion, not single attributes.',
  ),
  time_malformed: row('A time is not an xs:dateTime with a time zone.', 'saml-core 1.3.3'),
  value_blank: row('A value that must not be blank is empty or blanks only.', 'saml-core 1.3.1'),
};
