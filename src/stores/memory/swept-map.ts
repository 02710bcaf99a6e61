import type { MemoryStoreOptions } from './expiring-entries.js';

const DEFAULT_MAX_ENTRIES = 100_000;
const SWEEP_EVERY_MILLISECONDS = 60_000;

/**
 * A bounded map whose entries can be replaced and removed and never outlive their end. Expired ones are swept once
 * a minute and when room is needed; a live entry never gives way: `set` throws when full.
 */
export class SweptMap<Value> {
  readonly #entries = new Map<string, Value>();
  readonly #endOf: (value: Value) => Date;
  readonly #now: () => Date;
  readonly #maxEntries: number;
  #sweptAt = 0;
  /** Told of each entry that goes, whether removed, replaced or swept. */
  onRemoved: (key: string, value: Value) => void = () => undefined;

  constructor(options: MemoryStoreOptions, endOf: (value: Value) => Date) {
    const { now = () => new Date(), maxEntries = DEFAULT_MAX_ENTRIES } = options;
    if (!Number.isSafeInteger(maxEntries) || maxEntries < 1) {
      throw new TypeError('maxEntries must be a whole number of at least 1');
    }
    this.#now = now;
    this.#maxEntries = maxEntries;
    this.#endOf = endOf;
  }

  get(key: string): Value | undefined {
    const value = this.#entries.get(key);
    return value === undefined || this.#isOver(value, this.#time()) ? undefined : value;
  }

  set(key: string, value: Value): void {
    if (Number.isNaN(this.#endOf(value).getTime())) throw new TypeError('the end must be a valid date');
    const now = this.#time();
    if (now - this.#sweptAt >= SWEEP_EVERY_MILLISECONDS) this.#sweep(now);
    const replaces = this.#entries.has(key);
    if (!replaces && this.#entries.size >= this.#maxEntries) this.#sweep(now);
    if (!replaces && this.#entries.size >= this.#maxEntries) {
      throw new Error(`The memory store is full: ${this.#maxEntries} entries are in use`);
    }
    if (replaces) this.delete(key);
    this.#entries.set(key, value);
  }

  /** False when it is not there, or expired. */
  delete(key: string): boolean {
    const value = this.#entries.get(key);
    if (value === undefined) return false;
    this.#entries.delete(key);
    this.onRemoved(key, value);
    return !this.#isOver(value, this.#time());
  }

  #sweep(now: number): void {
    this.#sweptAt = now;
    for (const [key, value] of this.#entries) if (this.#isOver(value, now)) this.delete(key);
  }

  #isOver(value: Value, now: number): boolean {
    return !(now < this.#endOf(value).getTime());
  }

  #time(): number {
    const now = this.#now().getTime();
    if (Number.isNaN(now)) throw new TypeError('The clock of a memory store gave an invalid date');
    return now;
  }
}
