const DATE_TIME = /^(\d{4})-(\d\d)-(\d\d)T\d\d:\d\d:\d\d(?:\.\d{1,9})?(Z|[+-]\d\d:\d\d)?$/u;
const FOUR_DIGIT_YEAR = /^(?!0000)\d{4}-/u;

/**
 * The moment that an xsd:dateTime means, as `Date.toISOString` writes it; null for anything else. UTC where no zone is
 * given. Digits after the milliseconds do not count. The years are 1 to 9999, in UTC too: others no database reads as such.
 */
export function normalDateTime(text: string): string | null {
  const [, year, month, day, zone] = DATE_TIME.exec(text) ?? [];
  if (year === undefined || !isDay(Number(year), Number(month), Number(day))) return null;
  const moment = Date.parse(zone === undefined ? `${text}Z` : text);
  const normal = Number.isNaN(moment) ? '' : new Date(moment).toISOString();
  return FOUR_DIGIT_YEAR.test(normal) ? normal : null;
}

function isDay(year: number, month: number, day: number): boolean {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
