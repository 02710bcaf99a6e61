/** What a store holds of `kind` cannot be used: nobody is signed in or logged out on the strength of it. */
export function damaged(kind: string): Error {
  return new Error(`Redis holds a ${kind} that is damaged or was written by something else`);
}

/** The members of a stored JSON object, each read as what it must be. Everything else throws. */
export class StoredMembers {
  readonly #members: Readonly<Record<string, unknown>>;
  readonly #kind: string;

  /** `kind` names the value in errors. The value itself is never in them. */
  constructor(value: unknown, kind: string) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw damaged(kind);
    this.#members = value as Readonly<Record<string, unknown>>;
    this.#kind = kind;
  }

  static parse(text: string, kind: string): StoredMembers {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      throw damaged(kind);
    }
    return new StoredMembers(value, kind);
  }

  text(name: string): string {
    const value = this.#member(name);
    if (typeof value !== 'string') throw damaged(this.#kind);
    return value;
  }

  textOrNull(name: string): string | null {
    return this.#member(name) === null ? null : this.text(name);
  }

  texts(name: string): readonly string[] {
    const value = this.#member(name);
    if (!Array.isArray(value)) throw damaged(this.#kind);
    return Object.freeze(
      value.map((one: unknown) => {
        if (typeof one !== 'string') throw damaged(this.#kind);
        return one;
      }),
    );
  }

  oneOf<const Value extends string>(name: string, values: readonly Value[]): Value {
    const found = values.find((value) => value === this.#member(name));
    if (found === undefined) throw damaged(this.#kind);
    return found;
  }

  truth(name: string): boolean {
    const value = this.#member(name);
    if (typeof value !== 'boolean') throw damaged(this.#kind);
    return value;
  }

  whole(name: string): number {
    const value = this.#member(name);
    if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw damaged(this.#kind);
    return value;
  }

  /** Stored as epoch milliseconds. */
  date(name: string): Date {
    const date = new Date(this.whole(name));
    if (Number.isNaN(date.getTime())) throw damaged(this.#kind);
    return date;
  }

  members(name: string): StoredMembers {
    return new StoredMembers(this.#member(name), this.#kind);
  }

  #member(name: string): unknown {
    return Object.hasOwn(this.#members, name) ? this.#members[name] : undefined;
  }
}
