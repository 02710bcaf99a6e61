import type { ScimGroupRecord, ScimUserRecord } from '../../interfaces/scim.js';
import type { ScimFilter } from '../../interfaces/scim-query.js';
import { memberOf, type ScimSubject } from '../../memory/scim-filter.js';
import { compileFilter } from './compile-filter.js';
import type { FilterTarget } from './condition.js';

/** No attribute has this name. */
const ANSWERS = '\0answers';

/** What is left of a filter once the database has answered all of it that it can. */
export interface Remainder {
  readonly filter: ScimFilter;
  /** What the database answers for each record, in order. */
  readonly questions: readonly string[];
}

export function remainderOf(filter: ScimFilter, target: FilterTarget): Remainder {
  const questions: string[] = [];
  const rest = (part: ScimFilter): ScimFilter => {
    const { isExact, sql } = compileFilter(part, target);
    if (isExact) {
      const path = [ANSWERS, `${questions.push(`(${sql}) IS TRUE`) - 1}`];
      return { kind: 'compare', operator: 'eq', path, type: 'boolean', value: true, caseExact: true };
    }
    if (part.kind === 'not') return { ...part, operand: rest(part.operand) };
    if (part.kind === 'and' || part.kind === 'or') return { ...part, operands: part.operands.map(rest) };
    return part;
  };
  return { filter: rest(filter), questions };
}

/** A record as what is left of a filter sees it. */
export function subjectOf(
  record: ScimUserRecord | ScimGroupRecord,
  answers: readonly unknown[],
): ScimSubject {
  const [keyName, key] =
    'userName' in record ? ['userName', record.userNameKey] : ['displayName', record.displayNameKey];
  const meta = { created: record.created.toISOString(), lastModified: record.lastModified.toISOString() };
  const known = new Map<string, unknown>([
    ...([[keyName, key]] as const),
    ['id', record.id],
    ['meta', meta],
    [ANSWERS, { ...answers }],
  ]);
  return { keyName, top: (name) => (known.has(name) ? known.get(name) : memberOf(record.resource, name)) };
}
