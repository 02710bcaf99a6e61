import { success } from '../../../errors/index.js';
import type { ScimFilter } from '../../../stores/interfaces/scim-query.js';
import { type ScimResult, scimRefusal } from '../../scim-error.js';
import { parseElementFilter } from '../filter/parse-filter.js';
import { type AttributeDefinition, subAttributeOf } from '../schema/attribute.js';
import { resolveName } from '../schema/resolve-name.js';
import type { IndexedSchema, ResourceType } from '../schema/resource-type.js';

/** UTF-16 units. */
const MAX_PATH = 2_048;

/** An attribute that an operation is about, which of its values, and which part of those. */
export interface AttributeTarget {
  readonly kind: 'attribute';
  /** Null for the core schema. */
  readonly extension: IndexedSchema | null;
  readonly definition: AttributeDefinition;
  /** Which values; null for all. Only of multi-valued attributes. */
  readonly filter: ScimFilter | null;
  readonly sub: AttributeDefinition | null;
}

/** `unknown`: well formed, but nothing of the table; such a thing is passed over (RFC 7644 §3.3). */
export type PatchTarget =
  | AttributeTarget
  | { readonly kind: 'schema'; readonly extension: IndexedSchema | null }
  | { readonly kind: 'unknown' };

/**
 * Reads the path of an operation (RFC 7644 §3.5.2): `attr`, `attr.sub`, `attr[filter]`, `attr[filter].sub`, each also with a
 * URN before it, or a URN alone; without regard to case. Refuses with `invalidPath` what is malformed, longer than 2 kB, or
 * selects among the values of an attribute that has only one; with `invalidFilter` a filter that is wrong.
 */
export function parsePatchPath(type: ResourceType, text: string): ScimResult<PatchTarget> {
  if (text.length > MAX_PATH) return invalid(`A path has at most ${MAX_PATH} characters`);
  const open = text.indexOf('[');
  const found = resolveName(type, open === -1 ? text : text.slice(0, open));
  if (found.kind === 'malformed') return invalid('The path is malformed');
  if (open === -1) return success(found.kind === 'attribute' ? { ...found, filter: null } : found);
  const close = text.lastIndexOf(']');
  const rest = text.slice(close + 1);
  if (close < open || (rest !== '' && !rest.startsWith('.'))) return invalid('The path is malformed');
  if (found.kind === 'unknown') return success(found);
  if (found.kind !== 'attribute' || found.sub !== null || !found.definition.multiValued) {
    return invalid('Only among the values of a multi-valued attribute some can be selected');
  }
  const filter = parseElementFilter(found.definition, text.slice(open + 1, close));
  if (!filter.ok) return filter;
  if (rest === '') return success({ ...found, filter: filter.value });
  const sub = subAttributeOf(found.definition, rest.slice(1));
  return success(sub === null ? { kind: 'unknown' } : { ...found, filter: filter.value, sub });
}

function invalid(detail: string): ScimResult<never> {
  return scimRefusal(400, 'invalidPath', detail);
}
