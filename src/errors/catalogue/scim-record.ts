import type { Rows } from '../catalogue-row.js';
import { ASK_ADMINISTRATOR, CHECK_INPUT } from '../public-messages.js';

export interface ScimRecordErrors {
  scim_record_ambiguous: { readonly by: 'externalId' | 'email'; readonly scimUserIds: readonly string[] };
  scim_record_conflict: { readonly byExternalId: string; readonly byEmail: string };
  scim_user_unknown: { readonly scimUserId: string };
  scim_link_refused: {
    readonly scimUserId: string;
    readonly memberId: string;
    readonly reason:
      | 'member-unknown'
      | 'member-of-another-user'
      | 'user-has-a-member'
      | 'user-inactive'
      | 'address-not-claimed'
      | 'changed-meanwhile';
  };
}

export const scimRecordRows: Rows<ScimRecordErrors> = {
  scim_record_ambiguous: {
    meaning: 'Several provisioned users of the organisation fit the person who signs in.',
    publicMessage: ASK_ADMINISTRATOR,
    remedy:
      'Map objectId to externalId in Entra, see docs/scim.md, and give each of the users in the details an address of their own.',
  },
  scim_record_conflict: {
    meaning:
      'The externalId leads to one provisioned user, and the asserted address to another of the same organisation.',
    publicMessage: ASK_ADMINISTRATOR,
    remedy:
      'Correct the address or the externalId of one of the two users in Entra, and provision them again.',
  },
  scim_user_unknown: {
    meaning: 'The organisation has no provisioned user with this id.',
    publicMessage: CHECK_INPUT,
    remedy: 'Load the list of users anew.',
  },
  scim_link_refused: {
    meaning: 'The provisioned user cannot be led to this member; the details say why.',
    publicMessage: CHECK_INPUT,
    remedy: 'Remove the reason that the details name, or choose another member.',
  },
};
