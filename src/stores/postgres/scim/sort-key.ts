import type { ScimSort } from '../../interfaces/scim-query.js';
import { readCursor } from '../../memory/scim-page.js';
import type { Parameters } from './parameters.js';
import type { ScimKind } from './resource-row.js';

/** A column by which the database orders. Each record has a value there. */
export interface SortKey {
  /** Of `r`. */
  readonly column: string;
  readonly isMoment: boolean;
  readonly descending: boolean;
}

/** `unordered` where no column has what is sorted by; null where nothing is. */
export function sortKeyOf(sort: ScimSort | null, kind: ScimKind): SortKey | null | 'unordered' {
  if (sort === null) return null;
  const { descending, path, type } = sort;
  const isMoment = type === 'dateTime';
  const column = COLUMNS[isMoment ? 'dateTime' : `${kind} ${type}`]?.[path.join('.')];
  return column === undefined ? 'unordered' : { column, isMoment, descending };
}

/** What stands behind a cursor, of rows with `key` and `seq`. Throws TypeError for a cursor that no page gave. */
export function behindCursor(after: string, key: SortKey | null, parameters: Parameters): string {
  const [value, sequence] = readCursor(after);
  const isFit = key === null ? value === null : typeof value === (key.isMoment ? 'number' : 'string');
  if (!isFit || !Number.isSafeInteger(sequence)) {
    throw new TypeError('The cursor is not one that a page of this order gave.');
  }
  const seq = parameters.integer(sequence);
  if (key === null) return `m.seq > ${seq}`;
  const place = parameters.text(typeof value === 'number' ? isoOf(value) : `${value}`);
  const at = key.isMoment ? `${place}::timestamptz` : `${place} COLLATE "C"`;
  return key.descending
    ? `(m.key < ${at} OR (m.key = ${at} AND m.seq > ${seq}))`
    : `(m.key, m.seq) > (${at}, ${seq})`;
}

const COLUMNS: Readonly<Record<string, Readonly<Record<string, string>>>> = Object.freeze({
  dateTime: plain({ 'meta.created': 'r.created', 'meta.lastModified': 'r.last_modified' }),
  'User string': plain({ userName: 'r.name_key', id: 'r.id' }),
  'Group string': plain({ displayName: 'r.name_key', id: 'r.id' }),
});

/** Without what a prototype has. */
function plain(columns: Record<string, string>): Readonly<Record<string, string>> {
  return Object.assign(Object.create(null), columns);
}

function isoOf(time: number): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) throw new TypeError('The cursor is not one that a page gave.');
  return date.toISOString();
}
