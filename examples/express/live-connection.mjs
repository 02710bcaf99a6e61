import { parseConnection } from 'claimgate';
import { memoryConnectionStore } from 'claimgate/stores/memory';

/**
 * The one connection of this example as a ConnectionStore. A change is parsed anew and in force at once; `version`
 * stays, since certificates and keys change while people are signing in.
 */
export class LiveConnection {
  #input;
  #current;

  constructor(input) {
    this.#input = input;
    this.change({});
  }

  get current() {
    return this.#current;
  }

  change(some) {
    const input = { ...this.#input, ...some };
    const parsed = parseConnection(input);
    if (!parsed.ok) throw parsed.error;
    this.#input = input;
    this.#current = parsed.value;
  }

  findById(id) {
    return memoryConnectionStore([this.#current]).findById(id);
  }

  findByOrganization(id) {
    return memoryConnectionStore([this.#current]).findByOrganization(id);
  }
}
