/** Limits and clock of a memory store. */
export interface MemoryStoreOptions {
  /** The time now; default the system's clock. */
  readonly now?: () => Date;
  /** How many entries are kept at most, at least 1; default 100000. */
  readonly maxEntries?: number;
}

const DEFAULT_MAX_ENTRIES = 100_000;

interface Entry<Value> {
  readonly key: string;
  readonly value: Value;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/**
 * A bounded map whose entries expire. A live entry never gives way to a new one: `add` throws when full, so that
 * whoever floods the store stops sign-ins but cannot make a used message look unused. Expired entries stay
 * readable for `lingerMilliseconds` while there is room. `add` costs O(log n), and O(1) in order of expiry.
 */
export class ExpiringEntries<Value> {
  readonly #entries = new Map<string, Entry<Value>>();
  /** Binary heap: the entry that expires first is at index 0. */
  readonly #heap: Entry<Value>[] = [];
  readonly #now: () => Date;
  readonly #maxEntries: number;
  readonly #lingerMilliseconds: number;

  constructor(options: MemoryStoreOptions, lingerMilliseconds: number) {
    const { now = () => new Date(), maxEntries = DEFAULT_MAX_ENTRIES } = options;
    if (!Number.isSafeInteger(maxEntries) || maxEntries < 1) {
      throw new TypeError('maxEntries must be a whole number of at least 1');
    }
    this.#now = now;
    this.#maxEntries = maxEntries;
    this.#lingerMilliseconds = lingerMilliseconds;
  }

  /** Epoch milliseconds. */
  now(): number {
    const now = this.#now().getTime();
    if (Number.isNaN(now)) throw new TypeError('The clock of a memory store gave an invalid date');
    return now;
  }

  get(key: string): Value | undefined {
    this.#sweep(this.now() - this.#lingerMilliseconds);
    return this.#entries.get(key)?.value;
  }

  /** False when the key is there already, which then stays as it is. */
  add(key: string, value: Value, expiresAt: number): boolean {
    const now = this.now();
    this.#sweep(now - this.#lingerMilliseconds);
    if (this.#entries.has(key)) return false;
    if (this.#entries.size >= this.#maxEntries) this.#sweep(now);
    if (this.#entries.size >= this.#maxEntries) {
      throw new Error(`The memory store is full: ${this.#maxEntries} entries are in use`);
    }
    const entry: Entry<Value> = { key, value, expiresAt };
    this.#entries.set(key, entry);
    this.#push(entry);
    return true;
  }

  #sweep(until: number): void {
    for (let first = this.#heap[0]; first !== undefined && first.expiresAt <= until; first = this.#heap[0]) {
      this.#entries.delete(first.key);
      this.#dropFirst();
    }
  }

  #push(entry: Entry<Value>): void {
    let index = this.#heap.length;
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = this.#heap[parentIndex];
      if (parent === undefined || parent.expiresAt <= entry.expiresAt) break;
      this.#heap[index] = parent;
      index = parentIndex;
    }
    this.#heap[index] = entry;
  }

  #dropFirst(): void {
    const last = this.#heap.pop();
    if (last === undefined || this.#heap.length === 0) return;
    let index = 0;
    for (;;) {
      const childIndex = this.#earlierChild(index);
      const child = this.#heap[childIndex];
      if (child === undefined || child.expiresAt >= last.expiresAt) break;
      this.#heap[index] = child;
      index = childIndex;
    }
    this.#heap[index] = last;
  }

  #earlierChild(index: number): number {
    const left = this.#heap[2 * index + 1];
    const right = this.#heap[2 * index + 2];
    return left !== undefined && right !== undefined && right.expiresAt < left.expiresAt
      ? 2 * index + 2
      : 2 * index + 1;
  }
}
