import { serviceProviderMetadata } from '../metadata/index.js';
import { readArguments, required } from './arguments.js';
import { type Command, type CommandIo, type ExitCode, UsageError } from './command.js';
import { writeText } from './files.js';
import { withUsageErrors } from './usage-errors.js';

const help = `claimgate metadata --entity-id ID --acs-url URL [--out FILE]

Writes the SAML metadata of your application, for Entra's Upload metadata file.

  --entity-id ID   Identifier (Entity ID) of your application
  --acs-url URL    Reply URL (Assertion Consumer Service URL) of your application
  --out FILE       where to write it; default standard output

Exit code: 0 written, 2 wrong usage.
`;

export const metadataCommand: Command = {
  name: 'metadata',
  summary: 'write the metadata of your application',
  help,
  run: writeMetadata,
};

async function writeMetadata(args: readonly string[], io: CommandIo): Promise<ExitCode> {
  const { options, operands } = readArguments(args, { 'entity-id': 'one', 'acs-url': 'one', out: 'one' });
  if (operands.length > 0) throw new UsageError(`unexpected ${JSON.stringify(operands[0])}.`);
  const xml = withUsageErrors(() =>
    serviceProviderMetadata({
      entityId: required(options['entity-id'], 'entity-id'),
      assertionConsumerServiceUrl: required(options['acs-url'], 'acs-url'),
    }),
  );
  if (options.out === undefined) io.stdout(xml.endsWith('\n') ? xml : `${xml}\n`);
  else await writeText(options.out, xml);
  return 0;
}
