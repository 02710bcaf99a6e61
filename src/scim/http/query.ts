import type { ListParameters } from '../service/list.js';

type Writable = { -readonly [Name in keyof ListParameters]?: ListParameters[Name] };

const NAMES: ReadonlyMap<string, keyof ListParameters> = new Map(
  (
    [
      'filter',
      'sortBy',
      'sortOrder',
      'startIndex',
      'count',
      'cursor',
      'attributes',
      'excludedAttributes',
    ] as const
  ).map((name) => [name.toLowerCase(), name]),
);

/**
 * The parameters of a query, names without regard to case; of a repeated one the first. Others are passed over, such as
 * the flags that Entra's administrators append to the address (`aadOptscim062020`).
 *
 * A plus sign is a plus sign where spaces are written as %20, since an address may have one; where there is no %20 it is a
 * space, as forms have it.
 */
export function queryOf(search: string): ListParameters {
  const parameters: Writable = {};
  for (const part of search.split('&')) {
    const [before = '', ...rest] = part.split('=');
    // A flag that was appended to the address may have a question mark before and behind it.
    const name = before.slice(before.lastIndexOf('?') + 1);
    const known = NAMES.get(name.toLowerCase());
    if (known === undefined || parameters[known] !== undefined) continue;
    parameters[known] = decode(rest.join('='));
  }
  return parameters;
}

/** The parameters of a search (RFC 7644 §3.4.3). Members that are not known are passed over. */
export function searchOf(body: Readonly<Record<string, unknown>>): ListParameters {
  const parameters: Writable = {};
  for (const [name, value] of Object.entries(body)) {
    const known = NAMES.get(name.toLowerCase());
    if (known !== undefined) parameters[known] ??= value;
  }
  return parameters;
}

function decode(text: string): string {
  const spaced = /%20/u.test(text) ? text : text.replaceAll('+', ' ');
  try {
    return decodeURIComponent(spaced);
  } catch {
    // What is no percent-encoding is taken to the letter, and refused by whoever reads it.
    return spaced;
  }
}
