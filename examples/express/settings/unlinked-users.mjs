/** Why provisioning leads a user to no member, or to one who stays out, in words for the administrator. */
const REASONS = {
  'foreign-domain': 'The address lies in no verified domain of the organisation.',
  'privileged-member':
    'The member with the address is an owner or admin. Provisioning never takes such an account by itself.',
  'existing-member': 'The member with the address was there before, and the application leaves those alone.',
  'member-deactivated': 'The member was deactivated in the application, and Entra does not undo that.',
  'member-of-another-user': 'Another provisioned user leads to the member with the address.',
  'address-of-another-member': 'The person had another account before, and a member has the address now.',
  'member-removed': 'The member was removed in the application.',
};

/** Whether a provisioned user leads to nobody. What the member says decides: a sign-in may have made one since. */
export async function isUnlinked(members, { id, memberId, organizationId }) {
  const named = memberId === null ? null : await members.findMember(organizationId, memberId);
  if (named?.scimUserId === id) return false;
  return (await members.findMemberByScimUser(organizationId, id)) === null;
}

/** What provisioning said of a user when it last wrote it. */
export async function whyOf({ provisioningNotes }, { active, id, organizationId }) {
  if (!active) return 'Entra has deactivated the user.';
  const reason = await provisioningNotes.reasonOf(organizationId, id);
  return REASONS[reason] ?? 'Provision the person once more; then it says why.';
}
