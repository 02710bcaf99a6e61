import { type Result, refusal, success } from '../errors/index.js';
import { askStore } from '../service-provider/ask-store.js';
import type { SignIn } from '../service-provider/sign-in.js';
import type { IdentityLink } from '../stores/interfaces/members.js';
import { findMemberByEmail, findMemberByIdentity, findMemberByScimUser, findPolicy } from './lookups.js';
import type { Findings } from './recognise.js';
import type { DirectorySettings, ProvisionedPerson } from './settings.js';

/** Asks the stores who signs in. Whatever they say later raises a revision or an epoch. */
export async function findPerson(settings: DirectorySettings, signIn: SignIn): Promise<Result<Findings>> {
  const { organizationId, connectionId, identity, email } = signIn;
  const policy = await findPolicy(settings, organizationId);
  if (!policy.ok) return policy;
  const record = await findRecord(settings, signIn);
  if (!record.ok) return record;
  const byRecord = record.value
    ? await findMemberByScimUser(settings, organizationId, record.value.scimUserId)
    : success(null);
  if (!byRecord.ok) return byRecord;
  const byEmail = await findMemberByEmail(settings, organizationId, email);
  if (!byEmail.ok) return byEmail;
  const toLink = byRecord.value ?? byEmail.value;
  const others =
    toLink === null ? success([]) : await findLinks(settings, organizationId, toLink.id, connectionId);
  if (!others.ok) return others;
  // Last of all: what another sign-in of this person linked in the meantime is found, by its link.
  const byIdentity = await findMemberByIdentity(settings, organizationId, identity.key);
  if (!byIdentity.ok) return byIdentity;
  return success({
    policy: policy.value,
    record: record.value,
    byIdentity: byIdentity.value,
    byRecord: byRecord.value,
    byEmail: byEmail.value,
    hasOtherIdentity: others.value.length > 0,
  });
}

/** Undefined where nothing provisions. What the application's function throws refuses the sign-in. */
export async function findRecord(
  { provisioned }: DirectorySettings,
  signIn: SignIn,
): Promise<Result<ProvisionedPerson | null | undefined>> {
  if (provisioned === null) return success(undefined);
  const answer = await askStore('provisioned', () => provisioned(signIn));
  if (!answer.ok) return answer;
  if (!answer.value.ok) return answer.value;
  const record = answer.value.value ?? null;
  if (record === null || (typeof record.scimUserId === 'string' && record.scimUserId !== '')) {
    return success(record);
  }
  return refusal('store_unavailable', {
    store: 'provisioned',
    reason: 'It answered with a record without an id.',
  });
}

/** The identities of the member at the connection: one at most. */
async function findLinks(
  { members }: DirectorySettings,
  organizationId: string,
  memberId: string,
  connectionId: string,
): Promise<Result<readonly IdentityLink[]>> {
  const links = await askStore('members', () => members.listLinks(organizationId, memberId));
  return links.ok ? success(links.value.filter((link) => link.connectionId === connectionId)) : links;
}
