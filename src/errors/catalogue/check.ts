import type { CatalogueRow, Rows } from '../catalogue-row.js';
import { ASK_ADMINISTRATOR, PROVIDER_REFUSED, START_AGAIN } from '../public-messages.js';
import type { CheckErrors } from './check-details.js';

const CLOCK =
  'Compare the clock of this server with a time server; clockSkewSeconds of the connection may be up to 300.';
const REPLY_URL =
  'In Entra open Single sign-on › Basic SAML Configuration: Reply URL (Assertion Consumer Service URL) must be exactly the expected value.';
const IDENTIFIER =
  'In Entra open Single sign-on › Basic SAML Configuration: Identifier (Entity ID) must be exactly the expected value.';
const ISSUER_URL =
  'The Issuer URL of the connection must be exactly the “Microsoft Entra Identifier” under Set up <application>; or the message belongs to another tenant.';
const AGAIN =
  'Start the sign-in from the application again; an answer fits only the request it was made for.';
const TILE =
  'The message answers no request. Allow IdP-initiated sign-in on the connection, or set the Sign-on URL in Basic SAML Configuration so that the My Apps tile starts at the application.';
const PROFILE =
  'The identity provider is not following the SAML 2.0 web browser profile; check its settings.';
const LIFETIME =
  'Shorten the token lifetime policy in Entra, or raise maxLifetimeSeconds of the connection (a day at most).';

const administrator = (meaning: string, remedy: string, reference: string): CatalogueRow => ({
  meaning,
  publicMessage: ASK_ADMINISTRATOR,
  remedy,
  reference,
});
const person = (meaning: string, remedy: string, reference: string): CatalogueRow => ({
  meaning,
  publicMessage: START_AGAIN,
  remedy,
  reference,
});

export const checkRows: Rows<CheckErrors> = {
  status_not_success: {
    meaning: 'The identity provider reports that it did not sign the person in.',
    publicMessage: PROVIDER_REFUSED,
    remedy:
      'Read the status message in the details; an AADSTS number in it is explained in docs/entra.md and in Entra’s sign-in log under the correlation id.',
    reference: 'saml-core 3.2.2.2, saml-profiles 4.1.4.2',
  },
  status_code_unknown: person(
    'The top-level StatusCode is none of the four that SAML knows.',
    PROFILE,
    'saml-core 3.2.2.2',
  ),
  response_issuer_mismatch: administrator(
    'Response/Issuer is not the connection’s Issuer URL.',
    ISSUER_URL,
    'saml-profiles 4.1.4.2',
  ),
  response_issuer_missing: administrator(
    'The Response is signed, or its assertion encrypted, but it has no Issuer.',
    PROFILE,
    'saml-profiles 4.1.4.2',
  ),
  assertion_issuer_mismatch: administrator(
    'Assertion/Issuer is not the connection’s Issuer URL.',
    ISSUER_URL,
    'saml-profiles 4.1.4.2',
  ),
  destination_mismatch: administrator(
    'Response/@Destination is not the URL where the message arrived.',
    REPLY_URL,
    'saml-core 3.2.2',
  ),
  destination_missing: administrator(
    'The Response is signed but has no Destination.',
    PROFILE,
    'saml-bindings 3.5.5.2',
  ),
  response_issue_instant_in_future: person(
    'Response/@IssueInstant lies in the future.',
    CLOCK,
    'saml-core 3.2.2',
  ),
  issue_instant_in_future: person('Assertion/@IssueInstant lies in the future.', CLOCK, 'saml-core 2.3.3'),
  issue_instant_too_old: person(
    'The assertion was issued longer ago than the lifetime cap allows.',
    AGAIN,
    'saml-core 2.3.3',
  ),
  response_in_response_to_missing: person(
    'Response/@InResponseTo is missing in the answer to a request.',
    AGAIN,
    'saml-core 3.2.2',
  ),
  response_in_response_to_mismatch: person(
    'Response/@InResponseTo names another request.',
    AGAIN,
    'saml-core 3.2.2',
  ),
  response_in_response_to_unsolicited: person(
    'An unsolicited Response carries InResponseTo.',
    TILE,
    'saml-profiles 4.1.5',
  ),
  subject_confirmation_method_not_bearer: administrator(
    'No SubjectConfirmation has the bearer method.',
    PROFILE,
    'saml-profiles 4.1.4.2',
  ),
  subject_confirmation_data_missing: administrator(
    'The bearer SubjectConfirmation has no SubjectConfirmationData.',
    PROFILE,
    'saml-profiles 4.1.4.2',
  ),
  recipient_missing: administrator(
    'SubjectConfirmationData has no Recipient.',
    PROFILE,
    'saml-profiles 4.1.4.2',
  ),
  recipient_mismatch: administrator(
    'Recipient is not this Assertion Consumer Service.',
    REPLY_URL,
    'saml-profiles 4.1.4.3',
  ),
  subject_confirmation_not_on_or_after_missing: administrator(
    'SubjectConfirmationData has no NotOnOrAfter.',
    PROFILE,
    'saml-profiles 4.1.4.2',
  ),
  subject_confirmation_expired: person(
    'SubjectConfirmationData/@NotOnOrAfter has passed.',
    `${AGAIN} ${CLOCK}`,
    'saml-profiles 4.1.4.3',
  ),
  subject_confirmation_has_not_before: administrator(
    'SubjectConfirmationData carries NotBefore.',
    PROFILE,
    'saml-profiles 4.1.4.2',
  ),
  subject_confirmation_lifetime_exceeded: administrator(
    'SubjectConfirmationData is valid for longer than the lifetime cap.',
    LIFETIME,
    'saml-profiles 4.1.4.2',
  ),
  in_response_to_missing: person(
    'SubjectConfirmationData has no InResponseTo in the answer to a request.',
    AGAIN,
    'saml-profiles 4.1.4.3',
  ),
  in_response_to_mismatch: person(
    'SubjectConfirmationData/@InResponseTo names another request.',
    AGAIN,
    'saml-profiles 4.1.4.3',
  ),
  in_response_to_unsolicited: person(
    'An unsolicited assertion carries InResponseTo.',
    TILE,
    'saml-profiles 4.1.5',
  ),
  conditions_empty_window: administrator('Conditions end before they begin.', PROFILE, 'saml-core 2.5.1.2'),
  conditions_not_on_or_after_missing: administrator(
    'Conditions have no NotOnOrAfter.',
    PROFILE,
    'saml-core 2.5.1.2',
  ),
  conditions_not_yet_valid: person('Conditions/@NotBefore has not come yet.', CLOCK, 'saml-core 2.5.1.2'),
  conditions_expired: person(
    'Conditions/@NotOnOrAfter has passed.',
    `${AGAIN} ${CLOCK}`,
    'saml-core 2.5.1.2',
  ),
  conditions_lifetime_exceeded: administrator(
    'The assertion is valid for longer than the lifetime cap.',
    LIFETIME,
    'saml-core 2.5.1.2',
  ),
  audience_restriction_missing: administrator(
    'The assertion has no AudienceRestriction.',
    PROFILE,
    'saml-profiles 4.1.4.2',
  ),
  audience_mismatch: administrator(
    'The assertion is meant for another service.',
    IDENTIFIER,
    'saml-core 2.5.1.4',
  ),
  one_time_use_repeated: administrator(
    'Conditions carry OneTimeUse more than once.',
    PROFILE,
    'saml-core 2.5.1.5',
  ),
  proxy_restriction_repeated: administrator(
    'Conditions carry ProxyRestriction more than once.',
    PROFILE,
    'saml-core 2.5.1.6',
  ),
  session_expired: person('SessionNotOnOrAfter has passed.', AGAIN, 'saml-core 2.7.2'),
  authn_instant_in_future: person('AuthnInstant lies in the future.', CLOCK, 'saml-core 2.7.2'),
  authn_instant_before_request: person(
    'A fresh authentication was demanded (ForceAuthn), but the person authenticated before the request.',
    AGAIN,
    'saml-core 3.4.1',
  ),
  sp_name_qualifier_mismatch: administrator(
    'NameID/@SPNameQualifier names another service.',
    PROFILE,
    'saml-core 8.3.7',
  ),
  name_qualifier_mismatch: administrator(
    'NameID/@NameQualifier names another identity provider.',
    PROFILE,
    'saml-core 8.3.7',
  ),
};
