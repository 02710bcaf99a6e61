import { randomUUID } from 'node:crypto';
import { connectionInputFromMetadata, fetchFederationMetadata } from 'claimgate';
import { newKeyPem } from './access.mjs';
import { organizations } from './organizations.mjs';

const SEEDED = 'seeded';
const BY_ITSELF = 'the example';

/**
 * Makes what is there at the first start: the accounts, Contoso’s verified domain and its connection; a first start that
 * was broken off is taken up by the next. One instance at a time. Later starts leave everything as it was, but for the
 * certificates of the test tenant, which are new at each start.
 */
export async function seed({ access, accounts, remembered, stores, stubDns, tenants }) {
  const contoso = organizations.find(({ id }) => id === 'contoso');
  const metadata = await metadataOf(tenants.contoso);
  if ((await remembered.get(SEEDED)) === null) {
    for (const organization of organizations) await addAccounts({ access, accounts, stores, organization });
    await verifyDomain({ access, stubDns, organization: contoso });
    await connectContoso({ access, remembered, stores, metadata, url: tenants.contoso.metadataUrl });
    await remembered.set(SEEDED, true);
  }
  await followTenant(access, metadata);
  return metadata;
}

/**
 * The token of Contoso’s provisioning: the same at every start, until an administrator revokes it. It is kept in plain text
 * for the demonstration alone; an application shows it once.
 */
export function demoToken({ access, remembered }) {
  return remembered.getOrMake('scim-token:contoso', async () => {
    const issued = must(
      await access.scimCredentials.issueBearer('contoso', { label: 'Demonstration' }, BY_ITSELF),
    );
    return issued.secret;
  });
}

/** The keys of a connection as `createConnections` asks for them. */
export async function keysOf(remembered, connectionId) {
  const kept = await remembered.get(`keys:${connectionId}`);
  return kept && { current: kept.current, next: kept.next };
}

async function metadataOf({ metadataUrl }) {
  // Only because the test tenant is on this machine, without https.
  const fetched = await fetchFederationMetadata(metadataUrl, { dangerouslyAllowLoopback: true });
  if (!fetched.ok) throw fetched.error;
  return fetched.value;
}

async function addAccounts({ access, accounts, stores, organization }) {
  for (const { email, name, password, role } of organization.accounts) {
    const [firstName, lastName] = name.split(' ');
    const member = await access.directory.addMember(
      organization.id,
      { email, role, firstName, lastName },
      BY_ITSELF,
    );
    // From a first start that did not come to its end; the account is missing then.
    const isThere = !member.ok && member.error.code === 'member_email_taken';
    const { id: memberId } = isThere
      ? await stores.members.findMemberByEmail(organization.id, email)
      : must(member);
    await accounts.add({ email, organizationId: organization.id, memberId, name, password });
  }
}

async function verifyDomain({ access, stubDns, organization: { id, domain } }) {
  const claimed = await access.domainClaims.claim(id, domain, BY_ITSELF);
  if (!claimed.ok && claimed.error.code !== 'domain_claim_exists') throw claimed.error;
  // With the real DNS the administrator has to: contoso.com is Microsoft’s.
  if (stubDns === null) return;
  const claims = must(await access.domainClaims.list(id));
  const [record] = access.domainClaims.records(claims.find((claim) => claim.domain === domain));
  await stubDns.set(record.name, [record.value]);
  must(await access.domainClaims.check(id, domain, BY_ITSELF));
}

async function connectContoso({ access, remembered, stores, metadata, url }) {
  await remembered.getOrMake('keys:contoso', async () => ({
    current: await newKeyPem(),
    next: await newKeyPem(),
  }));
  const now = new Date();
  // Straight into the store, for an id that can be read; one that an administrator makes has a random one.
  const record = {
    id: 'contoso',
    organizationId: 'contoso',
    status: 'draft',
    settings: { metadataUrl: url, signAuthnRequests: true },
    certificates: [],
    lastTest: null,
    version: 1,
    createdAt: now,
    createdBy: BY_ITSELF,
    updatedAt: now,
    revision: 1,
  };
  const entry = {
    id: randomUUID(),
    at: now,
    organizationId: 'contoso',
    type: 'connection_created',
    actor: BY_ITSELF,
    connectionId: 'contoso',
    code: null,
    reference: null,
    data: {},
  };
  await stores.connections.insertConnection(record, entry);
  const view = must(await access.connections.get('contoso', 'contoso'));
  if (view.record.status !== 'enabled') {
    const input = connectionInputFromMetadata(metadata.metadata);
    must(await access.connections.importMetadata('contoso', 'contoso', input, BY_ITSELF));
    must(await access.connections.enable('contoso', 'contoso', BY_ITSELF));
  }
  must(await access.directory.changePolicy('contoso', { membership: 'jit' }, BY_ITSELF));
}

/** Takes over the tenant’s certificates of this start, unless the connection was removed on the settings pages. */
async function followTenant({ connections }, metadata) {
  const view = await connections.get('contoso', 'contoso');
  if (!view.ok) return;
  const { certificates, ...input } = connectionInputFromMetadata(metadata.metadata);
  const isSame = view.value.record.settings.signInUrl === input.signInUrl;
  if (!isSame) must(await connections.change('contoso', 'contoso', { settings: input }, BY_ITSELF));
  must(await connections.followCertificates('contoso', 'contoso', certificates));
}

function must(result) {
  if (!result.ok) throw result.error;
  return result.value;
}
