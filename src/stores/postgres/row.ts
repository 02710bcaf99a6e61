/** Reads one row, or one JSON value in it, and throws where it is not what was written: nothing is half-read. */
export class Row {
  readonly #name: string;
  readonly #columns: Readonly<Record<string, unknown>>;

  constructor(name: string, columns: unknown) {
    this.#name = name;
    if (typeof columns !== 'object' || columns === null || Array.isArray(columns)) {
      throw new Error(`A ${name} in the database is no object.`);
    }
    this.#columns = Object.assign(Object.create(null), columns);
  }

  text(column: string): string {
    const value = this.#columns[column];
    return typeof value === 'string' ? value : this.#wrong(column);
  }

  nullableText(column: string): string | null {
    return this.#isNull(column) ? null : this.text(column);
  }

  /** Not below 0. */
  integer(column: string): number {
    const value = this.#columns[column];
    return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
      ? value
      : this.#wrong(column);
  }

  /** Not below 0, with or without a fraction. */
  amount(column: string): number {
    const value = this.#columns[column];
    return typeof value === 'number' && value >= 0 ? value : this.#wrong(column);
  }

  boolean(column: string): boolean {
    const value = this.#columns[column];
    return typeof value === 'boolean' ? value : this.#wrong(column);
  }

  date(column: string): Date {
    // In a time zone of the east, the last hours of the year 9999 are of a year that Date wants written otherwise.
    const date = new Date(this.text(column).replace(/^(\d{5})-/, '+0$1-'));
    return Number.isNaN(date.getTime()) ? this.#wrong(column) : date;
  }

  nullableDate(column: string): Date | null {
    return this.#isNull(column) ? null : this.date(column);
  }

  oneOf<Word extends string>(column: string, words: readonly Word[]): Word {
    const value = this.text(column);
    return words.find((word) => word === value) ?? this.#wrong(column);
  }

  texts(column: string): readonly string[] {
    return this.#list(column).map((value) => (typeof value === 'string' ? value : this.#wrong(column)));
  }

  booleans(column: string): readonly boolean[] {
    return this.#list(column).map((value) => (typeof value === 'boolean' ? value : this.#wrong(column)));
  }

  rows(column: string): readonly Row[] {
    return this.#list(column).map((value) => new Row(`${this.#name}'s ${column}`, value));
  }

  row(column: string): Row {
    return new Row(`${this.#name}'s ${column}`, this.#columns[column]);
  }

  nullableRow(column: string): Row | null {
    return this.#isNull(column) ? null : this.row(column);
  }

  entries(): readonly (readonly [string, unknown])[] {
    return Object.entries(this.#columns);
  }

  #list(column: string): readonly unknown[] {
    const value = this.#columns[column];
    return Array.isArray(value) ? value : this.#wrong(column);
  }

  /** An absent column is not null. */
  #isNull(column: string): boolean {
    return this.#columns[column] === null;
  }

  #wrong(column: string): never {
    throw new Error(`A ${this.#name} in the database has a ${column} that claimgate did not write.`);
  }
}
