/** Ways to emphasise; each leaves text as it is where no colour is wanted. */
export interface Paint {
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly soft: (text: string) => string;
  readonly strong: (text: string) => string;
}

const MAX_VALUE = 400;

export function paint(color: boolean): Paint {
  const ansi =
    (code: number) =>
    (text: string): string =>
      color ? `\u001b[${code}m${text}\u001b[0m` : text;
  return { good: ansi(32), bad: ansi(31), warn: ansi(33), soft: ansi(2), strong: ansi(1) };
}

/** Controls and formatting characters as escapes, so that a message cannot steer the terminal it is shown in. */
export function visible(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\u2028\u2029]/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16) ?? ''}}`,
  );
}

/** At most a few lines of a value. */
export function cut(value: string): string {
  return value.length <= MAX_VALUE ? value : `${value.slice(0, MAX_VALUE)}… (${value.length} characters)`;
}

/** A title and indented lines; empty where there are none. */
export function block(title: string | null, lines: readonly string[]): string {
  if (lines.length === 0) return '';
  const indented = lines.map((line) => `  ${line}`);
  return (title === null ? indented : [title, ...indented]).join('\n');
}

/** Names in a column, values beside them; the value of a long name stands below it. */
export function pairs(rows: readonly (readonly [name: string, value: string])[]): readonly string[] {
  const width = Math.min(Math.max(0, ...rows.map(([name]) => name.length)), 34);
  return rows.flatMap(([name, value]) => {
    const named = visible(name);
    return named.length > width
      ? [named, `${' '.repeat(width)}  ${visible(value)}`]
      : [`${named.padEnd(width)}  ${visible(value)}`];
  });
}
