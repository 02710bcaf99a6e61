import type { ConnectionInput } from '../../../src/index.js';
import { type Application, CONTOSO, runApplication } from '../application.js';
import { openSite } from '../loopback.js';
import { ADELE, BRIAN } from '../people.js';
import { type RunningSamlp, startSamlp } from './start-samlp.js';

/** One application in the identity provider, and the connection that belongs to it. */
export interface Agreement {
  readonly id: string;
  /** Options of node-samlp; `{url}` is our address. */
  readonly provider?: Readonly<Record<string, unknown>>;
  /** What the connection says beyond the identity provider's own values. */
  readonly connection?: Partial<ConnectionInput>;
}

export interface Testbed {
  readonly application: Application;
  readonly identityProvider: RunningSamlp;
  stop(): Promise<void>;
}

const ISSUER = 'urn:samlp.example';

/** Starts the identity provider and the application, with one connection for each agreement. */
export async function startTestbed(agreements: readonly Agreement[]): Promise<Testbed> {
  const site = await openSite('sp.localhost');
  const serviceProviders = agreements.map(({ id, provider = {} }) => {
    const options = JSON.parse(JSON.stringify(provider).replaceAll('{url}', site.url));
    return [id, { replyUrl: `${site.url}/saml/${id}/acs`, options }] as const;
  });
  const identityProvider = await startSamlp({
    issuer: ISSUER,
    serviceProviders: new Map(serviceProviders),
    people: [ADELE, BRIAN],
  });
  const connections = agreements.map(({ id, connection = {} }) => ({
    id,
    organizationId: CONTOSO,
    issuerUrl: ISSUER,
    signInUrl: `${identityProvider.url}/sso/${id}`,
    certificates: [identityProvider.keyPair.certificatePem],
    ...connection,
  }));
  return {
    application: runApplication(site, connections),
    identityProvider,
    async stop() {
      await site.close();
      await identityProvider.stop();
    },
  };
}
