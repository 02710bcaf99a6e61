import type { Namespaces } from './namespaces.js';
import type { XmlDocument, XmlElement } from './xml-element.js';

/** State of one pass over a document. */
export interface ScanState {
  readonly source: string;
  /** The same bytes and a zero behind them: looking at a byte is faster here than in the string. */
  readonly octets: Uint8Array;
  readonly document: XmlDocument;
  readonly namespaces: Namespaces;
  /** Offset of the colon in the name that was read last; −1 without prefix. */
  colon: number;
}

/** An element under construction; it is handed out as the read-only `XmlElement`. */
export type OpenElement = { -readonly [Key in keyof XmlElement]: XmlElement[Key] } & {
  children: XmlElement[];
};
