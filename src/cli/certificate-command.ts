import type { IdpCertificate } from '../certificates/idp-certificate.js';
import { parseIdpCertificates } from '../certificates/parse-idp-certificate.js';
import { visible } from '../testing/inspect/terminal-text.js';
import { readArguments } from './arguments.js';
import { type Command, type CommandIo, type ExitCode, UsageError } from './command.js';
import { readBytes } from './files.js';
import { refusedText } from './refused.js';

const help = `claimgate certificate FILE [--json]

Says what a certificate file of an identity provider holds, or why it cannot be used:
subject, validity, thumbprints (Entra shows the SHA-1 one), key size and warnings.

FILE is Certificate (Base64), Certificate (Raw) or PEM certificate from Entra's card
SAML Certificates; its content decides, not its name. "-" reads standard input.

  --json   as JSON

Exit code: 0 it can be used (warnings included), 1 it cannot, 2 wrong usage.
`;

export const certificateCommand: Command = {
  name: 'certificate',
  summary: 'read a certificate as it would be uploaded',
  help,
  run: readCertificateFile,
};

async function readCertificateFile(args: readonly string[], io: CommandIo): Promise<ExitCode> {
  const { options, operands } = readArguments(args, { json: 'flag' });
  const [path, ...others] = operands;
  if (path === undefined) throw new UsageError('FILE is missing; "-" reads standard input.');
  if (others.length > 0) throw new UsageError('give one FILE only.');
  const parsed = parseIdpCertificates(path === '-' ? await io.stdin() : await readBytes(path));
  if (!parsed.ok) {
    const { code, message, details, remedy } = parsed.error;
    if (options.json) io.stdout(`${JSON.stringify({ code, message, details, remedy }, null, 2)}\n`);
    else io.stderr(refusedText(parsed.error));
    return 1;
  }
  io.stdout(options.json ? `${JSON.stringify(parsed.value.map(plain), null, 2)}\n` : text(parsed.value));
  return 0;
}

/** Without the key object, which JSON cannot carry; the PEM holds the key. */
function plain({ publicKey: _, ...certificate }: IdpCertificate): Omit<IdpCertificate, 'publicKey'> {
  return certificate;
}

function text(certificates: readonly IdpCertificate[]): string {
  return certificates.map(lines).join('\n');
}

function lines(certificate: IdpCertificate): string {
  const rows: [string, string][] = [
    ['Subject', certificate.subject],
    ['Issuer', certificate.issuer],
    ['Serial number', certificate.serialNumber],
    ['Valid from', certificate.notBefore.toISOString()],
    ['Valid until', certificate.notAfter.toISOString()],
    ['Thumbprint', certificate.sha1Thumbprint],
    ['SHA-256', certificate.sha256Thumbprint],
    ['Key', `RSA, ${certificate.keyBits} bits`],
    ...certificate.warnings.map((warning): [string, string] => [
      'Warning',
      warning.code.replaceAll('_', ' '),
    ]),
  ];
  return rows.map(([name, value]) => `${name.padEnd(14)} ${visible(value)}\n`).join('');
}
