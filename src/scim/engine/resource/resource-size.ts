import { type ScimResult, scimRefusal } from '../../scim-error.js';
import type { JsonObject } from '../value/json.js';

/** UTF-16 units of a resource as JSON. A list has up to 1,000 of them, and each is held as a whole. */
const MAX_RESOURCE = 131_072;

/** Refuses with 413 what would grow beyond any person or group; null for all else, also for what was so large already. */
export function checkSize(before: unknown, after: JsonObject): ScimResult<never> | null {
  const size = JSON.stringify(after).length;
  if (size <= MAX_RESOURCE || size <= JSON.stringify(before).length) return null;
  return scimRefusal(413, null, `A resource has at most ${MAX_RESOURCE} characters`);
}
