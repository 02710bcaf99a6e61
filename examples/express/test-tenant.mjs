import { listenFakeEntra, TEST_PERSON } from 'claimgate/testing';

/** Contoso's people. The last two show what is not a fault of the set-up and is refused all the same. */
export const people = [
  TEST_PERSON,
  {
    userPrincipalName: 'zoe.muller@contoso.com',
    objectId: '6f0f7c5e-94b4-4c1b-8a57-1f0d0f6f0b02',
    displayName: 'Zoë Müller-Åström',
    givenName: 'Zoë',
    surname: 'Müller-Åström',
    roles: ['Analyst'],
  },
  {
    userPrincipalName: 'print.room@contoso.com',
    objectId: '6f0f7c5e-94b4-4c1b-8a57-1f0d0f6f0b03',
    displayName: 'Print room (no mailbox)',
    mail: null,
  },
  {
    userPrincipalName: 'sam_fabrikam.com#EXT#@contoso.onmicrosoft.com',
    objectId: '6f0f7c5e-94b4-4c1b-8a57-1f0d0f6f0b04',
    displayName: 'Sam Rivera (guest from Fabrikam)',
    givenName: 'Sam',
    surname: 'Rivera',
    mail: 'sam@fabrikam.com',
    homeTenantId: '1b9c5d3e-7a42-4f86-b0d1-52c3e4f5a6b7',
  },
];

/** Starts the look-alike of Entra with keys of its own, made at each start. */
export function startTestTenant(port) {
  return listenFakeEntra({ people }, { port });
}
