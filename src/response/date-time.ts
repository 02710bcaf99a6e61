import { type Refusal, refusal } from '../errors/index.js';

const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;

/**
 * Parses an xs:dateTime with a time zone (saml-core 1.3.3): years 0001–9999, any number of fraction digits, of
 * which three count. Returns epoch milliseconds, or null for anything else, leap seconds and impossible dates
 * included.
 */
export function parseDateTime(value: string): number | null {
  if (!DATE_TIME.test(value)) return null;
  const year = twoDigits(value, 0) * 100 + twoDigits(value, 2);
  const month = twoDigits(value, 5);
  const day = twoDigits(value, 8);
  const hour = twoDigits(value, 11);
  const minute = twoDigits(value, 14);
  const second = twoDigits(value, 17);
  const zoneStart = value.endsWith('Z') ? value.length - 1 : value.length - 6;
  const fraction = value.slice(20, zoneStart);
  const offset = zoneMinutes(value, zoneStart);
  const isMidnightAtEnd = hour === 24 && minute === 0 && second === 0 && Number(fraction) === 0;
  if (year === 0 || offset === null || (hour > 23 && !isMidnightAtEnd) || minute > 59 || second > 59)
    return null;
  if (month < 1 || month > 12 || day < 1 || day > daysIn(month, year)) return null;
  // Date.UTC takes the years 0 to 99 for those of another century; the calendar repeats itself every 400 years.
  const midnight = Date.UTC(year + 400, month - 1, day) - MILLISECONDS_IN_400_YEARS;
  const milliseconds = Number(fraction.slice(0, 3).padEnd(3, '0'));
  return midnight + ((hour * 60 + minute - offset) * 60 + second) * 1000 + milliseconds;
}

const MILLISECONDS_IN_400_YEARS = 146_097 * 86_400_000;

function daysIn(month: number, year: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** The number that two digits write; that they are digits was seen before. */
function twoDigits(value: string, at: number): number {
  return (value.charCodeAt(at) - 0x30) * 10 + value.charCodeAt(at + 1) - 0x30;
}

/** Minutes east of UTC. Zones reach from −14:00 to +14:00 (XML Schema Part 2 §3.2.7.3). */
function zoneMinutes(value: string, zoneStart: number): number | null {
  if (zoneStart === value.length - 1) return 0;
  const minutes = twoDigits(value, zoneStart + 4);
  const total = twoDigits(value, zoneStart + 1) * 60 + minutes;
  if (minutes > 59 || total > 14 * 60) return null;
  return value[zoneStart] === '-' ? -total : total;
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
