import { type AttributeDefinition, subAttributeOf } from './attribute.js';
import { enterpriseUserSchema } from './enterprise-user.js';
import type { IndexedSchema, ResourceType } from './resource-type.js';

/** An attribute, or one sub-attribute of it; `extension` is null for those of the core schema. */
export interface ResolvedAttribute {
  readonly kind: 'attribute';
  readonly extension: IndexedSchema | null;
  readonly definition: AttributeDefinition;
  readonly sub: AttributeDefinition | null;
}

/** What a name means. `schema`: all of a schema; `unknown`: well formed, but nothing of the table. */
export type ResolvedName =
  | ResolvedAttribute
  | { readonly kind: 'schema'; readonly extension: IndexedSchema | null }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'malformed' };

const NAME = /^(?:[a-z][\w$-]*|\$ref)$/iu;
const URN = /^urn:[\w.:~$-]+$/iu;
const UNKNOWN: ResolvedName = { kind: 'unknown' };
const MALFORMED: ResolvedName = { kind: 'malformed' };
/** Entra's documentation spells this URN so. */
const MISSPELT = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0user';

/**
 * Finds what a name means (RFC 7644 §3.10): `attr`, `attr.sub`, `urn:attr`, `urn:attr.sub` or a URN alone, without regard
 * to case. A bare name that the core schema lacks and exactly one extension has means that one: Entra writes `manager`.
 */
export function resolveName(type: ResourceType, text: string): ResolvedName {
  if (!text.toLowerCase().startsWith('urn:')) return attributeOf(type, text, null);
  if (!URN.test(text)) return MALFORMED;
  const found = longestSchema(type, text.toLowerCase());
  if (found === null) return UNKNOWN;
  const extension = found.indexed === type.core ? null : found.indexed;
  if (found.length === text.length) return { kind: 'schema', extension };
  return attributeOf(type, text.slice(found.length + 1), found.indexed);
}

/** The extension that a URN names, also where it is spelt as Entra's documentation does. */
export function extensionOf(type: ResourceType, urn: string): IndexedSchema | null {
  const wanted = urn.toLowerCase();
  return type.extensions.find(({ schema }) => namesOf(schema.id).includes(wanted)) ?? null;
}

function longestSchema(
  type: ResourceType,
  text: string,
): { readonly indexed: IndexedSchema; readonly length: number } | null {
  let longest: { readonly indexed: IndexedSchema; readonly length: number } | null = null;
  for (const indexed of [type.core, ...type.extensions]) {
    for (const name of namesOf(indexed.schema.id)) {
      const starts = text === name || text.startsWith(`${name}:`);
      if (starts && name.length > (longest?.length ?? 0)) longest = { indexed, length: name.length };
    }
  }
  return longest;
}

function namesOf(id: string): readonly string[] {
  return id === enterpriseUserSchema.id ? [id.toLowerCase(), MISSPELT] : [id.toLowerCase()];
}

function attributeOf(type: ResourceType, text: string, within: IndexedSchema | null): ResolvedName {
  const [name = '', subName, ...more] = text.split('.', 3);
  if (more.length > 0 || !NAME.test(name) || (subName !== undefined && !NAME.test(subName))) return MALFORMED;
  const indexed = within ?? schemaOf(type, name.toLowerCase());
  const definition = indexed?.attributes.get(name.toLowerCase());
  if (indexed === null || definition === undefined) return UNKNOWN;
  const sub = subName === undefined ? null : subAttributeOf(definition, subName);
  if (subName !== undefined && sub === null) return UNKNOWN;
  return { kind: 'attribute', extension: indexed === type.core ? null : indexed, definition, sub };
}

function schemaOf(type: ResourceType, name: string): IndexedSchema | null {
  if (type.core.attributes.has(name)) return type.core;
  const having = type.extensions.filter(({ attributes }) => attributes.has(name));
  return having.length === 1 ? (having[0] ?? null) : null;
}
