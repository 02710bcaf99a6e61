import {
  type AttributeDefinition,
  type AttributeType,
  attribute,
  type SchemaDefinition,
} from './attribute.js';
import { enterpriseUserSchema } from './enterprise-user.js';
import { groupSchema } from './group.js';
import { userSchema } from './user.js';

/** An attribute of an application's own schema. What is left out has the defaults of RFC 7643 §2.2. */
export interface ExtensionAttribute {
  readonly name: string;
  /** `string` by default, `complex` where there are sub-attributes. */
  readonly type?: AttributeType;
  readonly description?: string;
  readonly multiValued?: boolean;
  readonly caseExact?: boolean;
  readonly mutability?: 'readOnly' | 'readWrite' | 'immutable';
  readonly returned?: 'always' | 'never' | 'default' | 'request';
  readonly canonicalValues?: readonly string[];
  readonly referenceTypes?: readonly string[];
  readonly subAttributes?: readonly ExtensionAttribute[];
}

export interface ExtensionOptions {
  /** A URN, as `urn:ietf:params:scim:schemas:extension:contoso:2.0:User`. */
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly attributes: readonly ExtensionAttribute[];
}

const URN = /^urn:[a-z0-9][a-z0-9-]{0,31}:[a-z0-9._~:-]{1,200}$/iu;
/** RFC 7643 §2.1: ATTRNAME. */
const NAME = /^(?:[a-z][a-z0-9_-]{0,63}|\$ref)$/iu;
const TYPES: readonly string[] = [
  'string',
  'boolean',
  'decimal',
  'integer',
  'dateTime',
  'binary',
  'reference',
  'complex',
];
const RESERVED: readonly string[] = ['constructor', 'prototype', '__proto__'];
const TAKEN: readonly string[] = [userSchema, enterpriseUserSchema, groupSchema].map(({ id }) =>
  id.toLowerCase(),
);

/**
 * Describes a schema of the application's own, by which Entra may send attributes that no RFC has. Throws TypeError for
 * an id that is not a URN or is one of RFC 7643, for names that are no attribute names, occur twice or mean something to
 * JavaScript, and for complex attributes inside of complex ones (RFC 7643 §2.3.8).
 */
export function defineExtension(options: ExtensionOptions): SchemaDefinition {
  const { id, name, description = name } = options;
  if (typeof id !== 'string' || !URN.test(id)) throw new TypeError('The id of an extension must be a URN');
  if (TAKEN.includes(id.toLowerCase())) throw new TypeError(`${id} is a schema of RFC 7643`);
  if (typeof name !== 'string' || name === '') throw new TypeError('An extension must have a name');
  return Object.freeze({ id, name, description, attributes: defined(options.attributes, true) });
}

function defined(
  attributes: readonly ExtensionAttribute[],
  mayBeComplex: boolean,
): readonly AttributeDefinition[] {
  if (!Array.isArray(attributes) || attributes.length === 0) {
    throw new TypeError('An extension, and a complex attribute, must have attributes');
  }
  const names = new Set<string>();
  return Object.freeze(
    attributes.map((given: ExtensionAttribute) => {
      if (typeof given.name !== 'string' || !NAME.test(given.name) || RESERVED.includes(given.name)) {
        throw new TypeError(`${String(given.name)} is no name for an attribute`);
      }
      const key = given.name.toLowerCase();
      if (names.has(key)) throw new TypeError(`The attribute ${given.name} is defined twice`);
      names.add(key);
      return definedAttribute(given, mayBeComplex);
    }),
  );
}

function definedAttribute(given: ExtensionAttribute, mayBeComplex: boolean): AttributeDefinition {
  const { name, description = name, subAttributes, ...traits } = given;
  const type = given.type ?? (subAttributes === undefined ? 'string' : 'complex');
  if (!TYPES.includes(type)) throw new TypeError(`${String(type)} is no type of an attribute`);
  if ((type === 'complex') !== (subAttributes !== undefined)) {
    throw new TypeError(`${name}: complex attributes, and only they, have sub-attributes`);
  }
  if (subAttributes === undefined) return attribute(name, description, { ...traits, type });
  if (!mayBeComplex) throw new TypeError(`${name}: a sub-attribute must not be complex`);
  return attribute(name, description, { ...traits, type, subAttributes: defined(subAttributes, false) });
}
