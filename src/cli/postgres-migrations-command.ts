import { migrations } from '../stores/postgres/migrations.js';
import { readArguments } from './arguments.js';
import { type Command, type CommandIo, type ExitCode, UsageError } from './command.js';
import { withUsageErrors } from './usage-errors.js';

const help = `claimgate postgres-migrations [--schema NAME] [--json]

Prints the SQL that makes the tables of claimgate in PostgreSQL, for those who apply it by
their own tool instead of calling migrate(). Each migration is one statement, is applied
whole or not at all, and is harmless when repeated:

  claimgate postgres-migrations | psql --set ON_ERROR_STOP=1 "$DATABASE_URL"

  --schema NAME   the schema that holds the tables; default claimgate
  --json          as JSON: version, name and sql of each

Exit code: 0 printed, 2 wrong usage.
`;

export const postgresMigrationsCommand: Command = {
  name: 'postgres-migrations',
  summary: 'print the SQL of the tables in PostgreSQL',
  help,
  run: printMigrations,
};

async function printMigrations(args: readonly string[], io: CommandIo): Promise<ExitCode> {
  const { options, operands } = readArguments(args, { schema: 'one', json: 'flag' });
  if (operands.length > 0) throw new UsageError(`unexpected ${JSON.stringify(operands[0])}.`);
  const { schema } = options;
  const all = withUsageErrors(() => migrations(schema === undefined ? {} : { schema }));
  if (options.json) io.stdout(`${JSON.stringify(all, null, 2)}\n`);
  else io.stdout(all.map(({ name, sql, version }) => `-- ${version}: ${name}\n${sql};\n`).join('\n'));
  return 0;
}
