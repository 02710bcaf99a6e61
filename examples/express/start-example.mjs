import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createAccess, openStores } from './access.mjs';
import { Accounts } from './accounts.mjs';
import { createApplication } from './application.mjs';
import { AuditLog } from './audit-log.mjs';
import { createTables, openDatabase, Remembered } from './database.mjs';
import { followMetadata } from './follow-metadata.mjs';
import { Kept } from './kept.mjs';
import { describePortError, listenOnLoopback } from './listen.mjs';
import { OwnKeys } from './own-keys.mjs';
import { ProvisioningNotes } from './provisioning-notes.mjs';
import { openRedis } from './redis.mjs';
import { demoToken, keysOf, seed } from './seed.mjs';
import { Sessions } from './sessions.mjs';
import { StubDns } from './stub-dns.mjs';
import { remoteTenants, startTenants } from './tenants.mjs';

const SWEEP_EVERY = 5 * 60_000;

/**
 * Starts the application on `localhost` and the test tenants on `127.0.0.1`: two sites for a browser, so that the
 * answer crosses from one to the other as in life. Rejects with an error marked `forThePerson` for a port in use.
 */
export async function startExample(settings) {
  const { port, publicUrl } = settings;
  const closing = [];
  const close = async () => {
    for (const end of closing.splice(0).reverse()) await end();
  };
  try {
    const listening = await listenOnLoopback(port.port).catch((error) => describePortError(error, port));
    closing.push(() => listening.close());
    const baseUrl = publicUrl ?? `http://localhost:${listening.port}`;
    const tenants = await openTenants(settings);
    for (const tenant of Object.values(tenants)) closing.push(() => tenant.close());
    const database = await openDatabase({ url: settings.databaseUrl, folder: folderOf(settings) });
    closing.push(() => database.close());
    const redis = await openRedis(settings.redisUrl);
    if (redis !== null) closing.push(() => redis.close());
    const { application, scim, stop } = await connect({ baseUrl, tenants, database, redis, settings });
    closing.push(stop);
    listening.serve(application);
    return { app: baseUrl, identityProvider: tenants.contoso.url, organization: 'contoso', scim, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function openTenants({ identityProviderPort, fabrikamPort, remote }) {
  if (remote !== null) return remoteTenants(remote);
  const ports = { port: identityProviderPort.port, fabrikamPort: fabrikamPort.port };
  return startTenants(ports).catch((error) =>
    describePortError(error, error.port === fabrikamPort.port ? fabrikamPort : identityProviderPort),
  );
}

/** One folder for each port, so that two examples never write to the same files. Null: in memory. */
function folderOf({ port, dataFolder }) {
  if (port.port === 0) return null;
  return join(dataFolder ?? fileURLToPath(new URL('.data', import.meta.url)), String(port.port));
}

async function connect({ baseUrl, tenants, database, redis, settings }) {
  const stores = await database.exclusively(async () => {
    await createTables(database);
    return openStores(database, redis);
  });
  const remembered = new Remembered(database);
  const accounts = new Accounts(database);
  const stubDns = settings.realDns ? null : new StubDns(remembered);
  const auditLog = new AuditLog(database);
  const provisioningNotes = new ProvisioningNotes(remembered);
  let followed = null;
  const access = createAccess({
    baseUrl,
    stores,
    stubDns,
    keysOf: (connectionId) => keysOf(remembered, connectionId),
    onEvent(event) {
      auditLog.add(event);
      followed?.watch(event);
    },
    onScimEvent: (event) => provisioningNotes.onEvent(event),
  });
  const { metadata, token } = await database.exclusively(async () => ({
    metadata: await seed({ access, accounts, remembered, stores, stubDns, tenants }),
    token: await demoToken({ access, remembered }),
  }));
  followed = await followMetadata({
    fetched: metadata,
    connections: access.connections,
    store: stores.metadataRefresh,
    organizationId: 'contoso',
    connectionId: 'contoso',
    onEvent(event) {
      auditLog.add(event);
      access.auditLog.onEvent(event);
    },
  });
  const ownKeys = await registerApplication({ access, remembered, tenant: tenants.contoso });
  const rechecking = access.domainClaims.startRechecking();
  const reminding = access.connections.startReminding();
  const sweep = () => Promise.all([stores.sweep(), auditLog.sweep()]).catch(reportSweep);
  const sweeping = setInterval(sweep, SWEEP_EVERY).unref();
  const application = createApplication({
    access,
    accounts,
    auditLog,
    followed,
    kept: new Kept(database),
    ownKeys,
    provisioningNotes,
    sessions: new Sessions(database, access.directory),
    stubDns,
    tenants,
  });
  return {
    application,
    scim: { baseUrl: access.scim.baseUrl, token },
    async stop() {
      clearInterval(sweeping);
      followed.stop();
      await rechecking.stop();
      await reminding.stop();
      await access.auditLog.settled();
      await auditLog.settled();
    },
  };
}

/** What Contoso's administrator entered in Entra under *Basic SAML Configuration*. Null where another process runs it. */
async function registerApplication({ access, remembered, tenant }) {
  if (tenant.isRemote) return null;
  const { entityId, assertionConsumerServiceUrl, signOnUrl, logoutUrl } =
    access.serviceProvider.urls('contoso');
  const application = {
    name: 'Claimgate example',
    identifier: entityId,
    replyUrls: [assertionConsumerServiceUrl],
    signOnUrl,
    logoutUrl,
  };
  const ownKeys = new OwnKeys({ remembered, tenant, application, connectionId: 'contoso' });
  await ownKeys.register();
  return ownKeys;
}

function reportSweep(error) {
  console.error(`What expired could not be swept: ${error.message}`);
}
