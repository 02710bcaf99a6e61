// Starts the application and the test tenant: `npm start`. PORT and IDP_PORT choose the ports; 0 is any free one.
import { startExample } from './start-example.mjs';

try {
  const example = await startExample({
    port: portFrom('PORT', 3000),
    identityProviderPort: portFrom('IDP_PORT', 3001),
  });
  console.log(`
Application    ${example.app}
Test tenant    ${example.identityProvider}   a look-alike of Entra: no passwords, on this machine only

Open the application and sign in as adele.vance@contoso.com. The test tenant lets you choose who signs in,
and what shall be wrong with its answer. Ctrl+C stops both.
`);
  const { app, identityProvider, organization } = example;
  console.log(JSON.stringify({ app, identityProvider, organization }));
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => example.close());
} catch (error) {
  if (!error.forThePerson) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

function portFrom(variable, fallback) {
  const text = process.env[variable] ?? String(fallback);
  const port = /^\d{1,5}$/u.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return { variable, port };
  throw Object.assign(new Error(`${variable} must be a port from 0 to 65535, not ${JSON.stringify(text)}.`), {
    forThePerson: true,
  });
}
