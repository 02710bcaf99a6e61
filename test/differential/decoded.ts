/** The text of a posted field: strict base64 (line breaks allowed) of UTF-8. Throws for anything else. */
export function decoded(field: string): string {
  const base64 = field.replace(/[\r\n]/g, '');
  if (!/^(?:[\w+/]{4})*(?:[\w+/]{2}==|[\w+/]{3}=)?$/.test(base64) || base64.includes('_'))
    throw new Error('not base64');
  const octets = Buffer.from(base64, 'base64');
  if (octets.toString('base64') !== base64) throw new Error('base64 with bits too much');
  return new TextDecoder('utf-8', { fatal: true }).decode(octets);
}

/** The text as opponents decode it that are not strict. */
export function looselyDecoded(field: string): string {
  return Buffer.from(field, 'base64').toString('utf8');
}
