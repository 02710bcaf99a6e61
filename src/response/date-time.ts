import { type Refusal, refusal } from '../errors/index.js';

const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;

/**
 * Parses an xs:dateTime with a time zone (saml-core 1.3.3): years 0001–9999, any number of fraction digits, of
 * which three count. Returns epoch milliseconds, or null for anything else, leap seconds and impossible dates
 * included.
 */
export function parseDateTime(value: string): number | null {
  if (!DATE_TIME.test(value)) return null;
  const year = Number(value.slice(0, 4));
  const month = Number(value.slice(5, 7));
  const day = Number(value.slice(8, 10));
  const hour = Number(value.slice(11, 13));
  const minute = Number(value.slice(14, 16));
  const second = Number(value.slice(17, 19));
  const zoneStart = value.endsWith('Z') ? value.length - 1 : value.length - 6;
  const fraction = value.slice(20, zoneStart);
  const offset = zoneMinutes(value.slice(zoneStart));
  const isMidnightAtEnd = hour === 24 && minute === 0 && second === 0 && Number(fraction) === 0;
  if (year === 0 || offset === null || (hour > 23 && !isMidnightAtEnd) || minute > 59 || second > 59)
    return null;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  // A day or month that does not exist has rolled over into another one.
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  const milliseconds = Number(fraction.slice(0, 3).padEnd(3, '0'));
  return date.getTime() + ((hour * 60 + minute - offset) * 60 + second) * 1000 + milliseconds;
}

/** Minutes east of UTC. Zones reach from −14:00 to +14:00 (XML Schema Part 2 §3.2.7.3). */
function zoneMinutes(zone: string): number | null {
  if (zone === 'Z') return 0;
  const minutes = Number(zone.slice(4));
  const total = Number(zone.slice(1, 3)) * 60 + minutes;
  if (minutes > 59 || total > 14 * 60) return null;
  return zone.startsWith('-') ? -total : total;
}

/** Reads times of one element after another and remembers the first that is malformed. */
export class TimeReader {
  failure: Refusal | null = null;

  /** Epoch milliseconds; null where `value` is null, and where it is malformed, which `failure` then tells. */
  read(element: string, attribute: string, value: string | null): number | null {
    if (value === null) return null;
    const time = parseDateTime(value);
    if (time === null) this.failure ??= refusal('time_malformed', { element, attribute, received: value });
    return time;
  }
}
