import { entraSettings, entraSettingsHtml, entraSettingsText } from '../metadata/index.js';
import { readArguments, required } from './arguments.js';
import { type Command, type CommandIo, type ExitCode, UsageError } from './command.js';
import { withUsageErrors } from './usage-errors.js';

const help = `claimgate settings --entity-id ID --acs-url URL [--sign-on-url URL] [--json|--html]

Prints what to enter in Microsoft Entra, field by field, and what to bring back.

  --entity-id ID      Identifier (Entity ID) of your application
  --acs-url URL       Reply URL (Assertion Consumer Service URL) of your application
  --sign-on-url URL   page of your application that starts the sign-in; the My Apps tile opens it
  --json              as JSON
  --html              as an HTML table

Exit code: 0 printed, 2 wrong usage.
`;

export const settingsCommand: Command = {
  name: 'settings',
  summary: 'print what to enter in Microsoft Entra',
  help,
  run: printSettings,
};

async function printSettings(args: readonly string[], io: CommandIo): Promise<ExitCode> {
  const { options, operands } = readArguments(args, {
    'entity-id': 'one',
    'acs-url': 'one',
    'sign-on-url': 'one',
    json: 'flag',
    html: 'flag',
  });
  if (operands.length > 0) throw new UsageError(`unexpected ${JSON.stringify(operands[0])}.`);
  if (options.json && options.html) throw new UsageError('choose --json or --html.');
  const signOnUrl = options['sign-on-url'];
  const settings = withUsageErrors(() =>
    entraSettings({
      entityId: required(options['entity-id'], 'entity-id'),
      assertionConsumerServiceUrl: required(options['acs-url'], 'acs-url'),
      ...(signOnUrl === undefined ? {} : { signOnUrl }),
    }),
  );
  if (options.json) io.stdout(`${JSON.stringify(settings, null, 2)}\n`);
  else io.stdout(options.html ? `${entraSettingsHtml(settings)}\n` : entraSettingsText(settings));
  return 0;
}
