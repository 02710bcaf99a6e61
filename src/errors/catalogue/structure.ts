import type { CatalogueRow, NoDetails, Rows } from '../catalogue-row.js';
import { ASK_ADMINISTRATOR, START_AGAIN } from '../public-messages.js';

export interface StructureErrors {
  xml_doctype: { readonly offset: number };
  xml_processing_instruction: { readonly offset: number };
  xml_comment: { readonly offset: number };
  xml_cdata: { readonly offset: number };
  xml_declaration_not_supported: { readonly received: string };
  xml_not_well_formed: { readonly reason: string; readonly offset: number };
  xml_namespace_invalid: { readonly reason: string; readonly offset: number };
  xml_limit_exceeded: { readonly limit: string; readonly maximum: number; readonly offset: number };
  root_not_response: { readonly received: string };
  response_version_not_supported: { readonly received: string | null };
  element_unexpected: { readonly parent: string; readonly element: string };
  element_out_of_order: { readonly parent: string; readonly element: string };
  element_repeated: { readonly parent: string; readonly element: string };
  element_missing: { readonly parent: string; readonly element: string };
  element_has_elements: { readonly element: string };
  attribute_unexpected: { readonly element: string; readonly attribute: string };
  attribute_missing: { readonly element: string; readonly attribute: string };
  text_unexpected: { readonly element: string };
  id_invalid: { readonly element: string; readonly received: string };
  id_repeated: { readonly id: string };
  assertion_missing: NoDetails;
  assertion_not_single: { readonly count: number };
  assertion_misplaced: { readonly parent: string };
  signature_misplaced: { readonly parent: string };
  signature_not_single: { readonly parent: string; readonly count: number };
  signature_malformed: { readonly reason: string };
  reference_not_single: { readonly count: number };
  reference_not_parent: { readonly expected: string; readonly received: string | null };
  status_missing: NoDetails;
  status_code_missing: NoDetails;
}

const ATTACK =
  'No identity provider sends this. If it repeats, treat it as an attack and keep the reference.';
const xml = (meaning: string, reference: string): CatalogueRow => ({
  meaning,
  publicMessage: START_AGAIN,
  remedy: ATTACK,
  reference,
});

export const structureRows: Rows<StructureErrors> = {
  xml_doctype: xml('The message has a document type declaration.', 'saml-core 5.4 (IIP-G03)'),
  xml_processing_instruction: xml('The message has a processing instruction.', 'CVE-2025-54419'),
  xml_comment: xml('The message has a comment.', 'CVE-2017-11427, CVE-2025-29775'),
  xml_cdata: xml('The message has a CDATA section.', 'attack family TXT-03'),
  xml_declaration_not_supported: xml(
    'The XML declaration names another version than 1.0 or another encoding than UTF-8.',
    'XML 1.0 §2.8',
  ),
  xml_not_well_formed: xml('The message is not well-formed XML.', 'XML 1.0 §2.1'),
  xml_namespace_invalid: xml(
    'The message breaks the rules of XML namespaces (undeclared, reserved or relative).',
    'Namespaces in XML 1.0 §3–6',
  ),
  xml_limit_exceeded: {
    meaning: 'The message exceeds a limit of the reader (depth, elements, attributes, namespaces, lengths).',
    publicMessage: START_AGAIN,
    remedy: 'docs/decisions/0002-strict-reader.md lists the limits. Send fewer claims or groups.',
  },
  root_not_response: {
    meaning: 'The document is not a samlp:Response of SAML 2.0.',
    publicMessage: START_AGAIN,
    remedy: 'Only a SAML 2.0 Response goes to the Reply URL: check that the application in Entra uses SAML.',
    reference: 'saml-core 3.3.3',
  },
  response_version_not_supported: {
    meaning: 'Response/@Version is not 2.0.',
    publicMessage: ASK_ADMINISTRATOR,
    remedy: 'Configure the identity provider for SAML 2.0.',
    reference: 'saml-core 4.1.3.2',
  },
  element_unexpected: xml(
    'An element stands where the SAML schema allows none of its name.',
    'saml-core, schema',
  ),
  element_out_of_order: xml('An element stands out of the order of the SAML schema.', 'saml-core, schema'),
  element_repeated: xml('An element that may occur once occurs again.', 'saml-core, schema'),
  element_missing: xml('An element that the SAML schema requires is missing.', 'saml-core, schema'),
  element_has_elements: xml('An element that holds text only contains elements.', 'saml-core, schema'),
  attribute_unexpected: xml(
    'An element carries an attribute that the SAML schema does not allow.',
    'saml-core, schema',
  ),
  attribute_missing: xml('An element lacks an attribute that the SAML schema requires.', 'saml-core, schema'),
  text_unexpected: xml('Text stands where the SAML schema allows elements only.', 'saml-core, schema'),
  id_invalid: xml('An ID is missing, is not an NCName, or is of an unusable length.', 'saml-core 1.3.4'),
  id_repeated: xml(
    'One ID value occurs more than once, in whatever spelling of the attribute.',
    'saml-core 1.3.4',
  ),
  assertion_missing: {
    meaning: 'The Response reports success but carries no assertion.',
    publicMessage: START_AGAIN,
    remedy: ATTACK,
    reference: 'saml-profiles 4.1.4.2',
  },
  assertion_not_single: xml(
    'The Response carries more than one assertion.',
    'saml-profiles 4.1.4.2, attack family XSW',
  ),
  assertion_misplaced: xml(
    'An assertion stands elsewhere than directly in the Response.',
    'attack family XSW',
  ),
  signature_misplaced: xml(
    'A signature stands elsewhere than directly in the Response or the assertion.',
    'saml-core 5.4.1, attack family XSW',
  ),
  signature_not_single: xml('An element carries more than one signature.', 'saml-core 5.4.1'),
  signature_malformed: xml('A signature does not have the form that SAML prescribes.', 'saml-core 5.4'),
  reference_not_single: xml('A signature does not have exactly one Reference.', 'saml-core 5.4.2'),
  reference_not_parent: xml(
    'A signature’s Reference is not the ID of the element that contains the signature.',
    'saml-core 5.4.2',
  ),
  status_missing: xml('The Response has no Status.', 'saml-core 3.2.2'),
  status_code_missing: xml('The Status has no StatusCode with a Value.', 'saml-core 3.2.2.2'),
};
