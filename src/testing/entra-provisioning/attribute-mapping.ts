import type { EntraMapping, EntraUser } from './provisioning-types.js';
import { parseTargetPath } from './target-path.js';

export const ENTERPRISE_USER = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

type Source = (user: EntraUser) => string | null | undefined;

const EXTERNAL_ID: Readonly<Record<'objectId' | 'mailNickname', Source>> = {
  objectId: ({ objectId }) => objectId,
  mailNickname: ({ mailNickname, userPrincipalName }) => mailNickname ?? userPrincipalName.split('@')[0],
};

/** Entra's default mapping for an application that is not in its gallery, but for `active` and the manager. */
const DEFAULT_MAPPING: readonly (readonly [target: string, source: Source])[] = [
  ['userName', userName],
  ['displayName', ({ displayName }) => displayName],
  ['title', ({ jobTitle }) => jobTitle],
  [
    'emails[type eq "work"].value',
    ({ mail, userPrincipalName }) => (mail === undefined ? userPrincipalName : mail),
  ],
  ['preferredLanguage', ({ preferredLanguage }) => preferredLanguage],
  ['name.givenName', ({ givenName }) => givenName],
  ['name.familyName', ({ surname }) => surname],
  ['name.formatted', ({ givenName, surname }) => [givenName, surname].filter(Boolean).join(' ')],
  ['addresses[type eq "work"].formatted', (user) => user.physicalDeliveryOfficeName],
  ['addresses[type eq "work"].streetAddress', ({ streetAddress }) => streetAddress],
  ['addresses[type eq "work"].locality', ({ city }) => city],
  ['addresses[type eq "work"].region', ({ state }) => state],
  ['addresses[type eq "work"].postalCode', ({ postalCode }) => postalCode],
  ['addresses[type eq "work"].country', ({ country }) => country],
  ['phoneNumbers[type eq "work"].value', ({ telephoneNumber }) => telephoneNumber],
  ['phoneNumbers[type eq "mobile"].value', ({ mobile }) => mobile],
  ['phoneNumbers[type eq "fax"].value', (user) => user.facsimileTelephoneNumber],
  [`${ENTERPRISE_USER}:employeeNumber`, ({ employeeId }) => employeeId],
  [`${ENTERPRISE_USER}:department`, ({ department }) => department],
];

/** What the application shall hold for a user, by target attribute. */
export type Mapper = (user: EntraUser) => ReadonlyMap<string, string>;

/** Throws TypeError for a further mapping to what is no target attribute. */
export function createMapper({ externalId = 'mailNickname', further = {} }: EntraMapping = {}): Mapper {
  for (const target of Object.keys(further)) parseTargetPath(target);
  const mapping = [
    ...DEFAULT_MAPPING,
    ['externalId', EXTERNAL_ID[externalId]] as const,
    ...Object.entries(further),
  ];
  return (user) => {
    const wanted = new Map<string, string>();
    for (const [target, source] of mapping) {
      const value = source(user) ?? '';
      if (value !== '') wanted.set(target, value);
    }
    return wanted;
  };
}

/** A guest's name says which tenant it was invited from, `alias_fabrikam.com#EXT#@contoso.com`, and is sent as there. */
export function userName({ userPrincipalName }: EntraUser): string {
  const [home = '', isGuest] = userPrincipalName.split('#EXT#');
  if (isGuest === undefined) return userPrincipalName;
  const at = home.lastIndexOf('_');
  return at < 0 ? home : `${home.slice(0, at)}@${home.slice(at + 1)}`;
}
