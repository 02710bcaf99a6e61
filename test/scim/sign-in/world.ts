import { parseEmailAddress } from '../../../src/organizations/email-address.js';
import type { SignIn } from '../../../src/service-provider/sign-in.js';
import { CONTOSO } from '../http/world.js';

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
