import type { Result } from '../errors/index.js';
import { escapeAttribute, escapeText } from './escape.js';
import { XML_LIMITS } from './limits.js';
import { attributeBytes, textBytes, textRuns } from './text.js';
import { TextFlag, type XmlAttribute, type XmlElement } from './xml-element.js';
import { guarded, limitExceeded } from './xml-refusal.js';

export interface CanonicalizeOptions {
  /** A child of the apex that is left out: the enveloped signature. */
  readonly omit: XmlElement | null;
  /** InclusiveNamespaces PrefixList; '' stands for `#default`. */
  readonly inclusivePrefixes: readonly string[];
}

/**
 * Exclusive XML Canonicalization 1.0 without comments of an element and all it contains: UTF-8 bytes, one
 * character per byte. The source is copied in long slices wherever it already is canonical. Refuses, on the way,
 * what becomes longer than a document may be: a namespace that is declared once is written wherever it is used.
 */
export function canonicalize(apex: XmlElement, options: CanonicalizeOptions): Result<string> {
  return guarded(() => new Canonicalization(apex, options).run());
}

const PLAIN_TEXT = TextFlag.nonBlank | TextFlag.nonAscii;

class Canonicalization {
  readonly #apex: XmlElement;
  readonly #source: string;
  readonly #options: CanonicalizeOptions;
  /** Namespace declarations that the output has in scope, newest last. */
  readonly #prefixes: string[] = [];
  readonly #uris: string[] = [];
  #output = '';
  /** Everything of the source before this offset is in the output or left out. */
  #copied: number;

  constructor(apex: XmlElement, options: CanonicalizeOptions) {
    this.#apex = apex;
    this.#source = apex.document.source;
    this.#copied = apex.start;
    this.#options = options;
  }

  run(): string {
    this.#element(this.#apex);
    this.#replace(this.#apex.end, this.#apex.end, '');
    return this.#output;
  }

  #element(element: XmlElement): void {
    const scope = this.#prefixes.length;
    this.#startTag(element);
    if (element.children.length === 0) {
      if ((element.textFlags & ~PLAIN_TEXT) !== 0) {
        this.#text(element, element.contentStart, element.contentEnd);
      }
    } else {
      this.#content(element);
    }
    if (!element.endTagIsPlain) this.#replace(element.contentEnd, element.end, `</${element.qname}>`);
    while (this.#prefixes.length > scope) {
      this.#prefixes.pop();
      this.#uris.pop();
    }
  }

  #content(element: XmlElement): void {
    const { children } = element;
    const rewriteText = (element.textFlags & ~PLAIN_TEXT) !== 0;
    const runs = rewriteText ? textRuns(element) : null;
    for (let index = 0; index < children.length; index++) {
      const child = children[index] as XmlElement;
      const run = runs?.[index];
      if (run !== undefined) this.#text(element, run[0], run[1]);
      if (child === this.#options.omit) this.#replace(child.start, child.end, '');
      else this.#element(child);
    }
    const last = runs?.at(-1);
    if (last !== undefined) this.#text(element, last[0], last[1]);
  }

  #text(element: XmlElement, start: number, end: number): void {
    if (start === end) return;
    const raw = this.#source.slice(start, end);
    this.#replace(start, end, escapeText(textBytes(raw, element.textFlags)));
  }

  #startTag(element: XmlElement): void {
    const first = this.#prefixes.length;
    this.#declareUsedNamespaces(element);
    const declared = this.#prefixes.length > first;
    if (element.tagIsPlain && !declared && element.declarations.length === 0 && inOrder(element.attributes)) {
      // Only the slash of an empty-element tag is not canonical; the end tag is written by the caller.
      if (element.contentEnd === element.end) this.#replace(element.end - 2, element.end, '>');
      return;
    }
    let tag = `<${element.qname}`;
    for (const index of this.#newDeclarations(first)) {
      const prefix = this.#prefixes[index];
      tag += `${prefix === '' ? ' xmlns' : ` xmlns:${prefix}`}="${escapeAttribute(this.#uris[index] as string)}"`;
    }
    for (const attribute of sorted(element.attributes)) {
      tag += ` ${attribute.qname}="${escapeAttribute(attributeBytes(attribute))}"`;
    }
    this.#replace(element.start, element.contentStart, `${tag}>`);
  }

  /** Puts into scope what the element visibly uses, or lists as inclusive, and the output has not declared. */
  #declareUsedNamespaces(element: XmlElement): void {
    const { attributes } = element;
    this.#declare(element.prefix, element.namespace);
    for (let i = 0; i < attributes.length; i++) {
      const { prefix, namespace } = attributes[i] as XmlAttribute;
      if (prefix !== '') this.#declare(prefix, namespace);
    }
    const { inclusivePrefixes } = this.#options;
    if (element === this.#apex) {
      for (const prefix of inclusivePrefixes) this.#declare(prefix, inScope(element, prefix));
    } else if (inclusivePrefixes.length > 0) {
      // Below the apex a listed prefix changes its meaning only where it is declared anew.
      for (const { prefix, uri } of element.declarations) {
        if (inclusivePrefixes.includes(prefix)) this.#declare(prefix, uri);
      }
    }
  }

  #declare(prefix: string, uri: string): void {
    // Bound to its own namespace by every document, and to no other: the reader sees to that.
    if (prefix === 'xml') return;
    const prefixes = this.#prefixes;
    let at = prefixes.length - 1;
    while (at >= 0 && prefixes[at] !== prefix) at--;
    if ((at === -1 ? '' : this.#uris[at]) === uri) return;
    prefixes.push(prefix);
    this.#uris.push(uri);
  }

  /** Indices of the declarations from `first` on, by prefix, the default namespace first. */
  #newDeclarations(first: number): number[] {
    const indices: number[] = [];
    for (let index = first; index < this.#prefixes.length; index++) indices.push(index);
    return indices.length < 2
      ? indices
      : indices.sort((a, b) => compare(this.#prefixes[a] as string, this.#prefixes[b] as string));
  }

  /** Copies the source up to `start` and goes on behind `end` with `replacement` in between. */
  #replace(start: number, end: number, replacement: string): void {
    this.#output += this.#source.slice(this.#copied, start) + replacement;
    const { canonicalBytes } = XML_LIMITS;
    if (this.#output.length > canonicalBytes) limitExceeded('canonicalBytes', canonicalBytes, start);
    this.#copied = end;
  }
}

/** Namespace name that `prefix` is bound to at the element; '' where it is bound to none, and nothing is to be declared. */
function inScope(element: XmlElement, prefix: string): string {
  for (let at: XmlElement | null = element; at !== null; at = at.parent) {
    for (const declaration of at.declarations) {
      if (declaration.prefix === prefix) return declaration.uri;
    }
  }
  return '';
}

function inOrder(attributes: readonly XmlAttribute[]): boolean {
  for (let i = 1; i < attributes.length; i++) {
    if (compareAttributes(attributes[i - 1] as XmlAttribute, attributes[i] as XmlAttribute) > 0) return false;
  }
  return true;
}

function sorted(attributes: readonly XmlAttribute[]): readonly XmlAttribute[] {
  return inOrder(attributes) ? attributes : [...attributes].sort(compareAttributes);
}

function compareAttributes(a: XmlAttribute, b: XmlAttribute): number {
  return compare(a.namespace, b.namespace) || compare(a.localName, b.localName);
}

/** Order of bytes, which for UTF-8 is the order of code points that canonical XML asks for. */
function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
