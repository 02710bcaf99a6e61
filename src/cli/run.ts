import { createRequire } from 'node:module';
import { certificateCommand } from './certificate-command.js';
import { type Command, type CommandIo, type ExitCode, UsageError } from './command.js';
import { inspectCommand } from './inspect-command.js';
import { metadataCommand } from './metadata-command.js';
import { postgresMigrationsCommand } from './postgres-migrations-command.js';
import { settingsCommand } from './settings-command.js';

const commands: readonly Command[] = [
  inspectCommand,
  certificateCommand,
  metadataCommand,
  settingsCommand,
  postgresMigrationsCommand,
];

/** Runs `claimgate` with the arguments behind its name; writes to `io` and returns the exit code. */
export async function run(args: readonly string[], io: CommandIo): Promise<ExitCode> {
  const [name, ...rest] = args;
  if (name === '--version' || name === '-V') return printed(io, `${version()}\n`);
  if (name === '--help' || name === '-h' || name === 'help') return printed(io, helpOf(rest[0]));
  const command = commands.find((candidate) => candidate.name === name);
  if (command === undefined) {
    const what = name === undefined ? 'a command is missing' : `there is no command ${JSON.stringify(name)}`;
    io.stderr(`claimgate: ${what}.\n\n${overview()}`);
    return 2;
  }
  if (asksForHelp(rest)) return printed(io, command.help);
  try {
    return await command.run(rest, io);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    io.stderr(
      `claimgate ${command.name}: ${error.message.trimEnd()}\nclaimgate ${command.name} --help explains.\n`,
    );
    return 2;
  }
}

function printed(io: CommandIo, text: string): ExitCode {
  io.stdout(text);
  return 0;
}

function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return (end === -1 ? args : args.slice(0, end)).some((arg) => arg === '--help' || arg === '-h');
}

function helpOf(name: string | undefined): string {
  return commands.find((command) => command.name === name)?.help ?? overview();
}

function overview(): string {
  const list = commands.map(({ name, summary }) => `  ${name.padEnd(20)} ${summary}\n`);
  return `claimgate: SAML single sign-on with Microsoft Entra ID, from the command line

${list.join('')}
claimgate COMMAND --help explains a command. claimgate --version prints the version.
`;
}

function version(): string {
  // By its own name, the package is found from the sources and from the built file alike.
  const { version: own } = createRequire(import.meta.url)('claimgate/package.json') as { version: string };
  return own;
}
