import type { ScimCompare, ScimFilter, ScimValuePath } from '../../interfaces/scim-query.js';
import { areStorable } from '../values.js';
import { comparedNumber, comparedText } from './comparison.js';
import {
  all,
  any,
  type Condition,
  EVERYTHING,
  type FilterTarget,
  NOTHING,
  not,
  scan,
  UNKNOWN,
  unstorable,
} from './condition.js';

/** A value, as it is and folded. */
interface Source {
  readonly exact: string;
  readonly folded: string;
  /** How deep it is: each has names of its own. */
  readonly depth: number;
}

const DOCUMENT: Source = { exact: 'r.resource', folded: 'r.folded', depth: 0 };

/** Comparisons with what is in the document. */
export function documentCompare(filter: ScimCompare, target: FilterTarget): Condition {
  return compare(filter, DOCUMENT, target);
}

export function documentPresent(path: ScimValuePath, target: FilterTarget): Condition {
  return present(path, DOCUMENT, target);
}

export function documentElement(path: ScimValuePath, filter: ScimFilter, target: FilterTarget): Condition {
  return element(path, filter, DOCUMENT, target);
}

function compile(filter: ScimFilter, source: Source, target: FilterTarget): Condition {
  switch (filter.kind) {
    case 'constant':
      return filter.value ? EVERYTHING : NOTHING;
    case 'and':
      return all(filter.operands.map((operand) => compile(operand, source, target)));
    case 'or':
      return any(filter.operands.map((operand) => compile(operand, source, target)));
    case 'not':
      return not(compile(filter.operand, source, target));
    case 'present':
      return present(filter.path, source, target);
    case 'element':
      return element(filter.path, filter.filter, source, target);
    case 'compare':
      return compare(filter, source, target);
  }
}

function compare(filter: ScimCompare, source: Source, target: FilterTarget): Condition {
  const { caseExact, operator, path, type, value } = filter;
  const { parameters } = target;
  const steps = stepsOf(path);
  if (steps === null) return NOTHING;
  const v = `v${source.depth}.item`;
  const ofType = `jsonb_typeof(${v})`;
  if (operator === 'eq' && typeof value === type && isPlain(value))
    return equal(filter, steps, source, target);
  if (type === 'string') {
    if (typeof value !== 'string') return NOTHING;
    if (!areStorable(value)) return unstorable(operator);
    const wanted = caseExact ? value : value.toLowerCase();
    const { sql } = comparedText(`${v} #>> '{}'`, operator, wanted, parameters);
    return valueWhere(`${ofType} = 'string' AND ${sql}`, steps, source, target, caseExact);
  }
  if (type === 'number') {
    if (typeof value !== 'number') return NOTHING;
    if (!Number.isFinite(value)) return UNKNOWN;
    const wanted = `${parameters.text(`${value}`)}::numeric`;
    const { sql } = comparedNumber(`(${v} #>> '{}')::numeric`, operator, wanted);
    return valueWhere(`CASE WHEN ${ofType} = 'number' THEN ${sql} END`, steps, source, target);
  }
  if (type === 'boolean') {
    if (typeof value !== 'boolean') return NOTHING;
    const { sql } = comparedNumber(
      `(${v} #>> '{}')::boolean`,
      operator,
      `${parameters.text(`${value}`)}::boolean`,
    );
    return valueWhere(`CASE WHEN ${ofType} = 'boolean' THEN ${sql} END`, steps, source, target);
  }
  // Which texts are moments is for one reader of them to say.
  return UNKNOWN;
}

/** An empty text, array or object is no value. */
function present(path: ScimValuePath, source: Source, target: FilterTarget): Condition {
  const steps = stepsOf(path);
  if (steps === null) return NOTHING;
  const v = `v${source.depth}.item`;
  const empty = `'null'::jsonb, '""'::jsonb, '[]'::jsonb, '{}'::jsonb`;
  return valueWhere(`${v} NOT IN (${empty})`, steps, source, target);
}

function element(path: ScimValuePath, filter: ScimFilter, source: Source, target: FilterTarget): Condition {
  const steps = stepsOf(path);
  if (steps === null) return NOTHING;
  const depth = source.depth + 1;
  const [e, at] = [`e${depth}`, target.parameters.text(steps)];
  const inner: Source = { exact: `${e}.exact`, folded: `${e}.folded`, depth };
  const { isExact, sql } = compile(filter, inner, target);
  const pair = [source.exact, source.folded].map((from) => `jsonb_path_query(${from}, ${at}::jsonpath)`);
  return {
    ...scan(`EXISTS (SELECT FROM ROWS FROM (${pair.join(', ')}) AS ${e} (exact, folded) WHERE ${sql})`),
    isExact,
  };
}

/** One step for the database, where the others take a row for each value. */
function equal(filter: ScimCompare, steps: string, source: Source, { parameters }: FilterTarget): Condition {
  const { caseExact, value } = filter;
  const isFolded = !caseExact && typeof value === 'string';
  const wanted = parameters.text(JSON.stringify({ wanted: isFolded ? value.toLowerCase() : value }));
  const at = parameters.text(`${steps} ? (@ == $wanted)`);
  return scan(
    `jsonb_path_exists(${isFolded ? source.folded : source.exact}, ${at}::jsonpath, ${wanted}::jsonb)`,
  );
}

function isPlain(value: ScimCompare['value']): boolean {
  return typeof value === 'string' ? areStorable(value) : Number.isFinite(Number(value));
}

function valueWhere(
  condition: string,
  steps: string,
  { depth, exact, folded }: Source,
  { parameters }: FilterTarget,
  caseExact = true,
): Condition {
  const values = `jsonb_path_query(${caseExact ? exact : folded}, ${parameters.text(steps)}::jsonpath)`;
  return scan(`EXISTS (SELECT FROM ${values} AS v${depth} (item) WHERE ${condition})`);
}

/** Where a value stands, with each array walked into. Names are quoted as JSON quotes them; null where none can be so. */
function stepsOf(path: ScimValuePath): string | null {
  if (!areStorable(...path)) return null;
  return `lax $${path.map((name) => `.${JSON.stringify(name)}`).join('')}[*]`;
}
