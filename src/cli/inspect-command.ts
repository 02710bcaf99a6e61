import { isUtf8 } from 'node:buffer';
import { parseClaimedDomain } from '../organizations/email-domain.js';
import { parseDateTime } from '../response/date-time.js';
import { type InspectOptions, inspectSamlResponse } from '../testing/inspect-saml-response.js';
import { type Arguments, readArguments } from './arguments.js';
import { type Command, type CommandIo, type ExitCode, UsageError } from './command.js';
import { readConnection } from './connection-file.js';
import { readBytes } from './files.js';
import { refusedText } from './refused.js';

const kinds = {
  connection: 'one',
  'entity-id': 'one',
  'acs-url': 'one',
  issuer: 'one',
  certificate: 'many',
  'email-attribute': 'one',
  'allow-sha1': 'flag',
  'in-response-to': 'one',
  at: 'one',
  'claimed-domain': 'many',
  'response-only': 'flag',
  json: 'flag',
} as const;

const help = `claimgate inspect FILE --connection connection.json [options]
claimgate inspect FILE --issuer URL --certificate FILE --entity-id ID --acs-url URL [options]

Says, stage by stage, what claimgate makes of a SAML response, and what to do about it.

FILE holds whatever you have: the SAMLResponse form field (base64, URL-encoded or
not), the whole form body, a HAR file, lines of a browser's developer tools, or XML.
"-" reads standard input.

The connection
  --connection FILE       JSON with the members of ConnectionInput: issuerUrl, entityId,
                          assertionConsumerServiceUrl, emailAttribute … Certificates are PEM
                          texts in "certificates" or paths in "certificateFiles", relative
                          to the JSON file. id, organizationId and signInUrl may be left out.
  --issuer URL            Microsoft Entra Identifier (https://sts.windows.net/<tenant id>/)
  --certificate FILE      Certificate (Base64) or (Raw); may be repeated
  --entity-id ID          Identifier (Entity ID) of your application
  --acs-url URL           Reply URL (Assertion Consumer Service URL) of your application
  --email-attribute NAME  claim that holds the email; default "email"
  --allow-sha1            accept SHA-1 signatures
  Options go before what the file says.

What it is held against
  --at now|issue|TIME     when it is judged: the clock (default), the response's own time,
                          or a time such as 2026-01-02T03:04:05Z
  --in-response-to ID     ID of the request; "none" for an IdP-initiated response; "any"
                          (default) takes the response's own, for this command keeps no requests
  --claimed-domain NAME   a verified domain of the organisation; may be repeated
  --response-only         stop before the claims

Output
  --json                  the report as JSON

Exit code: 0 everything asked for passed, 1 refused, 2 wrong usage.

The report shows the claims of the response. It looks neither for the request nor for a
replay: that a response is valid here does not mean that it can still be used.
`;

export const inspectCommand: Command = {
  name: 'inspect',
  summary: 'explain a SAML response stage by stage',
  help,
  run: inspect,
};

async function inspect(args: readonly string[], io: CommandIo): Promise<ExitCode> {
  const { options, operands } = readArguments(args, kinds);
  const [path, ...others] = operands;
  if (path === undefined) throw new UsageError('FILE is missing; "-" reads standard input.');
  if (others.length > 0) throw new UsageError('give one FILE only.');
  const asked = askedFor(options);
  const { connection, warnings } = await readConnection({
    connection: options.connection,
    certificate: options.certificate,
    issuer: options.issuer,
    emailAttribute: options['email-attribute'],
    allowSha1: options['allow-sha1'],
    entityId: options['entity-id'],
    acsUrl: options['acs-url'],
  });
  for (const warning of warnings) io.stderr(`warning: ${warning}\n`);
  const bytes = path === '-' ? Buffer.from(await io.stdin()) : await readBytes(path);
  const report = inspectSamlResponse(pastedText(bytes), { connection, ...asked });
  io.stdout(options.json ? `${JSON.stringify(report, null, 2)}\n` : report.toString({ color: io.color }));
  return report.valid ? 0 : 1;
}

/** What `InspectOptions` takes beside the connection. */
function askedFor(options: Arguments<typeof kinds>): Omit<InspectOptions, 'connection'> {
  const inResponseTo = options['in-response-to'] ?? 'any';
  if (inResponseTo === '') throw new UsageError('--in-response-to is an ID, "any" or "none".');
  const claimedDomains = options['claimed-domain'];
  if (claimedDomains !== undefined && options['response-only']) {
    throw new UsageError('--claimed-domain needs the claims, which --response-only leaves out.');
  }
  return {
    at: clock(options.at ?? 'now'),
    inResponseTo: inResponseTo === 'none' ? null : inResponseTo,
    ...(claimedDomains === undefined ? {} : { claimedDomains: claimedDomains.map(domain) }),
    ...(options['response-only'] ? { responseOnly: true } : {}),
  };
}

function clock(at: string): Date | 'now' | 'issue-instant' {
  if (at === 'now') return 'now';
  if (at === 'issue') return 'issue-instant';
  const time = parseDateTime(at);
  if (time === null) throw new UsageError('--at is "now", "issue" or a time such as 2026-01-02T03:04:05Z.');
  return new Date(time);
}

function domain(name: string): string {
  const parsed = parseClaimedDomain(name);
  if (!parsed.ok) throw new UsageError(`--claimed-domain ${name}: ${refusedText(parsed.error)}`);
  return parsed.value;
}

/** Bytes that are no UTF-8 go on as base64: the decode stage then says what they are. */
function pastedText(bytes: Buffer): string {
  return isUtf8(bytes) ? bytes.toString('utf8') : bytes.toString('base64');
}
