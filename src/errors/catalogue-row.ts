/** Where on the walk a refusal arises; see docs/errors.md. */
export type Stage =
  | 'certificate'
  | 'connection'
  | 'decode'
  | 'structure'
  | 'decrypt'
  | 'verify'
  | 'second-reader'
  | 'extract'
  | 'check'
  | 'claims'
  | 'organization'
  | 'sign-in'
  | 'http'
  | 'logout'
  | 'metadata'
  | 'domain-claim'
  | 'connection-record'
  | 'membership'
  | 'scim'
  | 'store';

/** What the catalogue says of one error code. Every text is static: nothing a sender wrote appears in it. */
export interface CatalogueRow {
  /** What happened, for logs and for the developer. */
  readonly meaning: string;
  /** What a browser may show to the person who tried to sign in. */
  readonly publicMessage: string;
  /** What to do about it, for the administrator or the developer: blade, button, option. */
  readonly remedy: string;
  /** Section of the specification, or the rule's origin. */
  readonly reference?: string;
}

/** One row for each code of a details map: a missing or superfluous row does not compile. */
export type Rows<Details> = { readonly [Code in keyof Details]: CatalogueRow };

/** Details of a code that has nothing to add to its meaning. */
export type NoDetails = Readonly<Record<never, never>>;

/** Details of a comparison that failed. `received` is null where the message carries no such value. */
export interface Mismatch {
  readonly expected: string;
  readonly received: string | null;
}
