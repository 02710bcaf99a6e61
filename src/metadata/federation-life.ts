import { type Result, refusal, success } from '../errors/index.js';
import { parseDateTime } from '../response/date-time.js';
import { attributeOf } from '../xml/lookup.js';
import type { XmlElement } from '../xml/xml-element.js';

/** How long metadata hold, by what they say themselves. Entra says nothing. */
export interface MetadataLife {
  readonly validUntil: Date | null;
  readonly cacheSeconds: number | null;
}

const DURATION =
  /^P(?!$)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?!$)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;
const LONGEST_DURATION = 64;
const DAY = 86_400;
/** Seconds of a year, month, day, hour, minute, second. For a cache a month of 30 days is exact enough. */
const UNITS = [365 * DAY, 30 * DAY, DAY, 3600, 60, 1];

/** The nearest validUntil and the shortest cacheDuration of the role and of all that it lies in. */
export function readLife(role: XmlElement, now: Date): Result<MetadataLife> {
  let validUntil: number | null = null;
  let cacheSeconds: number | null = null;
  for (let element: XmlElement | null = role; element !== null; element = element.parent) {
    const until = attributeOf(element, 'validUntil');
    const time = until === null ? null : parseDateTime(until.trim());
    if (until !== null && time === null) return malformed(element, 'validUntil', until);
    if (time !== null) validUntil = Math.min(time, validUntil ?? time);
    const duration = attributeOf(element, 'cacheDuration');
    const seconds = duration === null ? null : parseDuration(duration.trim());
    if (duration !== null && seconds === null) return malformed(element, 'cacheDuration', duration);
    if (seconds !== null) cacheSeconds = Math.min(seconds, cacheSeconds ?? seconds);
  }
  if (validUntil !== null && validUntil <= now.getTime()) {
    return refusal('metadata_expired', { validUntil: new Date(validUntil) });
  }
  return success({ validUntil: validUntil === null ? null : new Date(validUntil), cacheSeconds });
}

/** Seconds of a positive xs:duration; null for anything else. */
function parseDuration(value: string): number | null {
  const parts = value.length > LONGEST_DURATION ? null : DURATION.exec(value);
  if (parts === null) return null;
  return UNITS.reduce((sum, unit, index) => sum + unit * Number(parts[index + 1] ?? 0), 0);
}

function malformed(element: XmlElement, attribute: string, received: string): Result<never> {
  return refusal('metadata_time_malformed', {
    element: element.localName,
    attribute,
    received: received.slice(0, LONGEST_DURATION),
  });
}
