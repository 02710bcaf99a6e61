export { resourceTypeDocuments, schemaDocuments } from './discovery/schema-documents.js';
export {
  type AuthenticationScheme,
  serviceProviderConfig,
} from './discovery/service-provider-config.js';
export { evaluate } from './filter/evaluate.js';
export { parseFilter } from './filter/parse-filter.js';
export { printFilter } from './filter/print-filter.js';
export { applyPatch, type ChangedResource } from './patch/apply-patch.js';
export type { MemberDeltas } from './patch/member-changes.js';
export { parsePatchPath } from './patch/patch-path.js';
export { metaOf, project, weakETag } from './projection/project.js';
export { isSelected, readSelection, type Selection } from './projection/selection.js';
export { type ListResponse, listResponse } from './query/list-response.js';
export { type PageRequest, readPage } from './query/page.js';
export { readSort, sorted } from './query/sort.js';
export { readNewResource, readReplacement } from './resource/read-resource.js';
export type { SchemaDefinition } from './schema/attribute.js';
export {
  defineExtension,
  type ExtensionAttribute,
  type ExtensionOptions,
} from './schema/define-extension.js';
export {
  createResourceTypes,
  type Extensions,
  type ResourceType,
  type ResourceTypes,
} from './schema/resource-type.js';
export type { JsonObject, JsonValue } from './value/json.js';
export { displayNameKey, userNameKey } from './value/name-keys.js';
