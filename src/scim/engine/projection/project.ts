import type { AttributeDefinition } from '../schema/attribute.js';
import type { IndexedSchema, ResourceType } from '../schema/resource-type.js';
import {
  emptyObject,
  isObject,
  isUnassigned,
  type JsonObject,
  type JsonValue,
  memberOf,
} from '../value/json.js';
import { type Selection, selectedParts } from './selection.js';

/** What the service knows of a resource (RFC 7643 §3.1). */
export interface ResourceMeta {
  readonly created: Date;
  readonly lastModified: Date;
  /** The address of the resource. */
  readonly location: string;
  /** Raised by each write. */
  readonly version: number;
}

/** `meta` as it stands in an answer. */
export function metaOf(
  type: ResourceType,
  { created, lastModified, location, version }: ResourceMeta,
): JsonObject {
  return {
    resourceType: type.name,
    created: created.toISOString(),
    lastModified: lastModified.toISOString(),
    location,
    version: weakETag(version),
  };
}

/** The ETag of a version: weak, since a resource may be represented in several ways (RFC 7644 §3.14). */
export function weakETag(version: number): string {
  return `W/"${version}"`;
}

/**
 * What of a resource a client is given (RFC 7644 §3.9): what the table says is always returned, never the rest of what it says
 * is not, by default or when selected all else. Only names of the table get out; unassigned attributes, and
 * extensions without data, are left out, and `schemas` lists what is there.
 */
export function project(
  type: ResourceType,
  resource: Readonly<Record<string, unknown>>,
  selection: Selection,
): JsonObject {
  const schemas = [type.core.schema.id];
  const attributes = projected(type.core, null, resource, selection);
  delete attributes['schemas'];
  for (const extension of type.extensions) {
    const { id } = extension.schema;
    const data = projected(extension, id, memberOf(resource, id), selection);
    if (isUnassigned(data)) continue;
    attributes[id] = data;
    schemas.push(id);
  }
  return Object.assign(emptyObject(), { schemas }, attributes);
}

function projected(
  { attributes }: IndexedSchema,
  urn: string | null,
  source: unknown,
  selection: Selection,
): Record<string, JsonValue> {
  const result = emptyObject();
  for (const definition of attributes.values()) {
    const isPartSelected = selectedParts(selection, definition, urn);
    const value = isPartSelected === null ? undefined : memberOf(source, definition.name);
    if (isPartSelected === null || isUnassigned(value)) continue;
    const shown = shownOf(definition, value as JsonValue, isPartSelected);
    if (!isUnassigned(shown)) result[definition.name] = shown;
  }
  return result;
}

function shownOf(
  definition: AttributeDefinition,
  value: JsonValue,
  isPartSelected: (sub: AttributeDefinition) => boolean,
): JsonValue {
  if (definition.type !== 'complex') return value;
  if (Array.isArray(value)) {
    return value
      .map((element) => shownOf(definition, element, isPartSelected))
      .filter((element) => !isUnassigned(element));
  }
  if (!isObject(value)) return null;
  const shown = emptyObject();
  for (const sub of definition.subAttributes) {
    const part = memberOf(value, sub.name);
    if (!isUnassigned(part) && isPartSelected(sub)) shown[sub.name] = part as JsonValue;
  }
  return shown;
}
