import { type ParseArgsConfig, parseArgs } from 'node:util';
import { UsageError } from './command.js';

/** Options of a command: `one` takes a value, `many` may be repeated, `flag` takes none. */
export type OptionKinds = Readonly<Record<string, 'one' | 'many' | 'flag'>>;

/** The values of a command line; an option that was not given is absent. */
export type Arguments<Kinds extends OptionKinds> = {
  readonly [Name in keyof Kinds]?: Kinds[Name] extends 'flag'
    ? boolean
    : Kinds[Name] extends 'many'
      ? readonly string[]
      : string;
};

/** Reads a command line strictly: an unknown option, a missing value or a value given twice is wrong usage. */
export function readArguments<Kinds extends OptionKinds>(
  args: readonly string[],
  kinds: Kinds,
): { readonly options: Arguments<Kinds>; readonly operands: readonly string[] } {
  const config: NonNullable<ParseArgsConfig['options']> = {};
  for (const [name, kind] of Object.entries(kinds)) {
    config[name] = { type: kind === 'flag' ? 'boolean' : 'string', multiple: true };
  }
  const parsed = parsedStrictly(args, config);
  const options: Record<string, unknown> = {};
  for (const [name, kind] of Object.entries(kinds)) {
    const given = parsed.values[name];
    if (!Array.isArray(given)) continue;
    if (kind === 'one' && given.length > 1) throw new UsageError(`--${name} was given more than once.`);
    options[name] = kind === 'many' ? given : given[0];
  }
  return { options: options as Arguments<Kinds>, operands: parsed.positionals };
}

/** The option's value, or wrong usage. */
export function required(value: string | undefined, option: string): string {
  if (value === undefined || value === '') throw new UsageError(`--${option} is missing.`);
  return value;
}

function parsedStrictly(
  args: readonly string[],
  options: NonNullable<ParseArgsConfig['options']>,
): { readonly values: Readonly<Record<string, unknown>>; readonly positionals: readonly string[] } {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (cause) {
    const [sentence] = (cause instanceof Error ? cause.message : String(cause)).split('\n');
    throw new UsageError(sentence ?? '', { cause });
  }
}
