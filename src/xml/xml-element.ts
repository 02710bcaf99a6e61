/**
 * An element of a document that the strict reader accepted. Offsets are byte offsets: the source is held as a
 * string with one character per byte, and only values that are asked for are decoded from UTF-8.
 */
export interface XmlElement {
  readonly document: XmlDocument;
  readonly parent: XmlElement | null;
  /** Name as written, prefix included. */
  readonly qname: string;
  readonly prefix: string;
  readonly localName: string;
  /** Namespace name; '' where the element is in none. */
  readonly namespace: string;
  /** Attributes without namespace declarations, in document order. */
  readonly attributes: readonly XmlAttribute[];
  readonly declarations: readonly NamespaceDeclaration[];
  readonly children: readonly XmlElement[];
  /** Offset of `<`. */
  readonly start: number;
  /** Offset behind the `>` of the start tag. */
  readonly contentStart: number;
  /** Offset of the end tag's `<`; equals `contentStart` for an empty-element tag. */
  readonly contentEnd: number;
  /** Offset behind the element. */
  readonly end: number;
  /** Union of the text flags of the element's own character data. */
  readonly textFlags: number;
  /** Start tag is written as canonical XML writes it, order of attributes and namespaces aside. */
  readonly tagIsPlain: boolean;
  readonly endTagIsPlain: boolean;
}

export interface XmlAttribute {
  readonly qname: string;
  readonly prefix: string;
  readonly localName: string;
  /** Namespace name; '' for an attribute without prefix. */
  readonly namespace: string;
  /** The source of its document, and where in it the value stands between its quotes as written. */
  readonly source: string;
  readonly valueStart: number;
  readonly valueEnd: number;
  readonly flags: number;
}

export interface NamespaceDeclaration {
  /** '' for the default namespace. */
  readonly prefix: string;
  readonly uri: string;
}

export interface XmlDocument {
  /** One character per byte. */
  readonly source: string;
  readonly root: XmlElement;
  /** Every element in document order. */
  readonly elements: readonly XmlElement[];
}

/** What a run of character data or an attribute value contains. */
export const TextFlag = {
  /** Anything but white space. */
  nonBlank: 1,
  /** A reference (`&…;`). */
  reference: 2,
  /** A carriage return, which the reader normalises away. */
  carriageReturn: 4,
  /** A `>`, which canonical XML escapes in text. */
  greaterThan: 8,
  /** A byte of a character beyond ASCII. */
  nonAscii: 16,
  /** In attribute values: a tab or line end, which the reader turns into a space. */
  lineEnd: 32,
} as const;
