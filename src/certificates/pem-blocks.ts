/** A block between `-----BEGIN label-----` and `-----END label-----`. `body` is null where the END line is missing. */
export interface PemBlock {
  readonly label: string;
  readonly body: string | null;
}

const BEGIN = '-----BEGIN ';
const DASHES = '-----';
const LONGEST_LABEL = 64;

export function containsPem(text: string): boolean {
  return text.includes(BEGIN);
}

/**
 * Finds the PEM blocks (RFC 7468) of a text in one pass. Whatever stands around them is ignored, as
 * `openssl x509 -text` prints it, and so are line breaks: a single-line form field drops them.
 */
export function findPemBlocks(text: string): readonly PemBlock[] {
  const blocks: PemBlock[] = [];
  let position = text.indexOf(BEGIN);
  while (position !== -1) {
    const labelStart = position + BEGIN.length;
    const labelEnd = text.indexOf(DASHES, labelStart);
    if (labelEnd === -1 || labelEnd - labelStart > LONGEST_LABEL) {
      position = text.indexOf(BEGIN, labelStart);
      continue;
    }
    const label = text.slice(labelStart, labelEnd);
    const bodyStart = labelEnd + DASHES.length;
    const end = `-----END ${label}-----`;
    // The body has no dash, so the next run of dashes must be the END line: one search, never to the file's end
    // for each block.
    const bodyEnd = text.indexOf(DASHES, bodyStart);
    const complete = bodyEnd !== -1 && text.startsWith(end, bodyEnd);
    blocks.push({ label, body: complete ? text.slice(bodyStart, bodyEnd) : null });
    position = text.indexOf(BEGIN, complete ? bodyEnd + end.length : bodyStart);
  }
  return blocks;
}
