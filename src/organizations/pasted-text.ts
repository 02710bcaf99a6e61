/** A pasted value without the ASCII white space around it; nothing else is changed. */
export function withoutPastedBlanks(value: string): string {
  let start = 0;
  let end = value.length;
  // There is no character beyond the ends, so each loop ends there at the latest.
  while (isAsciiBlank(value[start])) start += 1;
  while (isAsciiBlank(value[end - 1])) end -= 1;
  return value.slice(start, end);
}

function isAsciiBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t' || character === '\r' || character === '\n';
}
