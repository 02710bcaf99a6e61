import type { FindProvisioned, ProvisionedPerson } from '../../directory/settings.js';
import { type Result, refusal, success } from '../../errors/index.js';
import { askStore } from '../../service-provider/ask-store.js';
import type { SignIn } from '../../service-provider/sign-in.js';
import type { ScimStore, ScimUserRecord } from '../../stores/interfaces/scim.js';
import { userNameKey } from '../engine/index.js';
import { signInAddressOf } from '../service/sign-in-address.js';

/** What is asked of the store. */
export type ProvisionedStore = Pick<
  ScimStore,
  'findUsersByExternalId' | 'findUserByUserName' | 'findUsersByEmail' | 'findTombstones'
>;

/** More than one is too many; of these the details of a refusal name so many. */
const MOST = 10;

/**
 * What `createDirectory` takes as `provisioned`: finds the provisioned user of who signs in. By externalId, where it is the
 * objectidentifier claim, exactly one; else by userName or work address, where it is the asserted address, exactly one. Of
 * the organisation of the sign-in alone. A person who was deleted counts as switched off.
 *
 * Refuses `scim_record_ambiguous` where several fit, `scim_record_conflict` where the two ways lead to different users,
 * and `store_unavailable`.
 */
export function provisionedLookup(store: ProvisionedStore): FindProvisioned {
  for (const method of [
    'findUsersByExternalId',
    'findUserByUserName',
    'findUsersByEmail',
    'findTombstones',
  ]) {
    const found: unknown = typeof store === 'object' && store !== null && Reflect.get(store, method);
    if (typeof found !== 'function') throw new TypeError(`store must be a ScimStore with ${method}()`);
  }
  return (signIn) => findProvisioned(store, signIn);
}

async function findProvisioned(
  store: ProvisionedStore,
  signIn: SignIn,
): Promise<Result<ProvisionedPerson | null>> {
  const byExternalId = await findByExternalId(store, signIn);
  if (!byExternalId.ok) return byExternalId;
  const byAddress = await findByAddress(store, signIn);
  if (!byAddress.ok) return byAddress;
  const [found, other] = [byExternalId.value, byAddress.value];
  if (found !== null && other !== null && found.id !== other.id) {
    return refusal('scim_record_conflict', { byExternalId: found.id, byEmail: other.id });
  }
  const user = found ?? other;
  if (user === null) return findDeleted(store, signIn);
  return success({ scimUserId: user.id, active: user.active === true });
}

async function findByExternalId(
  store: ProvisionedStore,
  { organizationId, claims: { objectId } }: SignIn,
): Promise<Result<ScimUserRecord | null>> {
  if (objectId === null) return success(null);
  const asked = await askStore('scim', () => store.findUsersByExternalId(organizationId, objectId, MOST));
  if (!asked.ok) return asked;
  return onlyOne(
    'externalId',
    asked.value.filter((user) => user.organizationId === organizationId && user.externalId === objectId),
  );
}

async function findByAddress(
  store: ProvisionedStore,
  { organizationId, email }: SignIn,
): Promise<Result<ScimUserRecord | null>> {
  const key = userNameKey(email);
  const byName = await askStore('scim', () => store.findUserByUserName(organizationId, key));
  if (!byName.ok) return byName;
  const byEmail = await askStore('scim', () => store.findUsersByEmail(organizationId, email, MOST));
  if (!byEmail.ok) return byEmail;
  const users = new Map<string, ScimUserRecord>();
  for (const user of [...(byName.value === null ? [] : [byName.value]), ...byEmail.value]) {
    const isNamed = user.userNameKey === key || userNameKey(signInAddressOf(user.resource).text) === key;
    if (user.organizationId === organizationId && isNamed) users.set(user.id, user);
  }
  return onlyOne('email', [...users.values()]);
}

/** Who was deleted must not come in as somebody new, by whatever policy: Entra may still assert them for a while. */
async function findDeleted(
  store: ProvisionedStore,
  { organizationId, claims: { objectId } }: SignIn,
): Promise<Result<ProvisionedPerson | null>> {
  if (objectId === null) return success(null);
  const asked = await askStore('scim', () => store.findTombstones(organizationId, objectId));
  if (!asked.ok) return asked;
  const found = asked.value.find(
    (each) => each.organizationId === organizationId && each.externalId === objectId,
  );
  return success(found === undefined ? null : { scimUserId: found.userId, active: false });
}

function onlyOne(
  by: 'externalId' | 'email',
  users: readonly ScimUserRecord[],
): Result<ScimUserRecord | null> {
  const [only = null, ...others] = users;
  if (others.length === 0) return success(only);
  return refusal('scim_record_ambiguous', { by, scimUserIds: users.map(({ id }) => id) });
}
