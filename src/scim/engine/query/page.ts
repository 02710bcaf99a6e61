import { success } from '../../../errors/index.js';
import { type ScimResult, scimRefusal } from '../../scim-error.js';

/** Which part of the results a client asks for. `count` is 0–`maxPageSize`. */
export type PageRequest =
  | { readonly kind: 'index'; readonly startIndex: number; readonly count: number }
  /** RFC 9865. Null: the first page. The cursor is as the client sent it. */
  | { readonly kind: 'cursor'; readonly cursor: string | null; readonly count: number };

export interface PageLimits {
  /** Where the client does not say. */
  readonly defaultPageSize: number;
  readonly maxPageSize: number;
}

const WHOLE = /^[+-]?\d{1,15}$/u;
/** RFC 9865 §2: unreserved characters of RFC 3986. */
const CURSOR = /^[A-Za-z0-9._~-]{1,2048}$/u;

/**
 * Reads `startIndex`, `count` and `cursor`, from a query or the body of a search (RFC 7644 §3.4.2.4, RFC 9865 §2). By index,
 * unless there is a cursor, be it empty. Below their least they count as that, a count above the most as the most. Refuses
 * what is no whole number with `invalidValue`, or, with a cursor, `invalidCount`; what cannot be a cursor with
 * `invalidCursor`.
 */
export function readPage(
  {
    startIndex,
    count,
    cursor,
  }: { readonly startIndex?: unknown; readonly count?: unknown; readonly cursor?: unknown },
  { defaultPageSize, maxPageSize }: PageLimits,
): ScimResult<PageRequest> {
  const byCursor = cursor !== undefined && cursor !== null;
  const size = wholeNumber(count, defaultPageSize);
  if (size === null) {
    return scimRefusal(400, byCursor ? 'invalidCount' : 'invalidValue', 'count must be a whole number');
  }
  const bounded = Math.min(Math.max(size, 0), maxPageSize);
  if (byCursor) {
    if (cursor === '') return success({ kind: 'cursor', cursor: null, count: bounded });
    return typeof cursor === 'string' && CURSOR.test(cursor)
      ? success({ kind: 'cursor', cursor, count: bounded })
      : scimRefusal(400, 'invalidCursor', 'cursor must be as an answer gave it');
  }
  const start = wholeNumber(startIndex, 1);
  if (start === null) return scimRefusal(400, 'invalidValue', 'startIndex must be a whole number');
  return success({ kind: 'index', startIndex: Math.max(start, 1), count: bounded });
}

function wholeNumber(value: unknown, otherwise: number): number | null {
  if (value === undefined || value === null || value === '') return otherwise;
  const number = typeof value === 'string' && WHOLE.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : null;
}
