import { createHash } from 'node:crypto';

/** PostgreSQL keeps every text but one with a NUL; half a surrogate pair has no UTF-8. */
const UNSTORABLE = /\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const UNSTORABLE_EVERYWHERE = new RegExp(UNSTORABLE, 'g');

/** Whether PostgreSQL can keep all of these to the letter. What it cannot keep was never stored: no need to ask. */
export function areStorable(...texts: readonly string[]): boolean {
  return texts.every((text) => typeof text === 'string' && !UNSTORABLE.test(text));
}

/** Throws TypeError for a text that would not be the same when it is read. */
export function storable<Text extends string | null>(text: Text): Text {
  if (text !== null && !areStorable(text)) {
    throw new TypeError('A text with a NUL or half a surrogate pair cannot be kept in PostgreSQL.');
  }
  return text;
}

/** The text with U+FFFD for what cannot be kept. For the audit log only: an odd letter must not lose an event. */
export function legible<Text extends string | null>(text: Text): Text {
  return (text === null ? null : String(text).replace(UNSTORABLE_EVERYWHERE, '\ufffd')) as Text;
}

/** An instant as a parameter. Throws TypeError for an invalid date. */
export function instant(date: Date): string {
  if (!(date instanceof Date) || Number.isNaN(date.getTime())) throw new TypeError('A date must be valid.');
  return date.toISOString();
}

export function nullableInstant(date: Date | null): string | null {
  return date === null ? null : instant(date);
}

/**
 * A name for texts of any length and content, of which no two share one: an index of PostgreSQL takes 2700 octets. The
 * parts are told apart, and JSON escapes halves of surrogate pairs, which UTF-8 would make one.
 */
export function digest(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts), 'utf8').digest('base64url');
}

/** Throws TypeError unless it is a whole number from 1 to 1000. */
export function pageLimit(limit: number): number {
  if (!Number.isSafeInteger(limit) || limit < 1 || limit > 1_000) {
    throw new TypeError('limit must be a whole number from 1 to 1000.');
  }
  return limit;
}
