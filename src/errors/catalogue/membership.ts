import type { NoDetails, Rows } from '../catalogue-row.js';
import {
  ACCOUNT_NOT_ADMITTED,
  ASK_ADMINISTRATOR,
  CHECK_INPUT,
  PROVE_ACCOUNT,
  SIGN_IN_AGAIN,
  START_AGAIN,
  USE_SINGLE_SIGN_ON,
} from '../public-messages.js';

export interface MembershipErrors {
  not_invited: { readonly organizationId: string };
  not_provisioned: { readonly organizationId: string; readonly memberId: string | null };
  deprovisioned: { readonly organizationId: string; readonly scimUserId: string };
  member_deactivated: { readonly memberId: string };
  invitation_pending: { readonly memberId: string };
  identity_transient: { readonly connectionId: string };
  identity_conflict: { readonly memberId: string; readonly otherMemberId: string | null };
  member_has_other_identity: { readonly memberId: string; readonly connectionId: string };
  link_needs_proof: { readonly memberId: string; readonly role: string };
  membership_contended: { readonly organizationId: string };
  sso_required: { readonly memberId: string };
  external_member_refused: { readonly memberId: string };
  session_invalid: NoDetails;
  session_ended: { readonly memberId: string };
  member_unknown: { readonly memberId: string };
  member_email_invalid: { readonly reason: string };
  member_email_taken: { readonly memberId: string | null };
  last_owner: { readonly memberId: string };
  access_policy_changed: { readonly organizationId: string; readonly revision: number };
  require_sso_not_ready: { readonly missing: readonly string[] };
}

export const membershipRows: Rows<MembershipErrors> = {
  not_invited: {
    meaning: 'The person is no member, and single sign-on of this organisation only authenticates members.',
    publicMessage: ACCOUNT_NOT_ADMITTED,
    remedy: 'Invite the person, or choose the membership policy jit (IdP Managed Access).',
  },
  not_provisioned: {
    meaning:
      'The organisation admits provisioned people only, and there is no provisioning record of this one.',
    publicMessage: ACCOUNT_NOT_ADMITTED,
    remedy:
      'Assign the person to the application in Entra and wait for the next provisioning cycle, or use Provision on demand.',
  },
  deprovisioned: {
    meaning:
      'The provisioning record of the person is switched off or gone. It wins over every membership policy.',
    publicMessage: ACCOUNT_NOT_ADMITTED,
    remedy: 'Assign the person to the application in Entra again and wait for the next provisioning cycle.',
  },
  member_deactivated: {
    meaning: 'The member was deactivated.',
    publicMessage: ACCOUNT_NOT_ADMITTED,
    remedy: 'Reactivate the member in the organisation’s settings, if that is meant.',
  },
  invitation_pending: {
    meaning: 'The member was invited and has not accepted yet.',
    publicMessage: ACCOUNT_NOT_ADMITTED,
    remedy: 'The person accepts by the invitation’s link, or by single sign-on.',
  },
  identity_transient: {
    meaning:
      'The NameID is transient and no immutable claims came with it, so that nobody can be recognised by it.',
    publicMessage: ASK_ADMINISTRATOR,
    remedy:
      'In Entra under Attributes & Claims set the Name identifier format to Persistent; elsewhere ask for a persistent NameID.',
  },
  identity_conflict: {
    meaning: 'Identity, provisioning record and address of the person belong to different members.',
    publicMessage: ASK_ADMINISTRATOR,
    remedy:
      'Find out which of the members in the details the person is; remove the other, or correct its provisioning record. An address of a member changes with the next sign-in of whoever is linked to it.',
  },
  member_has_other_identity: {
    meaning:
      'The member with this address is linked to another account of the identity provider; the address may have been given to somebody else.',
    publicMessage: ASK_ADMINISTRATOR,
    remedy:
      'If the account was made anew for the same person, unlink the old identity. If it is somebody else, remove the old member; deactivated it keeps the address.',
  },
  link_needs_proof: {
    meaning:
      'An owner or admin with this address is there, and an address alone does not connect such an account.',
    publicMessage: PROVE_ACCOUNT,
    remedy:
      'Let the person sign in to the account in the same browser, then call admit with its id as provenMemberId. Where the account was deactivated and reactivated before anybody signed in, acceptInvitation comes first.',
  },
  membership_contended: {
    meaning: 'Others wrote the same member or policy again and again at this moment.',
    publicMessage: START_AGAIN,
    remedy: 'Try again.',
  },
  sso_required: {
    meaning: 'The member has to use single sign-on; only owners and admins keep another way.',
    publicMessage: USE_SINGLE_SIGN_ON,
    remedy: 'Send the person to single sign-on, as routeSignIn says.',
  },
  external_member_refused: {
    meaning:
      'The organisation requires single sign-on, and the address of the member is of no domain that it has claimed.',
    publicMessage: USE_SINGLE_SIGN_ON,
    remedy:
      'Remove the member and add the person with an address of a claimed domain, or do not require single sign-on.',
  },
  session_invalid: {
    meaning: 'The value is not a session ticket.',
    publicMessage: SIGN_IN_AGAIN,
    remedy: 'Keep the ticket of the admission in the session as it is.',
  },
  session_ended: {
    meaning:
      'The session was ended: for the member, for the organisation, or because the member was removed.',
    publicMessage: SIGN_IN_AGAIN,
    remedy: 'Destroy the session and let the person sign in.',
  },
  member_unknown: {
    meaning: 'The organisation has no member with this id.',
    publicMessage: CHECK_INPUT,
    remedy: 'Load the list of members again; the member may have been removed.',
  },
  member_email_invalid: {
    meaning: 'The address of the new member is not one.',
    publicMessage: CHECK_INPUT,
    remedy: 'Enter one plain address, such as name@example.com.',
  },
  member_email_taken: {
    meaning: 'The organisation has a member with this address already, perhaps a deactivated one.',
    publicMessage: CHECK_INPUT,
    remedy: 'Change the role of the member who is there, reactivate it, or remove it and add it anew.',
  },
  last_owner: {
    meaning: 'The member is the last active owner of the organisation.',
    publicMessage: CHECK_INPUT,
    remedy: 'Make another active member an owner first.',
  },
  access_policy_changed: {
    meaning: 'The access policy was changed by somebody else since it was read.',
    publicMessage: CHECK_INPUT,
    remedy: 'Show the settings again and let the administrator decide anew.',
  },
  require_sso_not_ready: {
    meaning: 'Single sign-on cannot be required before there is a verified domain and an enabled connection.',
    publicMessage: CHECK_INPUT,
    remedy: 'Verify a domain and enable single sign-on first; details say which of the two is missing.',
  },
};
