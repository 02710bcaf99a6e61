import { createDirectory, type Directory } from '../../../src/directory/create-directory.js';
import { parseEmailAddress } from '../../../src/organizations/email-address.js';
import { provisionedLookup, type ScimOptions } from '../../../src/scim/index.js';
import type { SignIn } from '../../../src/service-provider/sign-in.js';
import { memoryAccessPolicies } from '../../../src/stores/memory/index.js';
import { connectionOf } from '../../organizations/connections.js';
import { openMemoryStores } from '../http/memory-stores.js';
import { CONTOSO, claims, type OpenStores, openWorld, type World } from '../http/world.js';

/** Provisioning and a directory over the same stores. `beforeInsertion` comes between the look for a member and its write. */
export async function open(
  membership: 'scim' | 'jit',
  options: Partial<ScimOptions> = {},
  beforeInsertion: (stores: World['stores']) => Promise<void> = async () => {},
  openStores: OpenStores = openMemoryStores,
): Promise<{ world: World; directory: Directory }> {
  const world = await openWorld(openStores, options);
  const { audit, members, scim } = world.stores;
  const policies = memoryAccessPolicies({ audit });
  const entry = (await world.entries())[0];
  if (entry === undefined) throw new Error('no entry');
  const policy = {
    organizationId: CONTOSO,
    membership,
    requireSso: false,
    sessionEpoch: 0,
    updatedAt: new Date(0),
    revision: 1,
  };
  await policies.replacePolicy(policy, 0, { ...entry, id: 'policy' });
  const connection = { ...connectionOf({}), id: 'contoso', organizationId: CONTOSO, enabled: true };
  const connections = { findById: async () => connection, findByOrganization: async () => [connection] };
  const provisioned = provisionedLookup(scim);
  const insertMember: typeof members.insertMember = async (...given) => {
    await beforeInsertion(world.stores);
    return members.insertMember(...given);
  };
  return {
    world,
    directory: createDirectory({
      members: { ...members, insertMember },
      policies,
      connections,
      domainClaims: claims,
      provisioned,
    }),
  };
}

/** What `finishSignIn` returns for a person of Contoso; `objectId` null where the claim is not sent. */
export function signInOf(email: string, objectId: string | null, organizationId: string = CONTOSO): SignIn {
  const address = parseEmailAddress(email);
  if (!address.ok) throw new Error(address.reason);
  return {
    organizationId,
    connectionId: 'contoso',
    identity: {
      kind: 'tenant-object',
      key: JSON.stringify(['tenant-object', 'contoso', 'https://idp.example/', 'tenant', objectId ?? email]),
    },
    email: address.value.address,
    emailDomain: address.value.domain,
    claims: { email: address.value, firstName: null, lastName: null, objectId, groups: [], roles: [] },
  } as unknown as SignIn;
}
