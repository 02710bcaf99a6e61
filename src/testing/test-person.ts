/** A test account, as a directory knows it. */
export interface TestPerson {
  /** User principal name: NameID and the `…/claims/name` claim. */
  readonly userPrincipalName: string;
  /** GUID. */
  readonly objectId: string;
  readonly displayName: string;
  readonly givenName?: string;
  readonly surname?: string;
  /** Mail of the account: `…/claims/emailaddress` and the mapped `email` claim. Default: the UPN; null for none. */
  readonly mail?: string | null;
  /** Tenant id of a guest's home; `identityprovider` then names that tenant. */
  readonly homeTenantId?: string;
  /** Object ids of groups; more than 150 are replaced by the groups.link claim, as Entra does. */
  readonly groups?: readonly string[];
  readonly roles?: readonly string[];
}

/** Attributes by Name, in order. A value is a string, or null for an AttributeValue with `xsi:nil`. */
export type TestAttributes = ReadonlyMap<string, readonly (string | null)[]>;

const MICROSOFT = 'http://schemas.microsoft.com';
const WS_2008 = `${MICROSOFT}/ws/2008/06/identity`;
const WS_2005 = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims';
const GROUPS_LIMIT = 150;

/**
 * The attributes that Entra sends for a person by default, in Entra's order, then the three claims that
 * claimgate's set-up adds with an empty namespace: `email`, `firstName`, `lastName`. Claims without a source
 * value are left out, as Entra does.
 */
export function entraAttributes(
  person: TestPerson,
  tenantId: string,
  issuer: string,
): Map<string, readonly string[]> {
  const mail = person.mail === undefined ? person.userPrincipalName : person.mail;
  const home = person.homeTenantId;
  const attributes: [string, readonly (string | null | undefined)[]][] = [
    [`${MICROSOFT}/identity/claims/tenantid`, [tenantId]],
    [`${MICROSOFT}/identity/claims/objectidentifier`, [person.objectId]],
    [`${MICROSOFT}/identity/claims/displayname`, [person.displayName]],
    [
      `${MICROSOFT}/identity/claims/identityprovider`,
      [home === undefined ? issuer : `https://sts.windows.net/${home}/`],
    ],
    [
      `${MICROSOFT}/claims/authnmethodsreferences`,
      [`${WS_2008}/authenticationmethod/password`, `${MICROSOFT}/claims/multipleauthn`],
    ],
    [`${WS_2008}/claims/role`, person.roles ?? []],
    groups(person, tenantId),
    [`${WS_2005}/givenname`, [person.givenName]],
    [`${WS_2005}/surname`, [person.surname]],
    [`${WS_2005}/emailaddress`, [mail]],
    [`${WS_2005}/name`, [person.userPrincipalName]],
    ['email', [mail]],
    ['firstName', [person.givenName]],
    ['lastName', [person.surname]],
  ];
  const present = new Map<string, readonly string[]>();
  for (const [name, values] of attributes) {
    const given = values.filter((value) => typeof value === 'string' && value !== '') as string[];
    if (given.length > 0) present.set(name, given);
  }
  return present;
}

function groups(person: TestPerson, tenantId: string): [string, readonly string[]] {
  const ids = person.groups ?? [];
  if (ids.length <= GROUPS_LIMIT) return [`${WS_2008}/claims/groups`, ids];
  return [
    `${MICROSOFT}/claims/groups.link`,
    [`https://graph.windows.net/${tenantId}/users/${person.objectId}/getMemberObjects`],
  ];
}
