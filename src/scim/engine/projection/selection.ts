import type { AttributeDefinition } from '../schema/attribute.js';
import { resolveName } from '../schema/resolve-name.js';
import type { ResourceType } from '../schema/resource-type.js';

/** Which attributes a client wants (RFC 7644 §3.9). Keys are names in lower case, of extensions with their URN before a colon. */
export interface Selection {
  /** Null: those that are returned by default. */
  readonly included: ReadonlyMap<string, Parts> | null;
  readonly excluded: ReadonlyMap<string, Parts>;
}

/** Sub-attributes by their names, or all of them. */
type Parts = 'all' | ReadonlySet<string>;

/** UTF-16 units of one list of names. */
const MAX_LIST = 10_240;

/**
 * Reads `attributes` and `excludedAttributes`, from a query (separated by commas) or the body of a search (arrays). Names that
 * mean nothing select nothing, and what is in brackets after a name is not looked at.
 */
export function readSelection(
  type: ResourceType,
  attributes: unknown,
  excludedAttributes: unknown,
): Selection {
  const included = namesIn(attributes);
  return {
    included: included.length === 0 ? null : partsOf(type, included),
    excluded: partsOf(type, namesIn(excludedAttributes)),
  };
}

/** Whether anything of an attribute is to be returned, as to know if a group's members have to be read. */
export function isSelected(type: ResourceType, selection: Selection, name: string): boolean {
  const definition = type.core.attributes.get(name.toLowerCase());
  return definition !== undefined && selectedParts(selection, definition, null) !== null;
}

/** The sub-attributes that are to be returned, as a test of their rows; null where nothing of the attribute is. */
export function selectedParts(
  { included, excluded }: Selection,
  definition: AttributeDefinition,
  urn: string | null,
): ((sub: AttributeDefinition) => boolean) | null {
  const key = keyOf(urn, definition);
  const wanted = included === null ? undefined : (included.get(key) ?? null);
  const unwanted = excluded.get(key);
  if (!isReturned(definition, wanted !== undefined && wanted !== null, included === null, unwanted === 'all'))
    return null;
  return (sub) => {
    const name = sub.name.toLowerCase();
    const isNamed = wanted === 'all' || (wanted instanceof Set && wanted.has(name));
    const isUnwanted = unwanted instanceof Set && unwanted.has(name);
    // Parts of what is returned whatever is asked for come as they do without asking.
    const byDefault = wanted === undefined || wanted === null || wanted === 'all';
    return isReturned(sub, isNamed && wanted !== 'all', byDefault, isUnwanted);
  };
}

/** RFC 7643 §2.2: `returned`. */
function isReturned(
  { returned }: AttributeDefinition,
  isNamed: boolean,
  byDefault: boolean,
  isExcluded: boolean,
): boolean {
  if (returned === 'always') return true;
  if (returned === 'never' || isExcluded) return false;
  return isNamed || (byDefault && returned === 'default');
}

function partsOf(type: ResourceType, names: readonly string[]): ReadonlyMap<string, Parts> {
  const selected = new Map<string, Parts>();
  for (const name of names) {
    const found = resolveName(type, name.split('[', 1)[0] ?? '');
    if (found.kind === 'schema') {
      const { schema, attributes } = found.extension ?? type.core;
      const urn = found.extension === null ? null : schema.id;
      for (const definition of attributes.values()) selected.set(keyOf(urn, definition), 'all');
    }
    if (found.kind !== 'attribute') continue;
    const key = keyOf(found.extension?.schema.id ?? null, found.definition);
    const held = selected.get(key);
    if (found.sub === null || held === 'all') selected.set(key, 'all');
    else selected.set(key, new Set([...(held ?? []), found.sub.name.toLowerCase()]));
  }
  return selected;
}

function keyOf(urn: string | null, { name }: AttributeDefinition): string {
  return (urn === null ? name : `${urn}:${name}`).toLowerCase();
}

function namesIn(list: unknown): readonly string[] {
  const texts = (Array.isArray(list) ? list : [list]).filter((text) => typeof text === 'string');
  return texts
    .join(',')
    .slice(0, MAX_LIST)
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
