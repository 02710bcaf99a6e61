import { createEntraProvisioning } from '../../src/testing/entra-provisioning/create-entra-provisioning.js';
import type {
  EntraExchange,
  EntraLogEntry,
  EntraProvisioning,
  EntraProvisioningOptions,
  EntraUser,
} from '../../src/testing/entra-provisioning/provisioning-types.js';
import { openMemoryStores } from '../scim/http/memory-stores.js';
import { BASE, CONTOSO, type Json, openWorld, type World } from '../scim/http/world.js';

export const ADELE: EntraUser = {
  objectId: 'aaaaaaaa-0000-4000-8000-000000000001',
  userPrincipalName: 'adele@contoso.com',
  displayName: 'Adele Vance',
  givenName: 'Adele',
  surname: 'Vance',
  jobTitle: 'Engineer',
  department: 'Research',
  telephoneNumber: '+49 30 1',
};
export const MEGAN: EntraUser = {
  objectId: 'aaaaaaaa-0000-4000-8000-000000000002',
  userPrincipalName: 'megan@contoso.com',
  displayName: 'Megan Bowen',
};
export const ALEX: EntraUser = {
  objectId: 'aaaaaaaa-0000-4000-8000-000000000003',
  userPrincipalName: 'alex@contoso.com',
  displayName: 'Alex Wilber',
};
export const TEAM = 'bbbbbbbb-0000-4000-8000-000000000001';

export interface Opened {
  readonly world: World;
  readonly entra: EntraProvisioning;
}

export async function open(options: Partial<EntraProvisioningOptions> = {}): Promise<Opened> {
  const world = await openWorld(openMemoryStores);
  const entra = createEntraProvisioning({
    baseUrl: BASE,
    token: await world.token(CONTOSO),
    fetch: (request) => world.handle(request),
    ...options,
  });
  return { world, entra };
}

/** What was sent, one line each, with ids by who they are. */
export function sent(log: readonly EntraLogEntry[], entra: EntraProvisioning): readonly string[] {
  const names = [
    ...entra.users.map(({ targetId, user }) => [targetId, user.displayName.split(' ')[0]] as const),
    ...entra.groups.map(({ displayName, targetId }) => [targetId, displayName] as const),
  ];
  const named = (text: string): string =>
    names.reduce((all, [id, name]) => (id === null ? all : all.replaceAll(id, `<${name}>`)), text);
  return log.flatMap(({ exchanges }) => exchanges.map((each) => named(lineOf(each))));
}

function lineOf({ body, method, path }: EntraExchange): string {
  const operations = (body as Json)?.Operations ?? null;
  return `${method} ${path}${operations === null ? '' : ` ${JSON.stringify(operations)}`}`;
}

/** Everything that the application holds, without what differs between two runs. */
export async function directoryOf({ world }: Opened): Promise<unknown> {
  const { body: users } = await world.send('GET', '/Users?sortBy=userName');
  const { body: groups } = await world.send('GET', '/Groups?sortBy=displayName');
  const names = new Map<string, string>(
    [...users.Resources, ...groups.Resources].map((each: Json) => [
      each.id,
      each.userName ?? each.displayName,
    ]),
  );
  const replaced = (text: string): string =>
    [...names].reduce((all, [id, name]) => all.replaceAll(id, name), text);
  const text = JSON.stringify([users.Resources, groups.Resources], (name, value) => {
    if (name === 'meta') return undefined;
    // Members have no order.
    if (name !== 'members' && name !== 'groups') return value;
    return value.map((each: Json) => replaced(JSON.stringify(each))).sort();
  });
  return JSON.parse(replaced(text));
}
