import {
  type FakeEntra,
  listenFakeEntra,
  type RunningFakeEntra,
  TEST_PERSON,
} from '../../../src/testing/index.js';
import { attributeOf, childOf } from '../../../src/xml/lookup.js';
import { readXml } from '../../../src/xml/read-xml.js';
import { buildWhereStale, type StartedProcess, startWith } from '../../example/running-example.js';
import { freePort } from '../loopback.js';
import { openRoundRobin } from '../round-robin.js';
import { send } from './send.js';

/** One process of the example. */
export interface Instance {
  readonly port: number;
  /** Ends it without a chance to do anything. */
  kill(): Promise<void>;
  restart(): Promise<void>;
}

/** Several processes of the example behind one address, with the test tenants that they share. */
export interface Instances {
  /** What browsers see. */
  readonly url: string;
  /** Contoso's, in this process. */
  readonly tenant: FakeEntra;
  /** Identifier of the application at the tenant. */
  readonly entityId: string;
  readonly all: readonly Instance[];
  stop(): Promise<void>;
}

/** Where they keep everything. Without `redisUrl` PostgreSQL has the requests and the used assertions as well. */
export interface Shared {
  readonly databaseUrl: string;
  readonly redisUrl?: string;
}

/** Starts `count` processes at the same moment, and enters the application at the tenant. */
export async function startInstances(count: number, { databaseUrl, redisUrl }: Shared): Promise<Instances> {
  buildWhereStale();
  const tenants = await Promise.all([
    listenFakeEntra({ people: [TEST_PERSON, OWNER] }),
    listenFakeEntra({ tenantId: FABRIKAM }),
  ]);
  const [tenant, fabrikam] = tenants;
  const roundRobin = await openRoundRobin();
  const shared = {
    PUBLIC_URL: roundRobin.url,
    DATABASE_URL: databaseUrl,
    ...(redisUrl === undefined ? {} : { REDIS_URL: redisUrl }),
    CONTOSO_METADATA_URL: tenant.metadataUrl,
    FABRIKAM_METADATA_URL: fabrikam.metadataUrl,
  };
  const ports: number[] = [];
  for (let each = 0; each < count; each += 1) ports.push(await freePort());
  const running: RunningInstance[] = ports.map((port) => new RunningInstance(port, shared));
  const stop = async (): Promise<void> => {
    await Promise.all(running.map((instance) => instance.stop()));
    await roundRobin.close();
    await Promise.all(tenants.map((each) => each.close()));
  };
  try {
    await Promise.all(running.map((instance) => instance.restart()));
    roundRobin.serve(ports);
    const entityId = await registerAt(tenant, roundRobin.url);
    return { url: roundRobin.url, tenant, entityId, all: running, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const FABRIKAM = '1b9c5d3e-7a42-4f86-b0d1-52c3e4f5a6b7';
/** Has an account with a password and the role of an owner in the application. */
const OWNER = {
  userPrincipalName: 'olivia@contoso.com',
  objectId: '6f0f7c5e-94b4-4c1b-8a57-1f0d0f6f0b05',
  displayName: 'Olivia Owner',
  givenName: 'Olivia',
  surname: 'Owner',
  mail: 'olivia@contoso.com',
};
const METADATA = 'urn:oasis:names:tc:SAML:2.0:metadata';

class RunningInstance implements Instance {
  readonly port: number;
  readonly #environment: Readonly<Record<string, string>>;
  #process: StartedProcess | null = null;

  constructor(port: number, shared: Readonly<Record<string, string>>) {
    this.port = port;
    this.#environment = { ...shared, PORT: String(port) };
  }

  async restart(): Promise<void> {
    this.#process = await startWith(this.#environment);
  }

  async kill(): Promise<void> {
    await this.#process?.stop('SIGKILL');
    this.#process = null;
  }

  async stop(): Promise<void> {
    const ended = await this.#process?.stop('SIGTERM');
    this.#process = null;
    if (ended !== undefined && ended.exitCode !== 0)
      throw new Error(`an instance ended with ${ended.exitCode}`);
  }
}

/** What Contoso's administrator does in Entra, from our metadata: requests are signed, and Entra demands it. */
async function registerAt(tenant: RunningFakeEntra, url: string): Promise<string> {
  const { status, text } = await send(url, { path: '/saml/contoso/metadata' });
  const document = readXml(text);
  if (status !== 200 || !document.ok) throw new Error(`no metadata: ${status}`);
  const { root } = document.value;
  const role = childOf(root, METADATA, 'SPSSODescriptor');
  if (role === null) throw new Error('no service provider in the metadata');
  const locationOf = (name: string): string => {
    const endpoint = childOf(role, METADATA, name);
    return (endpoint && attributeOf(endpoint, 'Location')) ?? '';
  };
  const entityId = attributeOf(root, 'entityID') ?? '';
  const certificates = [...text.matchAll(/X509Certificate>([^<]+)</gu)].map(([, base64 = '']) =>
    pemOf(base64),
  );
  tenant.registerApplication({
    name: 'Claimgate example',
    identifier: entityId,
    replyUrls: [locationOf('AssertionConsumerService')],
    signOnUrl: `${url}/`,
    logoutUrl: locationOf('SingleLogoutService'),
    verificationCertificates: [...new Set(certificates)],
  });
  return entityId;
}

function pemOf(base64: string): string {
  const lines = base64.replace(/\s/gu, '').match(/.{1,64}/gu) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
