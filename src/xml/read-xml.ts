import type { Result } from '../errors/index.js';
import { scanElements } from './scan-elements.js';
import type { XmlDocument } from './xml-element.js';
import { guarded, notWellFormed, XmlRefusal } from './xml-refusal.js';

const BYTE_ORDER_MARK = '\xef\xbb\xbf';

/**
 * Reads a document that came from outside: valid UTF-8 as a string of one character per byte, with or without
 * byte order mark and XML declaration. Refuses whatever is not well-formed XML 1.0 with namespaces, and beyond
 * that every document type declaration, processing instruction, comment and CDATA section.
 */
export function readXml(source: string): Result<XmlDocument> {
  return guarded(() => scanElements(source, prologEnd(source)));
}

/** Reads canonical XML, which begins with its root element and ends with it: nothing may stand around it. */
export function readCanonicalXml(source: string): Result<XmlDocument> {
  return guarded(() => {
    const document = scanElements(source, 0);
    if (document.root.start !== 0 || document.root.end !== source.length) {
      notWellFormed('canonical XML has something beside its root', document.root.end);
    }
    return document;
  });
}

/** Offset behind byte order mark and XML declaration. */
function prologEnd(source: string): number {
  const start = source.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
  if (!source.startsWith('<?xml', start) || !/[\t\n\r ]/.test(source[start + 5] ?? '')) return start;
  const end = source.indexOf('?>', start);
  const declaration = source.slice(start, end === -1 || end - start > 200 ? start + 200 : end + 2);
  if (!XML_DECLARATION.test(declaration)) {
    throw new XmlRefusal('xml_declaration_not_supported', { received: declaration });
  }
  return end + 2;
}

// Keywords and their values keep their case; only the name of the encoding has none (XML 1.0 §2.8, §4.3.3).
const XML_DECLARATION =
  /^<\?xml[\t\n\r ]+version[\t\n\r ]*=[\t\n\r ]*(?:"1\.0"|'1\.0')(?:[\t\n\r ]+encoding[\t\n\r ]*=[\t\n\r ]*(?:"[Uu][Tt][Ff]-8"|'[Uu][Tt][Ff]-8'))?(?:[\t\n\r ]+standalone[\t\n\r ]*=[\t\n\r ]*(?:"(?:yes|no)"|'(?:yes|no)'))?[\t\n\r ]*\?>$/;
