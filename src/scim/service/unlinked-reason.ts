/** Why an active user leads to no member, or to one who may not come in. */
export type UnlinkedReason =
  /** The address lies in no verified domain of the organisation. */
  | 'foreign-domain'
  /** The member with the address is an owner or admin of the application's own. */
  | 'privileged-member'
  /** The member with the address is active, and `existingMembers` is `leave`. */
  | 'existing-member'
  /** The member with the address, or the account that the person had, was deactivated by the application. */
  | 'member-deactivated'
  /** Another user leads to the member with the address. */
  | 'member-of-another-user'
  /** The person had an account under this externalId, and somebody else has the address now. */
  | 'address-of-another-member'
  /** The application removed the member. */
  | 'member-removed';
