import type { Namespaces } from './namespaces.js';
import type { XmlDocument, XmlElement } from './xml-element.js';

/** State of one pass over a document. */
export interface ScanState {
  readonly source: string;
  readonly document: XmlDocument;
  readonly namespaces: Namespaces;
}

/** An element under construction; it is handed out as the read-only `XmlElement`. */
export type OpenElement = { -readonly [Key in keyof XmlElement]: XmlElement[Key] } & {
  children: XmlElement[];
};
