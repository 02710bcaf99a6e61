import { type Refusal, refusal } from '../errors/index.js';

const DATE_TIME = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d+))?(?:Z|([+-])(\d{2}):(\d{2}))$/;

/**
 * Parses an xs:dateTime with a time zone (saml-core 1.3.3): years 0001–9999, any number of fraction digits, of
 * which three count. Returns epoch milliseconds, or null for anything else, leap seconds and impossible dates
 * included.
 */
export function parseDateTime(value: string): number | null {
  const match = DATE_TIME.exec(value);
  if (match === null) return null;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const milliseconds = Number((match[7] ?? '').slice(0, 3).padEnd(3, '0'));
  const offset = match[8] === undefined ? 0 : (match[8] === '-' ? -1 : 1) * zoneMinutes(match[9], match[10]);
  const isMidnightAtEnd = hour === 24 && minute === 0 && second === 0 && Number(match[7] ?? 0) === 0;
  if (year === 0 || Number.isNaN(offset) || (hour > 23 && !isMidnightAtEnd) || minute > 59 || second > 59) {
    return null;
  }
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  // A day or month that does not exist has rolled over into another one.
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  return date.getTime() + ((hour * 60 + minute - offset) * 60 + second) * 1000 + milliseconds;
}

/** Zones reach from −14:00 to +14:00 (XML Schema Part 2 §3.2.7.3). */
function zoneMinutes(hours: string | undefined, minutes: string | undefined): number {
  const total = Number(hours) * 60 + Number(minutes);
  return Number(minutes) > 59 || total > 14 * 60 ? Number.NaN : total;
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
