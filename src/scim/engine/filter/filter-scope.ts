import type { ScimFilter, ScimValuePath } from '../../../stores/interfaces/scim-query.js';
import { type AttributeDefinition, subAttributeOf, valueAttributeOf } from '../schema/attribute.js';
import { extensionOf, resolveName } from '../schema/resolve-name.js';
import type { ResourceType } from '../schema/resource-type.js';
import type { Operand, Operator } from './operand.js';

/** What names in a filter mean: attributes of a resource, or sub-attributes of one element. */
export type FilterScope =
  | { readonly kind: 'resource'; readonly type: ResourceType }
  | { readonly kind: 'element'; readonly parent: AttributeDefinition };

export interface FilterTarget {
  readonly path: ScimValuePath;
  readonly definition: AttributeDefinition;
}

/** Made for each answer and kept nowhere, so nothing can be found by them. */
const NOT_KEPT: ReadonlySet<string> = new Set([
  'meta.location',
  'meta.version',
  'groups.$ref',
  'groups.display',
  'groups.type',
  'members.$ref',
]);

/** Finds what a name in a filter stands for; what is wrong where it stands for nothing that can be asked about. */
export function targetOf(scope: FilterScope, name: string): FilterTarget | string {
  if (scope.kind === 'element') return elementTarget(scope.parent, name);
  const found = resolveName(scope.type, name);
  if (found.kind !== 'attribute') return unknown(name);
  const { definition, sub, extension } = found;
  // What is never returned could be guessed letter by letter through a filter.
  if (definition.returned === 'never' || sub?.returned === 'never') return unknown(name);
  if (sub !== null && NOT_KEPT.has(`${definition.name}.${sub.name}`)) return `Nothing is found by ${name}`;
  const path = extension === null ? [definition.name] : [extension.schema.id, definition.name];
  return sub === null ? { path, definition } : { path: [...path, sub.name], definition: sub };
}

function elementTarget(parent: AttributeDefinition, name: string): FilterTarget | string {
  if (parent.type !== 'complex') {
    // A simple value is the whole of its element (RFC 7643 §2.4).
    return name.toLowerCase() === 'value' ? { path: [], definition: parent } : unknown(name);
  }
  const sub = subAttributeOf(parent, name);
  if (sub === null || sub.returned === 'never') return unknown(name);
  if (NOT_KEPT.has(`${parent.name}.${sub.name}`)) return `Nothing is found by ${name}`;
  return { path: [sub.name], definition: sub };
}

/** What a comparison looks at: of a complex attribute its `value` (RFC 7644 §3.4.2.2). */
export function comparedOf(target: FilterTarget): FilterTarget | string {
  if (target.definition.type !== 'complex') return target;
  const value = valueAttributeOf(target.definition);
  if (value === null) return `${target.definition.name} has no value to compare; name a sub-attribute`;
  return { path: [...target.path, value.name], definition: value };
}

/** The answer where it is the same for all resources of the type, or needs other data; null where it does not. */
export function knownAnswer(
  scope: FilterScope,
  { path }: FilterTarget,
  operator: Operator,
  operand: Operand,
): ScimFilter | string | null {
  if (scope.kind === 'element') return null;
  const name = path.join('.');
  if (name !== 'schemas' && name !== 'meta.resourceType') return null;
  if (operator === 'pr' || operand === null) return { kind: 'constant', value: true };
  if (operator !== 'eq' && operator !== 'ne') return `${name} can be compared by "eq" and "ne" only`;
  const value = String(operand.value);
  if (name === 'meta.resourceType') return { kind: 'constant', value: value === scope.type.name };
  if (value.toLowerCase() === scope.type.core.schema.id.toLowerCase())
    return { kind: 'constant', value: true };
  const extension = extensionOf(scope.type, value);
  return extension === null
    ? { kind: 'constant', value: false }
    : { kind: 'present', path: [extension.schema.id] };
}

function unknown(name: string): string {
  return `There is no attribute ${name.slice(0, 100)}`;
}
