import { type Result, refusal, success } from '../errors/index.js';
import { parseEmailAddress } from '../organizations/email-address.js';
import { askStore } from '../service-provider/ask-store.js';
import { ownOption } from '../service-provider/own-option.js';
import type { SignIn } from '../service-provider/sign-in.js';
import type { IdentityLink, Member } from '../stores/interfaces/members.js';
import { changeMember, MOST_TRIES } from './change-member.js';
import { entryOf, eventOf } from './events.js';
import { findPerson, findRecord } from './find-person.js';
import { blankMember, readName } from './new-member.js';
import { type Findings, recognise } from './recognise.js';
import { refreshMember } from './refresh-member.js';
import { type SessionTicket, ticketOf } from './session.js';
import type { DirectorySettings } from './settings.js';
import { checkSource } from './standing.js';

/** A person whom the organisation lets in. */
export interface Admission {
  readonly member: Member;
  /** Whether this sign-in made the member. */
  readonly created: boolean;
  /** Whether this sign-in linked the identity to a member who was there. */
  readonly linked: boolean;
  readonly session: SessionTicket;
}

export interface AdmitOptions {
  /**
   * The member whom the application knows the person of this very browser to be, by a password that was verified just
   * now or a session that is valid. Never take it from the browser.
   */
  readonly provenMemberId?: string;
}

/** See `Directory.admit`. */
export async function admit(
  settings: DirectorySettings,
  signIn: SignIn,
  options: AdmitOptions = {},
): Promise<Result<Admission>> {
  requireSignIn(signIn);
  const admitted = await tryToAdmit(settings, signIn, ownOption(options, 'provenMemberId') ?? null);
  if (!admitted.ok) {
    const { organizationId, connectionId, email } = signIn;
    const { code } = admitted.error;
    const type = 'admission_refused';
    settings.emit(eventOf({ type, at: settings.now(), organizationId, connectionId, code, data: { email } }));
  }
  return admitted;
}

async function tryToAdmit(
  settings: DirectorySettings,
  signIn: SignIn,
  provenMemberId: string | null,
): Promise<Result<Admission>> {
  const { organizationId, connectionId } = signIn;
  if (signIn.identity.kind === 'transient') return refusal('identity_transient', { connectionId });
  const standing = await checkSource(settings, signIn);
  if (!standing.ok) return standing;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const findings = await findPerson(settings, signIn);
    if (!findings.ok) return findings;
    const recognised = recognise(signIn, findings.value, provenMemberId);
    if (!recognised.ok) return recognised;
    const who = recognised.value;
    const admitted =
      who.kind === 'to-create'
        ? await createMember(settings, signIn, findings.value, who.scimUserId)
        : await admitMember(settings, signIn, findings.value, who.member, who.kind === 'to-link');
    if (admitted !== null) return admitted;
  }
  return refusal('membership_contended', { organizationId });
}

/** Null where somebody else took the identity, the address or the record at the same moment. */
async function createMember(
  settings: DirectorySettings,
  signIn: SignIn,
  { policy }: Findings,
  scimUserId: string | null,
): Promise<Result<Admission> | null> {
  const at = settings.now();
  const { organizationId, connectionId, claims } = signIn;
  // Rights never come from the identity provider: whatever it says, a new member is a plain one.
  const member: Member = {
    ...blankMember(organizationId, signIn.email, at),
    origin: 'jit',
    firstName: readName(claims.firstName),
    lastName: readName(claims.lastName),
    scimUserId,
    lastSignInAt: at,
  };
  const memberId = member.id;
  const data = { email: member.email, identityKey: signIn.identity.key };
  const event = eventOf({ type: 'member_created', at, organizationId, memberId, connectionId, data });
  const written = await askStore('members', () =>
    settings.members.insertMember(member, linkOf(signIn, member, at), entryOf(event)),
  );
  if (!written.ok) return written;
  if (written.value !== 'inserted') return null;
  settings.emit(event);
  const stillAdmitted = await recheckRecord(settings, signIn, member);
  if (!stillAdmitted.ok) return stillAdmitted;
  return success({ member, created: true, linked: false, session: ticketOf(member, policy, signIn) });
}

/**
 * Who was deprovisioned while the member was being made has no member yet that could be deactivated; it is made good here.
 * From now on there is one.
 */
async function recheckRecord(
  settings: DirectorySettings,
  signIn: SignIn,
  { organizationId, id: memberId, scimUserId: madeFor }: Member,
): Promise<Result<null>> {
  const record = await findRecord(settings, signIn);
  if (!record.ok) return record;
  const scimUserId = record.value?.scimUserId ?? madeFor;
  // Neither a record that is active, nor that there was and is none.
  if (record.value?.active === true || scimUserId === null) return success(null);
  const deactivated = await changeMember(settings, { organizationId, memberId }, null, (member) =>
    success({
      changes: { status: 'deactivated', sessionEpoch: member.sessionEpoch + 1 },
      type: 'member_deactivated',
    }),
  );
  return deactivated.ok ? refusal('deprovisioned', { organizationId, scimUserId }) : deactivated;
}

/** Null where somebody else wrote in between. */
async function admitMember(
  settings: DirectorySettings,
  signIn: SignIn,
  { policy, byEmail }: Findings,
  member: Member,
  isNewLink: boolean,
): Promise<Result<Admission> | null> {
  const at = settings.now();
  const { organizationId, connectionId } = signIn;
  const isEmailFree = byEmail === null || byEmail.id === member.id;
  const { next, type, data, keptEmail } = refreshMember(member, signIn, at, { isEmailFree, isNewLink });
  const about = { at, organizationId, memberId: member.id, connectionId };
  if (next !== null) {
    const event = type && eventOf({ ...about, type, data });
    const link = isNewLink ? linkOf(signIn, member, at) : null;
    const written = await askStore('members', () =>
      settings.members.replaceMember(next, member.revision, link, event && entryOf(event)),
    );
    if (!written.ok) return written;
    if (written.value !== 'replaced') return null;
    if (event) settings.emit(event);
  }
  if (keptEmail)
    settings.emit(eventOf({ ...about, type: 'member_email_kept', data: { asserted: signIn.email } }));
  const admitted = next ?? member;
  const session = ticketOf(admitted, policy, signIn);
  return success({ member: admitted, created: false, linked: isNewLink, session });
}

function linkOf({ organizationId, connectionId, identity }: SignIn, { id }: Member, at: Date): IdentityLink {
  return { organizationId, connectionId, identityKey: identity.key, memberId: id, linkedAt: at };
}

/**
 * A sign-in is what `finishSignIn` returned, perhaps read back from where the application kept it. The address is read
 * anew, and must be the one that is decided on: a copy has lost the mark of one that was.
 */
function requireSignIn(signIn: SignIn): void {
  const { email, emailDomain, claims, identity }: Partial<SignIn> = signIn ?? {};
  const address = typeof email === 'string' ? parseEmailAddress(email) : null;
  const isWhole =
    address?.ok === true &&
    address.value.address === email &&
    address.value.domain === emailDomain &&
    claims?.email?.address === email &&
    claims.email.domain === emailDomain &&
    typeof identity?.key === 'string';
  if (!isWhole) throw new TypeError('signIn must be what finishSignIn returned');
}
