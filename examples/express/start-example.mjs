import { createApplication } from './application.mjs';
import { AuditLog } from './audit-log.mjs';
import { describePortError, listenOnLoopback } from './listen.mjs';
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
    const auditLog = new AuditLog();
    const connection = connectContoso(tenant);
    const serviceProvider = createSingleSignOn({
      baseUrl,
      connection,
      onEvent: (event) => auditLog.add(event),
    });
    tenant.registerApplication(applicationInEntra(serviceProvider.urls(connection.id)));
    listening.serve(createApplication({ serviceProvider, connection, auditLog, tenant }));
    return {
      app: baseUrl,
      identityProvider: tenant.url,
      organization: organization.id,
      async close() {
        await Promise.all([listening.close(), tenant.close()]);
      },
    };
  } catch (error) {
    await listening.close();
    throw error;
  }
}

/** What an administrator enters in Entra under *Basic SAML Configuration*. */
function applicationInEntra({ entityId, assertionConsumerServiceUrl, signOnUrl }) {
  return {
    name: 'Claimgate example',
    identifier: entityId,
    replyUrls: [assertionConsumerServiceUrl],
    signOnUrl,
  };
}
