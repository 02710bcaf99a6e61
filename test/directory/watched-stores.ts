import { createDirectory, type Directory } from '../../src/directory/create-directory.js';
import type { DirectoryOptions } from '../../src/directory/settings.js';
import type { World } from './world.js';

/** Called before each question to a store, with its number from 1 and the method’s name. */
export type Watch = (call: number, method: string) => Promise<void>;

/** A second directory over the stores of the world, each of whose questions is watched. */
export function watched(at: World, watch: Watch, options: Partial<DirectoryOptions> = {}): Directory {
  let calls = 0;
  const over = <Store extends object>(store: Store): Store =>
    new Proxy(store, {
      get(target, name) {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== 'function') return method;
        return async (...given: unknown[]): Promise<unknown> => {
          calls += 1;
          await watch(calls, String(name));
          return method.apply(target, given);
        };
      },
    });
  return createDirectory({
    members: over(at.members),
    policies: over(at.policies),
    connections: over({
      findById: async (id: string) => at.connections.get(id) ?? null,
      findByOrganization: async (id: string) =>
        [...at.connections.values()].filter(({ organizationId }) => organizationId === id),
    }),
    domainClaims: over({
      findOrganization: async (domain: string) => at.claims.get(domain) ?? null,
      listVerified: async (id: string) =>
        [...at.claims].filter(([, org]) => org === id).map(([name]) => name),
    }),
    clock: () => at.clock.now,
    ...options,
  });
}

/** More than any verb asks. */
export const MOST_CALLS = 16;
