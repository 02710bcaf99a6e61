export type AttributeType =
  | 'string'
  | 'boolean'
  | 'decimal'
  | 'integer'
  | 'dateTime'
  | 'binary'
  | 'reference'
  | 'complex';

/** An attribute as RFC 7643 §7 describes it. Whatever the engine does with a value, it does by this row. */
export interface AttributeDefinition {
  readonly name: string;
  readonly type: AttributeType;
  readonly description: string;
  readonly multiValued: boolean;
  readonly required: boolean;
  readonly caseExact: boolean;
  readonly mutability: 'readOnly' | 'readWrite' | 'immutable' | 'writeOnly';
  readonly returned: 'always' | 'never' | 'default' | 'request';
  readonly uniqueness: 'none' | 'server' | 'global';
  /** Suggestions, never enforced. Entra's mapping editor offers one target per value of `type`. */
  readonly canonicalValues: readonly string[];
  readonly referenceTypes: readonly string[];
  /** Of a complex attribute; none of them is complex itself. */
  readonly subAttributes: readonly AttributeDefinition[];
}

export interface SchemaDefinition {
  /** URN. */
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly attributes: readonly AttributeDefinition[];
}

/** What an attribute needs beyond its name; the rest has the defaults of RFC 7643 §2.2. */
export type AttributeTraits = Partial<Omit<AttributeDefinition, 'name' | 'description'>>;

export function attribute(
  name: string,
  description: string,
  traits: AttributeTraits = {},
): AttributeDefinition {
  const subAttributes = Object.freeze([...(traits.subAttributes ?? [])]);
  return Object.freeze({
    name,
    type: subAttributes.length > 0 ? 'complex' : 'string',
    description,
    multiValued: false,
    required: false,
    caseExact: false,
    mutability: 'readWrite',
    returned: 'default',
    uniqueness: 'none',
    ...traits,
    canonicalValues: Object.freeze([...(traits.canonicalValues ?? [])]),
    referenceTypes: Object.freeze([...(traits.referenceTypes ?? [])]),
    subAttributes,
  });
}

/** A sub-attribute by its name, without regard to case (RFC 7643 §2.1). */
export function subAttributeOf(
  { subAttributes }: AttributeDefinition,
  name: string,
): AttributeDefinition | null {
  const wanted = name.toLowerCase();
  return subAttributes.find((candidate) => candidate.name.toLowerCase() === wanted) ?? null;
}

/** The sub-attribute that stands for the whole of a complex attribute, where it has one (RFC 7643 §2.4). */
export function valueAttributeOf(definition: AttributeDefinition): AttributeDefinition | null {
  return subAttributeOf(definition, 'value');
}
