import type { ScimComparison, ScimValueType } from '../../../stores/interfaces/scim-query.js';
import type { AttributeDefinition } from '../schema/attribute.js';
import { normalDateTime } from '../value/date-time.js';
import type { Token } from './tokens.js';

export type Operator = ScimComparison | 'ne' | 'pr';

/** What a value is compared with; `null` is the null of JSON. */
export type Operand = { readonly type: ScimValueType; readonly value: string | number | boolean } | null;

const OPERATORS: ReadonlySet<string> = new Set([
  'eq',
  'ne',
  'co',
  'sw',
  'ew',
  'gt',
  'ge',
  'lt',
  'le',
  'pr',
] satisfies Operator[]);
const EQUALITY: ReadonlySet<Operator> = new Set(['eq', 'ne']);
const OF_TEXT: ReadonlySet<Operator> = new Set(['co', 'sw', 'ew']);
const NUMBER = /^-?\d{1,15}(?:\.\d{1,15})?(?:e[+-]?\d{1,2})?$/iu;
const LITERALS: ReadonlySet<string> = new Set(['true', 'false', 'null']);

export function operatorOf(word: string): Operator | null {
  const operator = word.toLowerCase();
  return isOperator(operator) ? operator : null;
}

function isOperator(word: string): word is Operator {
  return OPERATORS.has(word);
}

/** How values of an attribute are compared. */
export function valueTypeOf({ type }: AttributeDefinition): ScimValueType {
  if (type === 'boolean' || type === 'dateTime') return type;
  return type === 'integer' || type === 'decimal' ? 'number' : 'string';
}

/**
 * Reads a comparison value by the type of what it is compared with (RFC 7644 §3.4.2.2). Returns what is wrong for a value
 * of another type and an operator that the type does not have. Text without quotes and booleans in quotes are what
 * Entra sends, and are read.
 */
export function operandOf(
  definition: AttributeDefinition,
  operator: Exclude<Operator, 'pr'>,
  token: Token,
): Operand | string {
  const bare = token.kind === 'word';
  const literal = bare ? token.text.toLowerCase() : '';
  if (literal === 'null') return EQUALITY.has(operator) ? null : `null cannot be compared by "${operator}"`;
  const type = valueTypeOf(definition);
  if (!isOfType(operator, type, definition)) return `${definition.name} cannot be compared by "${operator}"`;
  const wrong = `The value that ${definition.name} is compared with must be a ${definition.type}`;
  switch (type) {
    case 'boolean': {
      const word = token.text.toLowerCase();
      return word === 'true' || word === 'false' ? { type, value: word === 'true' } : wrong;
    }
    case 'number':
      return bare && NUMBER.test(token.text) ? { type, value: Number(token.text) } : wrong;
    case 'dateTime': {
      const value = normalDateTime(token.text);
      return value === null ? wrong : { type, value };
    }
    case 'string':
      return LITERALS.has(literal) ? wrong : { type, value: token.text };
  }
}

function isOfType(operator: Operator, type: ScimValueType, definition: AttributeDefinition): boolean {
  if (EQUALITY.has(operator)) return true;
  if (OF_TEXT.has(operator)) return type === 'string';
  return type !== 'boolean' && definition.type !== 'binary';
}
