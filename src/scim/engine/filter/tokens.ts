/** A piece of a filter. `end` is where the next may start; words are names, operators and bare values. */
export interface Token {
  readonly kind: 'word' | 'string' | '(' | ')' | '[' | ']';
  /** Of a string what it means, its escapes resolved. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const BRACKETS: ReadonlySet<string> = new Set(['(', ')', '[', ']']);
const SPACES: ReadonlySet<string> = new Set([' ', '\t', '\r', '\n']);
/** What a database cannot keep as text, so that nothing can be equal to it. */
const UNSTORABLE = /[\0\p{Cs}]/u;

/** Cuts a filter into tokens in one pass; each character is looked at once. What is wrong, where it is none. */
export function tokensOf(text: string): readonly Token[] | string {
  if (UNSTORABLE.test(text)) return 'The filter contains characters that are none';
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const character = text.charAt(at);
    if (SPACES.has(character)) {
      at += 1;
      continue;
    }
    const token = tokenAt(text, at, character);
    if (typeof token === 'string') return token;
    tokens.push(token);
    at = token.end;
  }
  return tokens;
}

function tokenAt(text: string, start: number, character: string): Token | string {
  if (isBracket(character)) return { kind: character, text: character, start, end: start + 1 };
  if (character === '"') return stringAt(text, start);
  let end = start + 1;
  while (end < text.length && !endsWord(text.charAt(end))) end += 1;
  return { kind: 'word', text: text.slice(start, end), start, end };
}

function stringAt(text: string, start: number): Token | string {
  let end = start + 1;
  while (end < text.length && text.charAt(end) !== '"') end += text.charAt(end) === '\\' ? 2 : 1;
  if (end >= text.length) return 'A string in the filter does not end';
  const value = jsonString(text.slice(start, end + 1));
  if (value === null || UNSTORABLE.test(value)) return 'A string in the filter is not one of JSON';
  return { kind: 'string', text: value, start, end: end + 1 };
}

function jsonString(literal: string): string | null {
  try {
    const value: unknown = JSON.parse(literal);
    return typeof value === 'string' ? value : null;
  } catch {
    return null;
  }
}

function isBracket(character: string): character is '(' | ')' | '[' | ']' {
  return BRACKETS.has(character);
}

function endsWord(character: string): boolean {
  return SPACES.has(character) || BRACKETS.has(character) || character === '"';
}
