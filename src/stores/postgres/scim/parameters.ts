/** Values of a statement that is put together: each is named once, and only what is used is sent. */
export class Parameters {
  readonly #values: unknown[] = [];

  /** How many there are so far, whether they are used or not. */
  get count(): number {
    return this.#values.length;
  }

  /** The place of a text. */
  text(value: string): string {
    return `${this.#place(value)}::text`;
  }

  integer(value: number): string {
    return `${this.#place(value)}::bigint`;
  }

  /** The statement with its values. Places that did not come into it are left out: their type could not be told. */
  statement(sql: string): { readonly text: string; readonly values: readonly unknown[] } {
    const used: string[] = [];
    const text = sql.replace(/\$\d+/g, (place) => {
      if (!used.includes(place)) used.push(place);
      return `$${used.indexOf(place) + 1}`;
    });
    return { text, values: used.map((place) => this.#values[Number(place.slice(1)) - 1]) };
  }

  #place(value: unknown): string {
    this.#values.push(value);
    return `$${this.#values.length}`;
  }
}
