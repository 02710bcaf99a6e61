/** What a command may touch beside files. */
export interface CommandIo {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** Everything on standard input. */
  readonly stdin: () => Promise<Uint8Array>;
  /** Whether standard output understands ANSI colours. */
  readonly color: boolean;
}

/** 0: everything that was asked for passed. 1: refused. 2: wrong usage. */
export type ExitCode = 0 | 1 | 2;

export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  readonly help: string;
  /** Runs with the arguments behind the command's name. Throws `UsageError`. */
  run(args: readonly string[], io: CommandIo): Promise<ExitCode>;
}

/** Something about the command line or the files named there: exit code 2. */
export class UsageError extends Error {}
