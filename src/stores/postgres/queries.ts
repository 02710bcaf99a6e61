/** What the stores ask a database with: a Pool or Client of `pg`, a PGlite, or anything else of this shape. */
export interface PostgresQueries {
  query(text: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
}

/** Where the tables are. */
export interface PostgresOptions {
  /** Lower-case letters, digits and `_`, not a digit first, at most 63; default `claimgate`. */
  readonly schema?: string;
}

/** The database, and the quoted name of the schema that every statement names its tables by. */
export interface Database {
  readonly schema: string;
  /**
   * Rows of a statement whose only column is `row`, as JSON text: what an application set as type parsers of its
   * driver does not matter then.
   */
  rows(text: string, values: readonly unknown[]): Promise<readonly unknown[]>;
  /** Whether a statement gave a row, whatever is in it. */
  any(text: string, values: readonly unknown[]): Promise<boolean>;
}

const SCHEMA = /^[a-z_][a-z0-9_]{0,62}$/;

/** Throws TypeError for what is no database, and for a schema name that is none. */
export function openDatabase(db: PostgresQueries, options: PostgresOptions = {}): Database {
  if (typeof db?.query !== 'function') throw new TypeError('db must have query(text, values).');
  const query = async (text: string, values: readonly unknown[]): Promise<Record<string, unknown>[]> => {
    const { rows } = await db.query(text, [...values]);
    if (!Array.isArray(rows)) throw new Error('The database gave no rows.');
    return rows;
  };
  return {
    schema: `"${schemaName(options)}"`,
    async rows(text, values) {
      return (await query(text, values)).map(({ row }) => {
        if (typeof row !== 'string') throw new Error('The database gave a row that is no JSON text.');
        return JSON.parse(row) as unknown;
      });
    },
    async any(text, values) {
      return (await query(text, values)).length > 0;
    },
  };
}

/** The name of the schema, unquoted. It becomes part of statements, so that it is held to plain letters. */
export function schemaName(options: PostgresOptions): string {
  const own: PostgresOptions = Object.assign(Object.create(null), options);
  const { schema = 'claimgate' } = own;
  if (typeof schema !== 'string' || !SCHEMA.test(schema)) {
    throw new TypeError(
      'schema must be of a–z, 0–9 and _, not begin with a digit, and have at most 63 letters.',
    );
  }
  return schema;
}

/** Name of the unique or other constraint that a statement failed at; null where it failed for another reason. */
export function violatedConstraint(error: unknown): string | null {
  if (typeof error !== 'object' || error === null) return null;
  const { code, constraint }: { code?: unknown; constraint?: unknown } = error;
  // Integrity constraint violation: unique_violation, check_violation.
  return (code === '23505' || code === '23514') && typeof constraint === 'string' ? constraint : null;
}
