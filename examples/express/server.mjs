// Starts the application and the test tenants: `npm start`. The README beside this file lists the variables.
import { startExample } from './start-example.mjs';

const { env } = process;

try {
  const identityProviderPort = portFrom('IDP_PORT', 3001);
  const example = await startExample({
    port: portFrom('PORT', 3000),
    identityProviderPort,
    fabrikamPort: portFrom('FABRIKAM_IDP_PORT', identityProviderPort.port === 0 ? 0 : 3002),
    publicUrl: env.PUBLIC_URL,
    databaseUrl: env.DATABASE_URL,
    redisUrl: env.REDIS_URL,
    dataFolder: env.DATA_FOLDER,
    realDns: env.DNS === 'real',
    remote:
      env.CONTOSO_METADATA_URL === undefined
        ? null
        : { contoso: env.CONTOSO_METADATA_URL, fabrikam: env.FABRIKAM_METADATA_URL },
  });
  console.log(`
Application    ${example.app}
Test tenant    ${example.identityProvider}   a look-alike of Entra: no passwords, on this machine only

Open the application and sign in as adele.vance@contoso.com. The test tenant lets you choose who signs in,
and what shall be wrong with its answer. Or sign in with a password as frank@fabrikam.com (fabrikam) and set up
single sign-on for Fabrikam. Ctrl+C stops all.
`);
  const { app, identityProvider, organization, scim } = example;
  console.log(JSON.stringify({ app, identityProvider, organization, scim }));
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => example.close());
} catch (error) {
  if (!error.forThePerson) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

function portFrom(variable, fallback) {
  const text = env[variable] ?? String(fallback);
  const port = /^\d{1,5}$/u.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return { variable, port };
  throw Object.assign(new Error(`${variable} must be a port from 0 to 65535, not ${JSON.stringify(text)}.`), {
    forThePerson: true,
  });
}
