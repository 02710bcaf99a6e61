import { createApplication } from './application.mjs';
import { AuditLog } from './audit-log.mjs';
import { followMetadata } from './follow-metadata.mjs';
import { describePortError, listenOnLoopback } from './listen.mjs';
import { OwnKeys } from './own-keys.mjs';
import { connectContoso, createSingleSignOn, organization } from './single-sign-on.mjs';
import { startTestTenant } from './test-tenant.mjs';

/**
 * Starts the application on `localhost` and the test tenant on `127.0.0.1`: two sites for a browser, so that the
 * answer crosses from one to the other as in life. Rejects with an error marked `forThePerson` for a port in use.
 */
export async function startExample({ port, identityProviderPort }) {
  const listening = await listenOnLoopback(port.port).catch((error) => describePortError(error, port));
  const baseUrl = `http://localhost:${listening.port}`;
  try {
    const tenant = await startTestTenant(identityProviderPort.port).catch((error) =>
      describePortError(error, identityProviderPort),
    );
    const { application, followed } = await connect({ baseUrl, tenant });
    listening.serve(application);
    return {
      app: baseUrl,
      identityProvider: tenant.url,
      organization: organization.id,
      async close() {
        followed.stop();
        await Promise.all([listening.close(), tenant.close()]);
      },
    };
  } catch (error) {
    await listening.close();
    throw error;
  }
}

async function connect({ baseUrl, tenant }) {
  const { metadataUrl } = tenant;
  const auditLog = new AuditLog();
  const { connection, fetched } = await connectContoso(metadataUrl);
  const onEvent = (event) => auditLog.add(event);
  const followed = await followMetadata({ metadataUrl, fetched, connection, onEvent });
  const serviceProvider = createSingleSignOn({
    baseUrl,
    connection,
    onEvent(event) {
      onEvent(event);
      followed.watch(event);
    },
  });
  const ownKeys = new OwnKeys({
    connection,
    tenant,
    application: applicationInEntra(serviceProvider.urls(connection.current.id)),
  });
  const parts = { serviceProvider, connection, followed, ownKeys, auditLog, tenant };
  return { application: createApplication(parts), followed };
}

/** What an administrator enters in Entra under *Basic SAML Configuration*. */
function applicationInEntra({ entityId, assertionConsumerServiceUrl, signOnUrl, logoutUrl }) {
  return {
    name: 'Claimgate example',
    identifier: entityId,
    replyUrls: [assertionConsumerServiceUrl],
    signOnUrl,
    logoutUrl,
  };
}
