/**
 * The customers of this example. Contoso has single sign-on from the start; Fabrikam’s administrator has yet to set it up.
 * The accounts sign in with a password, as before single sign-on: this is a demonstration, so the passwords are known.
 */
export const organizations = [
  {
    id: 'contoso',
    name: 'Contoso',
    domain: 'contoso.com',
    accounts: [
      { email: 'olivia@contoso.com', name: 'Olivia Owner', role: 'owner', password: 'contoso' },
      { email: 'megan@contoso.com', name: 'Megan Member', role: 'member', password: 'contoso' },
      { email: 'kim@consultant.example', name: 'Kim Consultant', role: 'member', password: 'contoso' },
    ],
  },
  {
    id: 'fabrikam',
    name: 'Fabrikam',
    domain: 'fabrikam.com',
    accounts: [{ email: 'frank@fabrikam.com', name: 'Frank Owner', role: 'owner', password: 'fabrikam' }],
  },
];

export function organizationOf(id) {
  return organizations.find((organization) => organization.id === id);
}
