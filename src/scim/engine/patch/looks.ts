import type { ScimFilter } from '../../../stores/interfaces/scim-query.js';
import { isObject } from '../value/json.js';
import type { ReadValue } from '../value/read-value.js';
import type { AttributeTarget } from './patch-path.js';
import type { PatchOperation } from './read-operations.js';

/** Characters that are compared in the time of a look. */
const CHARACTERS_IN_A_LOOK = 256;

/** To read a value that is given takes as long as to look at so many. */
const LOOKS_FOR_A_VALUE = 20;
/** And to change one. */
const LOOKS_FOR_A_CHANGE = 40;

/** How often an operation looks at the values that an attribute has: its cost, whatever comes of it. */
export function looksAt(
  before: ReadValue,
  { filter, sub }: AttributeTarget,
  { op, value }: PatchOperation,
): number {
  const values: readonly unknown[] = Array.isArray(before) ? before : [before];
  if (filter !== null || sub !== null) {
    const changed = op === 'remove' && sub === null ? 0 : values.length * LOOKS_FOR_A_CHANGE;
    return changed + (filter === null ? 0 : comparisonsIn(filter) * weightOf(values));
  }
  if (!Array.isArray(value)) return values.length;
  return values.length * timesOf(op, value) + value.length * LOOKS_FOR_A_VALUE;
}

/** How often each value that is there is looked at; what is replaced is not. */
function timesOf(op: PatchOperation['op'], given: readonly unknown[]): number {
  if (op === 'remove') return kindsOf(given);
  return op === 'add' ? 2 : 1;
}

function comparisonsIn(filter: ScimFilter): number {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.operands.reduce((sum, operand) => sum + comparisonsIn(operand), 0);
    case 'not':
      return comparisonsIn(filter.operand);
    default:
      return 1;
  }
}

/** The number of values, a long text counted as several. */
function weightOf(values: readonly unknown[]): number {
  let weight = values.length;
  for (const value of values) {
    for (const part of isObject(value) ? Object.values(value) : [value]) {
      if (typeof part === 'string') weight += Math.floor(part.length / CHARACTERS_IN_A_LOOK);
    }
  }
  return weight;
}

/** In how many ways values are named for removal: by `value` alone, by `value` and `type`, and so on. */
function kindsOf(named: readonly unknown[]): number {
  return new Set(named.map((one) => (isObject(one) ? Object.keys(one).sort().join(' ').toLowerCase() : '')))
    .size;
}
