import { randomUUID } from 'node:crypto';

type Done<Value> = (error: null, value?: Value) => void;

/** Where node-samlp keeps how far a logout has come, while the browser goes from one application to the next. */
export class LogoutStates {
  readonly #states: Map<string, unknown> = new Map();

  save(_req: unknown, state: unknown, done: Done<string>): void {
    const handle = randomUUID();
    this.#states.set(handle, state);
    done(null, handle);
  }

  load(
    _req: unknown,
    handle: string,
    ...rest: readonly [Done<unknown>] | readonly [object, Done<unknown>]
  ): void {
    const done = rest.length === 1 ? rest[0] : rest[1];
    const state = this.#states.get(handle);
    if (rest.length === 2) this.#states.delete(handle);
    done(null, state);
  }

  update(_req: unknown, handle: string, state: unknown, done: Done<void>): void {
    this.#states.set(handle, state);
    done(null);
  }
}
