import { checkMatching } from 'claimgate/scim';

/**
 * What the administrator of a customer is told about provisioning beside the request log: why a user leads to no member,
 * and how the last provisioned person who signed in is recognised.
 */
export class ProvisioningNotes {
  #remembered;

  constructor(remembered) {
    this.#remembered = remembered;
  }

  /** For `createScim`. */
  async onEvent({ type, organizationId, reason, scimUserId }) {
    if (type !== 'scim_user_unlinked') return;
    try {
      await this.#remembered.set(unlinkedName(organizationId, scimUserId), reason);
    } catch (error) {
      console.error(`Why a provisioned user leads to no member could not be noted: ${error.message}`);
    }
  }

  /** The reason that was told last; null where none was. It may be over: look first whether the user leads to nobody. */
  reasonOf(organizationId, scimUserId) {
    return this.#remembered.get(unlinkedName(organizationId, scimUserId));
  }

  /** After a sign-in was admitted. It decides nothing, so that it may fail. */
  async compare(signIn, { member }, provisioned) {
    if (member.scimUserId === null) return;
    try {
      const user = await provisioned.getUser(member.organizationId, member.scimUserId);
      if (user === null) return;
      const report = { ...checkMatching(signIn, user), email: signIn.email, at: new Date().toISOString() };
      await this.#remembered.set(matchingName(member.organizationId), report);
    } catch (error) {
      console.error(`A sign-in could not be compared with the provisioned user: ${error.message}`);
    }
  }

  /** Null before the first sign-in of a provisioned person. */
  matching(organizationId) {
    return this.#remembered.get(matchingName(organizationId));
  }
}

function unlinkedName(organizationId, scimUserId) {
  return `scim-unlinked:${JSON.stringify([organizationId, scimUserId])}`;
}

function matchingName(organizationId) {
  return `scim-matching:${organizationId}`;
}
