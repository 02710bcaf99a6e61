import {
  type ConnectionInput,
  connectionInputFromMetadata,
  parseFederationMetadata,
} from '../../../src/index.js';
import { type Application, CONTOSO, runApplication } from '../application.js';
import { openSite } from '../loopback.js';
import { ADELE, BRIAN, MALLORY, TENANT } from '../people.js';
import { type RemoteServiceProvider, type SimpleSamlPhp, startSimpleSamlPhp } from './start-simplesamlphp.js';

export const ASSERTION_SIGNED: RemoteServiceProvider = {
  'saml20.sign.response': false,
  'saml20.sign.assertion': true,
};
export const RESPONSE_SIGNED: RemoteServiceProvider = {
  'saml20.sign.response': true,
  'saml20.sign.assertion': false,
};
export const BOTH_SIGNED: RemoteServiceProvider = {
  'saml20.sign.response': true,
  'saml20.sign.assertion': true,
};
export const UNSIGNED: RemoteServiceProvider = {
  'saml20.sign.response': false,
  'saml20.sign.assertion': false,
};

/** One application in the identity provider, and the connection that belongs to it. */
export interface Agreement {
  readonly id: string;
  /** What the administrator chose at SimpleSAMLphp; `{url}` is our address. */
  readonly provider?: RemoteServiceProvider;
  /** What the connection says beyond the identity provider's own values. */
  readonly connection?: Partial<ConnectionInput>;
}

export interface Testbed {
  readonly application: Application;
  readonly identityProvider: SimpleSamlPhp;
  stop(): Promise<void>;
}

export const ISSUER: string = `https://sts.windows.net/${TENANT}/`;

/**
 * Starts SimpleSAMLphp and the application, with one connection for each agreement. What the connections know of the
 * identity provider is what its metadata say.
 */
export async function startTestbed(
  agreements: readonly Agreement[],
  logoutType: 'traditional' | 'iframe' = 'traditional',
): Promise<Testbed> {
  const site = await openSite('sp.localhost');
  const serviceProviders = agreements.map(({ id, provider = {} }) => [
    `${site.url}/saml/${id}/metadata`,
    { AssertionConsumerService: `${site.url}/saml/${id}/acs`, ...withAddress(provider, site.url) },
  ]);
  const identityProvider = await startSimpleSamlPhp({
    issuer: ISSUER,
    logoutType,
    applicationHost: new URL(site.url).host,
    serviceProviders: Object.fromEntries(serviceProviders),
    people: Object.fromEntries(
      [ADELE, BRIAN, MALLORY].map(({ name, password, attributes }) => [`${name}:${password}`, attributes]),
    ),
  });
  const metadata = parseFederationMetadata(await identityProvider.metadata());
  if (!metadata.ok) throw metadata.error;
  const connections = agreements.map(({ id, connection = {} }) => ({
    id,
    organizationId: CONTOSO,
    ...connectionInputFromMetadata(metadata.value),
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

function withAddress(provider: RemoteServiceProvider, url: string): RemoteServiceProvider {
  return JSON.parse(JSON.stringify(provider).replaceAll('{url}', url));
}
