/** Who signs in at an identity provider of the tests, and what it says of them. */
export interface Person {
  readonly name: string;
  readonly password: string;
  readonly attributes: Readonly<Record<string, readonly string[]>>;
}

export const TENANT = '11111111-2222-4333-8444-555555555555';

const TENANT_CLAIM = 'http://schemas.microsoft.com/identity/claims/tenantid';
const OBJECT_CLAIM = 'http://schemas.microsoft.com/identity/claims/objectidentifier';

/** With claims as Entra writes them, and with characters that have to survive the way through XML. */
export const ADELE: Person = {
  name: 'adele',
  password: 'correct horse',
  attributes: {
    email: ['adele.vance@contoso.com'],
    firstName: ['Adèle'],
    lastName: ['Vance <& “Söhne”>'],
    groups: ['everybody', 'sales & support'],
    [TENANT_CLAIM]: [TENANT],
    [OBJECT_CLAIM]: ['aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee'],
  },
};

/** Of another organisation. */
export const BRIAN: Person = {
  name: 'brian',
  password: 'battery staple',
  attributes: { email: ['brian@fabrikam.com'], firstName: ['Brian'] },
};

/** Of a domain that nobody claimed. */
export const MALLORY: Person = {
  name: 'mallory',
  password: 'somewhere else',
  attributes: { email: ['mallory@elsewhere.example'] },
};
