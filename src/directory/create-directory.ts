import type { Result } from '../errors/index.js';
import type { SignIn } from '../service-provider/sign-in.js';
import type { AccessPolicy } from '../stores/interfaces/access-policies.js';
import type { Member, MemberRole } from '../stores/interfaces/members.js';
import { type Admission, type AdmitOptions, admit } from './admit.js';
import type { Actor, MemberName } from './change-member.js';
import { findPolicy } from './lookups.js';
import {
  acceptInvitation,
  changeRole,
  deactivate,
  endMemberSessions,
  reactivate,
  removeMember,
  unlinkIdentity,
} from './manage-members.js';
import { insertNewMember, type NewMember } from './new-member.js';
import { mayUsePassword, type PasswordAdmission } from './password.js';
import { changePolicy, endOrganizationSessions, type PolicyChanges } from './policy.js';
import { type RouteOptions, routeSignIn, routeSignUp, type SignInRoute, type SignUpRoute } from './route.js';
import { checkSession } from './session.js';
import { type DirectoryOptions, readDirectoryOptions } from './settings.js';

/**
 * Who is a member of which organisation, and who may come in how. It decides; that the one who asks for a change may ask
 * for it (an owner or admin of the organisation) is the application's to check. A store that fails refuses with
 * `store_unavailable`.
 */
export interface Directory {
  /** Where the person of an address signs in. Refuses what is no address with `sign_in_email_invalid`. */
  routeSignIn(email: string, options?: RouteOptions): Promise<Result<SignInRoute>>;
  /** Where the person of an address signs up: at the identity provider, where that manages the membership. */
  routeSignUp(email: string, options?: RouteOptions): Promise<Result<SignUpRoute>>;
  /**
   * Decides at the end of a sign-in whether the person comes in, and makes or links the member where the policy says so.
   * Refuses with `not_invited`, `not_provisioned`, `deprovisioned`, `member_deactivated`, `identity_transient`,
   * `identity_conflict`, `member_has_other_identity`, `link_needs_proof`, `membership_contended`, and with what is wrong
   * of the connection or the domain. Throws `TypeError` for what `finishSignIn` did not return.
   */
  admit(signIn: SignIn, options?: AdmitOptions): Promise<Result<Admission>>;
  /**
   * Decides, after the application verified the password (or passkey, …), whether the person may come in by it. Refuses
   * with `sso_required`, `external_member_refused`, `invitation_pending`, `member_deactivated`, `member_unknown`.
   */
  mayUsePassword(name: MemberName): Promise<Result<PasswordAdmission>>;
  /** Holds a ticket against what is true now, on each request; gives the member, with the role of this moment. */
  checkSession(ticket: unknown): Promise<Result<Member>>;
  /** As `checkSession`; false also where a store fails. */
  isSessionValid(ticket: unknown): Promise<boolean>;
  /** Refuses with `member_email_invalid` and `member_email_taken`. Sending the invitation is the application's. */
  invite(organizationId: string, person: NewMember, actor: Actor): Promise<Result<Member>>;
  /** Adds an active member who signs in by the application's own way: the first owner, at the organisation's sign-up. */
  addMember(organizationId: string, person: NewMember, actor: Actor): Promise<Result<Member>>;
  /** For an application that has proven that the invited person reads mail at the address. */
  acceptInvitation(name: MemberName): Promise<Result<Member>>;
  /** Refuses with `last_owner`. */
  changeRole(name: MemberName, role: MemberRole, actor: Actor): Promise<Result<Member>>;
  /** Keeps the person out, whatever the policy, and ends all sessions. Refuses with `last_owner`. */
  deactivate(name: MemberName, actor: Actor): Promise<Result<Member>>;
  /** Lets the person in again. No session of before is valid. */
  reactivate(name: MemberName, actor: Actor): Promise<Result<Member>>;
  /** Forgets the person, who can come back as a new member: with `jit` by signing in. Refuses with `last_owner`. */
  remove(name: MemberName, actor: Actor): Promise<Result<null>>;
  /** Takes an identity away, so that another account of the identity provider can be linked, and ends all sessions. */
  unlinkIdentity(name: MemberName, identityKey: string, actor: Actor): Promise<Result<Member>>;
  endMemberSessions(name: MemberName, actor: Actor): Promise<Result<Member>>;
  endOrganizationSessions(organizationId: string, actor: Actor): Promise<Result<AccessPolicy>>;
  /** `invited`, and single sign-on not required, for an organisation that never chose. */
  policy(organizationId: string): Promise<Result<AccessPolicy>>;
  /** Refuses with `require_sso_not_ready`, and with `access_policy_changed` where the revision is another one. */
  changePolicy(
    organizationId: string,
    changes: PolicyChanges,
    actor: Actor,
    expectedRevision?: number,
  ): Promise<Result<AccessPolicy>>;
}

/** Makes a directory. Throws `TypeError` for wrong options. */
export function createDirectory(options: DirectoryOptions): Directory {
  const settings = readDirectoryOptions(options);
  return Object.freeze<Directory>({
    routeSignIn: (email, routeOptions) => routeSignIn(settings, email, routeOptions),
    routeSignUp: (email, routeOptions) => routeSignUp(settings, email, routeOptions),
    admit: (signIn, admitOptions) => admit(settings, signIn, admitOptions),
    mayUsePassword: (name) => mayUsePassword(settings, name),
    checkSession: (ticket) => checkSession(settings, ticket),
    isSessionValid: async (ticket) => (await checkSession(settings, ticket)).ok,
    invite: (organizationId, person, actor) =>
      insertNewMember(settings, organizationId, person, 'invited', actor),
    addMember: (organizationId, person, actor) =>
      insertNewMember(settings, organizationId, person, 'active', actor),
    acceptInvitation: (name) => acceptInvitation(settings, name),
    changeRole: (name, role, actor) => changeRole(settings, name, role, actor),
    deactivate: (name, actor) => deactivate(settings, name, actor),
    reactivate: (name, actor) => reactivate(settings, name, actor),
    remove: (name, actor) => removeMember(settings, name, actor),
    unlinkIdentity: (name, identityKey, actor) => unlinkIdentity(settings, name, identityKey, actor),
    endMemberSessions: (name, actor) => endMemberSessions(settings, name, actor),
    endOrganizationSessions: (organizationId, actor) =>
      endOrganizationSessions(settings, organizationId, actor),
    policy: (organizationId) => findPolicy(settings, organizationId),
    changePolicy: (organizationId, changes, actor, expectedRevision) =>
      changePolicy(settings, organizationId, changes, actor, expectedRevision ?? null),
  });
}
