import type { ConnectionInput, ServiceProviderKey } from '../../../src/index.js';
import { type Application, CONTOSO, runApplication } from '../application.js';
import { openSite } from '../loopback.js';
import { ADELE, BRIAN } from '../people.js';
import { type RunningSamlp, type SamlpServiceProvider, startSamlp } from './start-samlp.js';

/** One application in the identity provider, and the connection that belongs to it. */
export interface Agreement {
  readonly id: string;
  /** Options of node-samlp; `{url}` is our address. */
  readonly provider?: Readonly<Record<string, unknown>>;
  /** Our key, where the application takes part in single logout. */
  readonly signsWith?: ServiceProviderKey;
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
  const serviceProviders = agreements.map(
    (agreement) => [agreement.id, serviceProviderOf(agreement, site.url)] as const,
  );
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
    logoutUrl: `${identityProvider.url}/logout`,
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

function serviceProviderOf(
  { id, provider = {}, connection, signsWith }: Agreement,
  url: string,
): SamlpServiceProvider {
  const root = `${url}/saml/${id}`;
  const binding = connection?.logoutBinding === 'post' ? 'HTTP-POST' : 'HTTP-Redirect';
  return {
    entityId: `${root}/metadata`,
    replyUrl: `${root}/acs`,
    options: JSON.parse(JSON.stringify(provider).replaceAll('{url}', url)),
    logout: signsWith
      ? {
          serviceProviderLogoutURL: `${root}/logout`,
          cert: signsWith.certificate.pem,
          binding: `urn:oasis:names:tc:SAML:2.0:bindings:${binding}`,
        }
      : null,
  };
}
