import type { Namespaces } from './namespaces.js';
import type { Octets } from './octets.js';
import type { NamespaceDeclaration, XmlAttribute, XmlDocument, XmlElement } from './xml-element.js';

/** State of one pass over a document. */
export interface ScanState {
  readonly source: string;
  /** The same bytes and a zero behind them: looking at a byte is faster here than in the string. */
  readonly octets: Octets;
  readonly bytes: Uint8Array;
  readonly document: XmlDocument;
  readonly namespaces: Namespaces;
  /** Prefix and local name of the name that was read last; the prefix is '' where it has none. */
  prefix: string;
  localName: string;
  /** Attributes that were read so far, namespace declarations included. */
  attributes: number;
  /** What the run that was read last contains. */
  flags: number;
}

/** Lists under construction. Most elements have no children, attributes or declarations: those share one empty list. */
export const NONE: readonly never[] = Object.freeze([]);

/** An element under construction; it is handed out as the read-only `XmlElement`. */
export type OpenElement = { -readonly [Key in keyof XmlElement]: XmlElement[Key] };

/** The start tag under construction. */
export interface OpenTag {
  plain: boolean;
  attributes: readonly OpenAttribute[];
  declarations: readonly NamespaceDeclaration[];
}

export type OpenAttribute = { -readonly [Key in keyof XmlAttribute]: XmlAttribute[Key] };

/** The list with one more item; an empty list is shared until it gets its first. */
export function appended<Item>(list: readonly Item[], item: Item): readonly Item[] {
  if (list.length === 0) return [item];
  (list as Item[]).push(item);
  return list;
}
