import { Buffer } from 'node:buffer';
import { success } from '../../../errors/index.js';
import type { ScimFilter } from '../../../stores/interfaces/scim-query.js';
import { type ScimResult, scimRefusal } from '../../scim-error.js';
import type { AttributeDefinition } from '../schema/attribute.js';
import type { ResourceType } from '../schema/resource-type.js';
import { comparedOf, type FilterScope, type FilterTarget, knownAnswer, targetOf } from './filter-scope.js';
import { type Operand, type Operator, operandOf, operatorOf } from './operand.js';
import { type Token, tokensOf } from './tokens.js';

const MAX_BYTES = 10_240;
const MAX_DEPTH = 50;
const MAX_NODES = 200;

interface Reading {
  readonly tokens: readonly Token[];
  at: number;
  depth: number;
  nodes: number;
}

/**
 * Reads a filter (RFC 7644 §3.4.2.2) about resources of a type: names resolved, values typed, in the form that stores
 * take. In time proportional to its length. Refuses with `invalidFilter` what the grammar or the schema does not allow,
 * and more than 10 kB, 50 levels or 200 nodes.
 */
export function parseFilter(type: ResourceType, text: string): ScimResult<ScimFilter> {
  return parseWithin({ kind: 'resource', type }, text);
}

/** Reads what stands in the brackets of a value path, about one element of `parent`. */
export function parseElementFilter(parent: AttributeDefinition, text: string): ScimResult<ScimFilter> {
  return parseWithin({ kind: 'element', parent }, text);
}

function parseWithin(scope: FilterScope, text: string): ScimResult<ScimFilter> {
  if (Buffer.byteLength(text) > MAX_BYTES) return invalid(`A filter has at most ${MAX_BYTES} bytes`);
  const tokens = tokensOf(text);
  if (typeof tokens === 'string') return invalid(tokens);
  const reading: Reading = { tokens, at: 0, depth: 0, nodes: 0 };
  const filter = anyOf(reading, scope);
  if (typeof filter === 'string') return invalid(filter);
  if (reading.at < tokens.length) return invalid('The filter does not end where its expression ends');
  return success(filter);
}

function anyOf(reading: Reading, scope: FilterScope): ScimFilter | string {
  return joined(reading, 'or', () => joined(reading, 'and', () => term(reading, scope)));
}

function joined(reading: Reading, kind: 'and' | 'or', next: () => ScimFilter | string): ScimFilter | string {
  const operands: ScimFilter[] = [];
  do {
    const operand = next();
    if (typeof operand === 'string') return operand;
    operands.push(operand);
  } while (takeWord(reading, kind));
  const [only] = operands;
  if (operands.length === 1 && only !== undefined) return only;
  return counted(reading, { kind, operands });
}

function term(reading: Reading, scope: FilterScope): ScimFilter | string {
  const token = reading.tokens[reading.at];
  if (token?.kind === '(') return group(reading, scope);
  if (token?.kind !== 'word') return 'An attribute is missing in the filter';
  reading.at += 1;
  const next = reading.tokens[reading.at];
  if (next?.kind === '(' && token.text.toLowerCase() === 'not') return negated(group(reading, scope));
  if (next?.kind === '[' && next.start === token.end) return valuePath(reading, scope, token.text);
  return expression(reading, scope, token.text);
}

function group(reading: Reading, scope: FilterScope): ScimFilter | string {
  reading.depth += 1;
  if (reading.depth > MAX_DEPTH) return `A filter has at most ${MAX_DEPTH} levels`;
  reading.at += 1;
  const inner = anyOf(reading, scope);
  if (typeof inner === 'string') return inner;
  if (!take(reading, ')')) return 'A parenthesis is not closed in the filter';
  reading.depth -= 1;
  return inner;
}

/** `attr[filter]`, and Entra's `attr[filter].sub op value`: both are about one and the same element. */
function valuePath(reading: Reading, scope: FilterScope, name: string): ScimFilter | string {
  const target = targetOf(scope, name);
  if (typeof target === 'string') return target;
  const { definition, path } = target;
  if (scope.kind === 'element' || definition.type !== 'complex') return `${name} has no parts to select by`;
  reading.at += 1;
  const within: FilterScope = { kind: 'element', parent: definition };
  const selected = anyOf(reading, within);
  if (typeof selected === 'string') return selected;
  const close = reading.tokens[reading.at];
  if (!take(reading, ']')) return 'A bracket is not closed in the filter';
  const sub = reading.tokens[reading.at];
  if (sub?.kind !== 'word' || !sub.text.startsWith('.') || sub.start !== close?.end) {
    return counted(reading, { kind: 'element', path, filter: selected });
  }
  reading.at += 1;
  const compared = expression(reading, within, sub.text.slice(1));
  if (typeof compared === 'string') return compared;
  return counted(reading, {
    kind: 'element',
    path,
    filter: { kind: 'and', operands: [selected, compared] },
  });
}

function expression(reading: Reading, scope: FilterScope, name: string): ScimFilter | string {
  const target = targetOf(scope, name);
  if (typeof target === 'string') return target;
  const word = reading.tokens[reading.at];
  const operator = word?.kind === 'word' ? operatorOf(word.text) : null;
  if (operator === null) return `After ${target.definition.name} an operator is missing in the filter`;
  reading.at += 1;
  if (operator === 'pr') {
    const known = knownAnswer(scope, target, operator, null);
    return known === null || typeof known === 'string' ? present(reading, target) : counted(reading, known);
  }
  const value = reading.tokens[reading.at];
  if (value?.kind !== 'word' && value?.kind !== 'string') return `After "${operator}" a value is missing`;
  reading.at += 1;
  const compared = comparedOf(target);
  if (typeof compared === 'string') return compared;
  const operand = operandOf(compared.definition, operator, value);
  if (typeof operand === 'string') return operand;
  return comparison(reading, scope, compared, operator, operand);
}

function comparison(
  reading: Reading,
  scope: FilterScope,
  compared: FilterTarget,
  operator: Exclude<Operator, 'pr'>,
  operand: Operand,
): ScimFilter | string {
  const known = knownAnswer(scope, compared, operator, operand);
  if (typeof known === 'string') return known;
  const negative = operand === null ? operator === 'eq' : operator === 'ne';
  const positive = known ?? (operand === null ? present(reading, compared) : null);
  if (positive !== null) return negative ? negated(counted(reading, positive)) : counted(reading, positive);
  if (operand === null) return 'null cannot be compared';
  const { path, definition } = compared;
  const found = counted(reading, {
    kind: 'compare',
    path,
    operator: operator === 'ne' ? 'eq' : operator,
    value: keyed(scope, compared, operand.value),
    type: operand.type,
    caseExact: definition.caseExact,
  });
  return negative ? negated(found) : found;
}

/** Stores compare some names by the key that they keep of them. */
function keyed(
  scope: FilterScope,
  { path }: FilterTarget,
  value: string | number | boolean,
): string | number | boolean {
  const isKeyed = scope.kind === 'resource' && path.length === 1 && path[0] === scope.type.keyed.name;
  return isKeyed ? scope.type.keyed.keyOf(String(value)) : value;
}

function present(reading: Reading, { path }: FilterTarget): ScimFilter | string {
  return counted(reading, { kind: 'present', path });
}

function negated(operand: ScimFilter | string): ScimFilter | string {
  if (typeof operand === 'string') return operand;
  return operand.kind === 'constant' ? { kind: 'constant', value: !operand.value } : { kind: 'not', operand };
}

function counted(reading: Reading, filter: ScimFilter | string): ScimFilter | string {
  reading.nodes += 1;
  return reading.nodes > MAX_NODES ? `A filter has at most ${MAX_NODES} nodes` : filter;
}

function take(reading: Reading, kind: Token['kind']): boolean {
  if (reading.tokens[reading.at]?.kind !== kind) return false;
  reading.at += 1;
  return true;
}

function takeWord(reading: Reading, word: string): boolean {
  const token = reading.tokens[reading.at];
  if (token?.kind !== 'word' || token.text.toLowerCase() !== word) return false;
  reading.at += 1;
  return true;
}

function invalid(detail: string): ScimResult<never> {
  return scimRefusal(400, 'invalidFilter', detail);
}
