/** A store of the application that failed, or answered with something that it was not asked for. */
export class StoreFailure extends Error {
  readonly store: string;

  constructor(store: string, cause: unknown) {
    super(`The store ${store} failed`, { cause });
    this.name = 'StoreFailure';
    this.store = store;
  }
}

/**
 * The same store, of which each failure is a `StoreFailure`: between a store and the one place that answers for it (503,
 * so that the client comes again) nobody has to look.
 */
export function guardStore<Store extends object>(name: string, store: Store): Store {
  // Not a proxy of the store itself: one that is frozen must give its own functions out.
  return new Proxy<Store>(Object.create(null), {
    get(_target, key) {
      const value: unknown = Reflect.get(store, key);
      if (typeof value !== 'function') return value;
      return async (...given: readonly unknown[]): Promise<unknown> => {
        try {
          return await Reflect.apply(value, store, given);
        } catch (cause) {
          throw new StoreFailure(name, cause);
        }
      };
    },
  });
}

/** What a store answered, held against what it was asked: another organisation's is never used. */
export function ofOrganization<Item extends { readonly organizationId: string }>(
  store: string,
  organizationId: string,
  item: Item | null | undefined,
): Item | null {
  const found = item ?? null;
  if (found === null || found.organizationId === organizationId) return found;
  throw new StoreFailure(store, new Error('It answered with something of another organisation.'));
}
