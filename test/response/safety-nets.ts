import type { ErrorCode } from '../../src/errors/index.js';
import { differenceToXmldom } from '../../src/response/second-reader-xmldom.js';
import { readCanonicalXml } from '../../src/xml/read-xml.js';
import { accepted } from './message.js';

function differenceTo(otherSource: string): string {
  const document = { ...accepted(readCanonicalXml('<a></a>')), source: otherSource };
  return differenceToXmldom(document)?.error.code ?? 'ok';
}

/** Codes that only a fault of ours could lead to; their units are tested with what such a fault would hand them. */
export const confirmationCodes: Partial<Record<ErrorCode, () => string>> = {
  readers_disagree: () => differenceTo('<b></b>'),
  second_reader_failed: () => differenceTo('<a>'),
};
