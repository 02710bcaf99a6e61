import type { SignIn } from '../../service-provider/sign-in.js';
import type { ScimUserRecord } from '../../stores/interfaces/scim.js';

/** What the externalId of a provisioned user is, held against a sign-in of the same person. */
export type MatchingVerdict =
  /** It is the object id: the strongest match there is. */
  | 'object-id'
  /** It is empty. */
  | 'missing'
  /** Entra's default: mailNickname, which changes and may be given to somebody else. */
  | 'alias'
  /** An address or user principal name, which changes with the person's name. */
  | 'address'
  /** A GUID, but not the object id of who signed in. */
  | 'other-guid'
  | 'other'
  /** The sign-in has no objectidentifier claim, so that nothing can be compared. */
  | 'claim-missing';

export interface MatchingReport {
  readonly verdict: MatchingVerdict;
  /** Whether a person is recognised by what never changes. */
  readonly isStable: boolean;
  readonly externalId: string | null;
  readonly objectId: string | null;
  /** What the administrator of the customer should do, in words for them. */
  readonly advice: string;
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/iu;
const MAP_OBJECT_ID =
  'In Entra, under Provisioning › Attribute mapping › Provision Microsoft Entra ID Users, map objectId to externalId instead of mailNickname, save, and choose Restart provisioning.';

const ADVICE: Readonly<Record<MatchingVerdict, string>> = {
  'object-id': 'The externalId is the object id of the person. Nothing needs to be done.',
  missing: `Entra sends no externalId, so people are recognised by their address alone. ${MAP_OBJECT_ID}`,
  alias: `The externalId is the alias of the person, which may change or be given to somebody else. ${MAP_OBJECT_ID}`,
  address: `The externalId is an address, which changes with the name of the person. ${MAP_OBJECT_ID}`,
  'other-guid': `The externalId is a GUID, but not the object id of the person who signed in: another attribute is mapped, or this is another account with the same address. ${MAP_OBJECT_ID}`,
  other: `The externalId is not the object id of the person. ${MAP_OBJECT_ID}`,
  'claim-missing':
    'The sign-in carries no object id. In Entra, under Single sign-on › Attributes & Claims, do not restrict the basic claims, so that http://schemas.microsoft.com/identity/claims/objectidentifier is sent.',
};

/**
 * Compares a first sign-in with the provisioned user of the same person, and says what the mapping of externalId should
 * be. A check for the one who sets provisioning up; it decides nothing.
 */
export function checkMatching(
  signIn: Pick<SignIn, 'claims' | 'email'>,
  user: Pick<ScimUserRecord, 'externalId' | 'userName'>,
): MatchingReport {
  const { objectId } = signIn.claims;
  const { externalId } = user;
  const verdict = verdictOf(user, objectId, signIn.email);
  return { verdict, isStable: verdict === 'object-id', externalId, objectId, advice: ADVICE[verdict] };
}

function verdictOf(
  { externalId, userName }: Pick<ScimUserRecord, 'externalId' | 'userName'>,
  objectId: string | null,
  email: string,
): MatchingVerdict {
  if (objectId === null) return 'claim-missing';
  if (externalId === null) return 'missing';
  if (externalId === objectId) return 'object-id';
  if (UUID.test(externalId)) return 'other-guid';
  if (externalId.includes('@')) return 'address';
  const aliases = [email, userName].map((address) => address.split('@')[0]?.toLowerCase());
  return aliases.includes(externalId.toLowerCase()) ? 'alias' : 'other';
}
