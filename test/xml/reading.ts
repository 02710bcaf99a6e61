import { type CanonicalizeOptions, canonicalize } from '../../src/xml/canonicalize.js';
import { bytesFromUtf8, utf8FromBytes } from '../../src/xml/characters.js';
import { readXml } from '../../src/xml/read-xml.js';
import type { XmlDocument, XmlElement } from '../../src/xml/xml-element.js';

/** Reads XML that must be accepted. */
export function read(xml: string): XmlDocument {
  const result = readXml(bytesFromUtf8(xml));
  if (!result.ok) throw new Error(`${result.error.code} ${JSON.stringify(result.error.details)}: ${xml}`);
  return result.value;
}

export function rootOf(xml: string): XmlElement {
  return read(xml).root;
}

/** Code and reason or limit of a refusal; `ok` where the XML was accepted. */
export function verdictOn(xml: string): string {
  const result = readXml(bytesFromUtf8(xml));
  if (result.ok) return 'ok';
  const { code, details } = result.error;
  if ('reason' in details) return `${code}: ${details.reason}`;
  return 'limit' in details ? `${code}: ${details.limit}` : code;
}

/** Exclusive canonical form of the root, or of the element that `choose` finds. */
export function canonical(
  xml: string,
  inclusivePrefixes: readonly string[] = [],
  choose: (document: XmlDocument) => XmlElement | undefined = ({ root }) => root,
): string {
  const apex = choose(read(xml));
  if (apex === undefined) throw new Error('no such element');
  return utf8FromBytes(canonicalBytes(apex, { omit: null, inclusivePrefixes }));
}

/** The same as bytes, of an element whose canonical form is within the limit. */
export function canonicalBytes(
  apex: XmlElement,
  options: CanonicalizeOptions = { omit: null, inclusivePrefixes: [] },
): string {
  const result = canonicalize(apex, options);
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

/** The first element of this local name. */
export function named(localName: string): (document: XmlDocument) => XmlElement | undefined {
  return ({ elements }) => elements.find((element) => element.localName === localName);
}
