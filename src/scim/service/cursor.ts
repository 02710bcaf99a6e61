import { Buffer } from 'node:buffer';
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { success } from '../../errors/index.js';
import { type ScimResult, scimRefusal } from '../scim-error.js';
import type { ScimSettings } from './settings.js';

/** Where a list goes on. */
export interface CursorPosition {
  /** As the store gave it. */
  readonly next: string;
  /** The count of the first page: the client must ask with the same (RFC 9865 §2.1). */
  readonly count: number;
}

const IV = 12;
const TAG = 16;
/** RFC 9865 leaves the length open; a URL does not. */
const LONGEST = 2_048;

/**
 * A cursor for the client (RFC 9865 §2): encrypted, as what the store gave may hold names of persons and URLs stand in
 * logs, and bound to the organisation and the query. Null where it would be too long for a URL.
 */
export function writeCursor(
  { cursorKey, now }: Pick<ScimSettings, 'cursorKey' | 'now'>,
  query: readonly unknown[],
  position: CursorPosition,
): string | null {
  const iv = randomBytes(IV);
  const cipher = createCipheriv('aes-256-gcm', cursorKey, iv);
  cipher.setAAD(boundTo(query));
  const text = JSON.stringify([position.next, position.count, now().getTime()]);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  const cursor = Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
  return cursor.length > LONGEST ? null : cursor;
}

/**
 * Reads a cursor that `writeCursor` made for the same query. Refuses with `invalidCursor` any other, with `expiredCursor` one
 * that is too old, with `invalidCount` another count.
 */
export function readCursor(
  { cursorKey, limits, now }: Pick<ScimSettings, 'cursorKey' | 'limits' | 'now'>,
  query: readonly unknown[],
  cursor: string,
  count: number,
): ScimResult<string> {
  const opened = open(cursorKey, query, Buffer.from(cursor, 'base64url'));
  if (opened === null) {
    return scimRefusal(
      400,
      'invalidCursor',
      'The cursor does not belong to this query. Begin anew without one.',
    );
  }
  const [next, countBefore, madeAt] = opened;
  if (now().getTime() - madeAt > limits.cursorSeconds * 1_000) {
    return scimRefusal(400, 'expiredCursor', 'The cursor has expired. Begin anew without one.');
  }
  if (countBefore !== count) {
    return scimRefusal(400, 'invalidCount', `With this cursor count must be ${countBefore}, as before.`);
  }
  return success(next);
}

function open(
  key: Uint8Array,
  query: readonly unknown[],
  bytes: Buffer,
): readonly [next: string, count: number, madeAt: number] | null {
  if (bytes.length <= IV + TAG) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV), { authTagLength: TAG });
  decipher.setAAD(boundTo(query));
  decipher.setAuthTag(bytes.subarray(IV, IV + TAG));
  try {
    const text = Buffer.concat([decipher.update(bytes.subarray(IV + TAG)), decipher.final()]);
    return JSON.parse(text.toString('utf8'));
  } catch {
    return null;
  }
}

function boundTo(query: readonly unknown[]): Buffer {
  return createHash('sha256').update(JSON.stringify(query)).digest();
}
