import { utf8FromBytes } from './characters.js';
import { expandReferences } from './references.js';
import { TextFlag, type XmlAttribute, type XmlElement } from './xml-element.js';

/** Character data directly in the element, as XML 1.0 reports it: references expanded, line ends normalised. */
export function textOf(element: XmlElement): string {
  const { source } = element.document;
  if (element.children.length === 0) {
    return decoded(source.slice(element.contentStart, element.contentEnd), element.textFlags);
  }
  let text = '';
  for (const [start, end] of textRuns(element)) text += decoded(source.slice(start, end), element.textFlags);
  return text;
}

/** Start and end of each run of character data between the element's children; empty runs included. */
export function textRuns(element: XmlElement): (readonly [number, number])[] {
  const runs: (readonly [number, number])[] = [];
  let start = element.contentStart;
  for (const child of element.children) {
    runs.push([start, child.start]);
    start = child.end;
  }
  runs.push([start, element.contentEnd]);
  return runs;
}

/** Value of an attribute, as XML 1.0 §3.3.3 reports it for a CDATA attribute. */
export function attributeValue(attribute: XmlAttribute): string {
  const bytes = attributeBytes(attribute);
  return (attribute.flags & (TextFlag.nonAscii | TextFlag.reference)) === 0 ? bytes : utf8FromBytes(bytes);
}

/** Character data with line ends normalised and references expanded, still as bytes. */
export function textBytes(raw: string, flags: number): string {
  const lines = (flags & TextFlag.carriageReturn) === 0 ? raw : normalizeLineEnds(raw);
  return (flags & TextFlag.reference) === 0 ? lines : expandReferences(lines, 0);
}

/** Value of an attribute, still as bytes. */
export function attributeBytes(attribute: XmlAttribute): string {
  const { source, valueStart, valueEnd, flags } = attribute;
  const raw = source.slice(valueStart, valueEnd);
  const spaced = (flags & TextFlag.lineEnd) === 0 ? raw : normalizeLineEnds(raw).replace(/[\t\n]/g, ' ');
  return (flags & TextFlag.reference) === 0 ? spaced : expandReferences(spaced, 0);
}

function decoded(raw: string, flags: number): string {
  const bytes = textBytes(raw, flags);
  return (flags & (TextFlag.nonAscii | TextFlag.reference)) === 0 ? bytes : utf8FromBytes(bytes);
}

/** XML 1.0 §2.11; U+0085 and U+2028 stay what they are, they are line ends in XML 1.1 only. */
function normalizeLineEnds(raw: string): string {
  return raw.replace(/\r\n?/g, '\n');
}
