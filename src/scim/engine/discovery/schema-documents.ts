import type { AttributeDefinition, SchemaDefinition } from '../schema/attribute.js';
import { externalId } from '../schema/common.js';
import type { ResourceType, ResourceTypes } from '../schema/resource-type.js';
import type { JsonDraft, JsonObject } from '../value/json.js';

const SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:Schema';
const RESOURCE_TYPE = 'urn:ietf:params:scim:schemas:core:2.0:ResourceType';

/** The documents of `/Schemas` (RFC 7643 §7), out of the very table that requests are read by. */
export function schemaDocuments({ user, group }: ResourceTypes, baseUrl: string): readonly JsonObject[] {
  return [user, group].flatMap(({ core, extensions }) => [
    // Entra offers a mapping for what it finds here, and externalId is what it matches by.
    schemaDocument(core.schema, [externalId, ...core.schema.attributes], baseUrl),
    ...extensions.map(({ schema }) => schemaDocument(schema, schema.attributes, baseUrl)),
  ]);
}

/** The documents of `/ResourceTypes` (RFC 7643 §6). */
export function resourceTypeDocuments(
  { user, group }: ResourceTypes,
  baseUrl: string,
): readonly JsonObject[] {
  return [user, group].map((type) => resourceTypeDocument(type, baseUrl));
}

function resourceTypeDocument(type: ResourceType, baseUrl: string): JsonObject {
  const { name, endpoint, description, core, extensions } = type;
  return {
    schemas: [RESOURCE_TYPE],
    id: name,
    name,
    endpoint,
    description,
    schema: core.schema.id,
    ...(extensions.length === 0
      ? {}
      : { schemaExtensions: extensions.map(({ schema }) => ({ schema: schema.id, required: false })) }),
    meta: { resourceType: 'ResourceType', location: `${baseUrl}/ResourceTypes/${name}` },
  };
}

function schemaDocument(
  { id, name, description }: SchemaDefinition,
  attributes: readonly AttributeDefinition[],
  baseUrl: string,
): JsonObject {
  return {
    schemas: [SCHEMA],
    id,
    name,
    description,
    attributes: attributes.map(attributeDocument),
    meta: { resourceType: 'Schema', location: `${baseUrl}/Schemas/${id}` },
  };
}

function attributeDocument(definition: AttributeDefinition): JsonObject {
  const { name, type, description, multiValued, required, mutability, returned } = definition;
  const document: JsonDraft = { name, type, multiValued, description, required, mutability, returned };
  if (type !== 'complex' && type !== 'boolean') {
    document['caseExact'] = definition.caseExact;
    document['uniqueness'] = definition.uniqueness;
  }
  if (definition.canonicalValues.length > 0) document['canonicalValues'] = definition.canonicalValues;
  if (type === 'reference') document['referenceTypes'] = definition.referenceTypes;
  if (type === 'complex') document['subAttributes'] = definition.subAttributes.map(attributeDocument);
  return document;
}
