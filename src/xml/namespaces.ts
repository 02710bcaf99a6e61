import { XML_LIMITS } from './limits.js';
import type { NamespaceDeclaration } from './xml-element.js';
import { limitExceeded, XmlRefusal } from './xml-refusal.js';

const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';
const XMLNS_NAMESPACE = 'http://www.w3.org/2000/xmlns/';

/**
 * Equal text, but the very string that the rest of the library compares with: comparing a string with itself
 * costs nothing, and namespace names are compared more often than anything else.
 */
const WELL_KNOWN: ReadonlyMap<string, string> = new Map(
  [
    'urn:oasis:names:tc:SAML:2.0:protocol',
    'urn:oasis:names:tc:SAML:2.0:assertion',
    'http://www.w3.org/2000/09/xmldsig#',
    'http://www.w3.org/2001/10/xml-exc-c14n#',
    'http://www.w3.org/2001/XMLSchema',
    'http://www.w3.org/2001/XMLSchema-instance',
    'http://www.w3.org/2001/04/xmlenc#',
  ].map((name) => [name, name]),
);

/** Namespace declarations in scope at the point that a pass has reached (Namespaces in XML 1.0 §6). */
export class Namespaces {
  readonly #prefixes: string[] = [];
  readonly #uris: string[] = [];

  /** Adds a declaration of the element that is being entered. */
  enter({ prefix, uri }: NamespaceDeclaration, offset: number): void {
    const wellKnown = WELL_KNOWN.get(uri);
    refuseReservedName(prefix, uri, offset);
    if (wellKnown === undefined) refuseInvalidDeclaration(prefix, uri, offset);
    if (this.#prefixes.length === XML_LIMITS.namespacesInScope) {
      limitExceeded('namespacesInScope', XML_LIMITS.namespacesInScope, offset);
    }
    this.#prefixes.push(prefix);
    this.#uris.push(wellKnown ?? uri);
  }

  /** Forgets the newest `count` declarations. */
  leave(count: number): void {
    for (let i = 0; i < count; i++) {
      this.#prefixes.pop();
      this.#uris.pop();
    }
  }

  /** Namespace name that an element or a prefixed attribute of this prefix is in; '' for none. */
  resolve(prefix: string, offset: number): string {
    const prefixes = this.#prefixes;
    for (let at = prefixes.length - 1; at >= 0; at--) {
      if (prefixes[at] === prefix) return this.#uris[at] as string;
    }
    if (prefix === '') return '';
    if (prefix === 'xml') return XML_NAMESPACE;
    throw new XmlRefusal('xml_namespace_invalid', { reason: 'prefix is not declared', offset });
  }
}

function refuseReservedName(prefix: string, uri: string, offset: number): void {
  const reason =
    prefix === 'xmlns' || uri === XMLNS_NAMESPACE
      ? 'xmlns is reserved'
      : (prefix === 'xml') !== (uri === XML_NAMESPACE)
        ? 'xml is reserved'
        : null;
  if (reason !== null) throw new XmlRefusal('xml_namespace_invalid', { reason, offset });
}

/**
 * Undeclaring of prefixes (XML 1.1 only), and relative namespace names: on the last ones canonicalisation must
 * fail (Canonical XML 1.0 §1.3), and where it fails silently the digest of nothing verifies everything
 * (CVE-2025-66568, CVE-2025-66475).
 */
function refuseInvalidDeclaration(prefix: string, uri: string, offset: number): void {
  const reason =
    uri === ''
      ? prefix === ''
        ? null
        : 'prefix is bound to nothing'
      : !/^[A-Za-z][A-Za-z0-9+.-]*:/.test(uri)
        ? 'namespace name is not absolute'
        : /[\t\n\r ]/.test(uri)
          ? 'namespace name contains white space'
          : null;
  if (reason !== null) throw new XmlRefusal('xml_namespace_invalid', { reason, offset });
  if (uri.length > XML_LIMITS.namespaceBytes) {
    limitExceeded('namespaceBytes', XML_LIMITS.namespaceBytes, offset);
  }
}
