/**
 * Limits of the strict reader. Each is far above what an identity provider sends and low enough that the
 * costliest message within them takes little more than a good one; docs/decisions/0002 tells how they were found.
 */
export const XML_LIMITS = {
  /** Bytes of a document. The decode stage refuses earlier, by the length of the base64. */
  documentBytes: 1_048_576,
  /** Nested elements. A SAML response needs 11. */
  depth: 64,
  /** Elements in all. A person in 1,000 groups needs about 1,050. */
  elements: 5_000,
  /** Attributes of one element, namespace declarations included. SAML needs 6. */
  attributes: 48,
  /** The same of all elements. A response needs about 50; with a type and two declarations at each of 1,000 values 3,050. */
  attributesInAll: 10_000,
  /** Namespace declarations in scope at any element. Responses with redundant ones have about 12. */
  namespacesInScope: 32,
  /** Bytes of a name, prefix included. */
  nameBytes: 256,
  /** Bytes of a namespace name. */
  namespaceBytes: 1_024,
  /** Prefixes in one InclusiveNamespaces PrefixList. */
  inclusivePrefixes: 32,
  /** Bytes of a canonical form, which is read again and so may be no longer than a document. */
  canonicalBytes: 1_048_576,
} as const;
