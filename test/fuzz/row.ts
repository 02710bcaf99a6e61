/** How a public function is fuzzed. */
export interface Row {
  /** Arguments that are right, made once; each call gets them with something changed. */
  readonly args: () => readonly unknown[] | Promise<readonly unknown[]>;
  /** Calls in a short run; fewer for what is slow. Default 60. */
  readonly runs?: number;
  /** Undoes what a call that worked has opened. */
  readonly close?: (value: never) => unknown;
  /** Another way of calling than with the arguments. */
  readonly call?: (publicFunction: never, args: readonly never[]) => unknown;
  /** Errors that it documents beside TypeError, by their names. */
  readonly documented?: readonly string[];
  /** For tools of tests, which leave it to their libraries to refuse what is no XML and no key. */
  readonly letsLibrariesThrow?: boolean;
  /** What it gives: its methods, each with a row of its own. */
  readonly methods?: Readonly<Record<string, Row>>;
}

/** A value that is no function: nothing to call. */
export type Rows = Readonly<Record<string, Row | 'a value'>>;

/** Arguments that are always the same. */
export function given(...args: readonly unknown[]): Row['args'] {
  return () => args;
}
