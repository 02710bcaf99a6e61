import { dirname, resolve } from 'node:path';
import type { Connection, ConnectionInput } from '../organizations/connection.js';
import { parseConnection } from '../organizations/parse-connection.js';
import { UsageError } from './command.js';
import { readBytes, readJson } from './files.js';
import { refusedText } from './refused.js';

/** What the command line says of a connection; it goes before what the file says. */
export interface ConnectionArguments {
  readonly connection?: string | undefined;
  readonly certificate?: readonly string[] | undefined;
  readonly issuer?: string | undefined;
  readonly emailAttribute?: string | undefined;
  readonly allowSha1?: boolean | undefined;
  readonly entityId?: string | undefined;
  readonly acsUrl?: string | undefined;
}

/** The sign-in URL plays no part in an inspection, but a connection has one. */
const NO_SIGN_IN_URL = 'https://sign-in-url-not-given.invalid/';
const MEANINGLESS_WITHOUT_SIGN_IN_URL: readonly string[] = ['sign_in_url_unusual_for_entra', 'not_entra'];

/** A connection from a JSON file, from options, or from both. Anything unusable is wrong usage. */
export async function readConnection(
  args: ConnectionArguments,
): Promise<{ readonly connection: Connection; readonly warnings: readonly string[] }> {
  const file = args.connection === undefined ? {} : await readConnectionFile(args.connection);
  const uploads = await Promise.all((args.certificate ?? []).map(readBytes));
  const input = withoutAbsent({
    id: 'inspected',
    organizationId: 'inspected',
    signInUrl: NO_SIGN_IN_URL,
    ...file,
    issuerUrl: args.issuer ?? file['issuerUrl'],
    emailAttribute: args.emailAttribute ?? file['emailAttribute'],
    allowSha1: args.allowSha1 ?? file['allowSha1'],
    entityId: args.entityId ?? file['entityId'],
    assertionConsumerServiceUrl: args.acsUrl ?? file['assertionConsumerServiceUrl'],
    certificates: uploads.length > 0 ? uploads : file['certificates'],
  });
  requireGiven(input);
  // parseConnection checks every member at run time; what a file holds has no type before that.
  const parsed = parseConnection(input as unknown as ConnectionInput);
  if (!parsed.ok) throw new UsageError(`the connection cannot be used.\n${refusedText(parsed.error)}`);
  const warnings = parsed.value.warnings
    .filter(
      ({ code }) => input['signInUrl'] !== NO_SIGN_IN_URL || !MEANINGLESS_WITHOUT_SIGN_IN_URL.includes(code),
    )
    .map(({ field, message }) => `${field}: ${message}`);
  return { connection: parsed.value, warnings };
}

type Input = Readonly<Record<string, unknown>>;

/** The members of the file; `certificateFiles` is replaced by what those files hold. */
async function readConnectionFile(path: string): Promise<Input> {
  const json = await readJson(path);
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new UsageError(`${path} must hold one JSON object.`);
  }
  const { certificateFiles, ...members } = json as Input;
  if (certificateFiles === undefined) return members;
  if (!isTexts(certificateFiles))
    throw new UsageError(`certificateFiles in ${path} must be a list of paths.`);
  const uploads = await Promise.all(certificateFiles.map((name) => readBytes(resolve(dirname(path), name))));
  const certificates = members['certificates'];
  return { ...members, certificates: [...(Array.isArray(certificates) ? certificates : []), ...uploads] };
}

function requireGiven(input: Input): void {
  const missing = [
    ['issuerUrl', '--issuer'],
    ['certificates', '--certificate'],
    ['entityId', '--entity-id'],
    ['assertionConsumerServiceUrl', '--acs-url'],
  ].filter(([name = '']) => input[name] === undefined);
  if (missing.length === 0) return;
  const options = missing.map(([, option]) => option).join(', ');
  throw new UsageError(`not given: ${options}. Give a connection file with --connection, or these options.`);
}

function withoutAbsent(input: Input): Input {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
