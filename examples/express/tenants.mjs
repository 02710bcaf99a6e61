import { listenFakeEntra, TEST_PERSON } from 'claimgate/testing';

const FABRIKAM_TENANT_ID = '1b9c5d3e-7a42-4f86-b0d1-52c3e4f5a6b7';

/** Contoso's people. The last two show what is not a fault of the set-up and is refused all the same. */
const contosoPeople = [
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
    homeTenantId: FABRIKAM_TENANT_ID,
  },
];

const fabrikamPeople = [
  {
    userPrincipalName: 'sam@fabrikam.com',
    objectId: '0c9e7d52-3b18-4f6a-9d41-8e5a7b6c1d01',
    displayName: 'Sam Rivera',
    givenName: 'Sam',
    surname: 'Rivera',
    mail: 'sam@fabrikam.com',
  },
  {
    userPrincipalName: 'priya.nair@fabrikam.com',
    objectId: '0c9e7d52-3b18-4f6a-9d41-8e5a7b6c1d02',
    displayName: 'Priya Nair',
    givenName: 'Priya',
    surname: 'Nair',
    mail: 'priya.nair@fabrikam.com',
  },
];

/** Starts a look-alike of Entra for each organisation, with keys of their own, made at each start. */
export async function startTenants({ port, fabrikamPort }) {
  const contoso = await listenFakeEntra({ people: contosoPeople }, { port });
  try {
    const fabrikam = await listenFakeEntra(
      { people: fabrikamPeople, tenantId: FABRIKAM_TENANT_ID },
      { port: fabrikamPort },
    );
    return { contoso, fabrikam };
  } catch (error) {
    await contoso.close();
    throw error;
  }
}

/** Tenants that another process runs. What only their own process can do is not offered. */
export function remoteTenants({ contoso, fabrikam }) {
  const tenantAt = (metadataUrl) => ({
    url: new URL(metadataUrl).origin,
    metadataUrl,
    isRemote: true,
    close: async () => undefined,
  });
  return { contoso: tenantAt(contoso), fabrikam: tenantAt(fabrikam) };
}
