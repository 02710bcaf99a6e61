import { displayNameKey, userNameKey } from '../value/name-keys.js';
import type { AttributeDefinition, SchemaDefinition } from './attribute.js';
import { commonAttributes } from './common.js';
import { enterpriseUserSchema } from './enterprise-user.js';
import { groupSchema } from './group.js';
import { userSchema } from './user.js';

/** A schema with its attributes by their names in lower case. */
export interface IndexedSchema {
  readonly schema: SchemaDefinition;
  readonly attributes: ReadonlyMap<string, AttributeDefinition>;
}

/** A type of resource: its schema, the extensions it may carry, and what is particular to it. */
export interface ResourceType {
  readonly name: 'User' | 'Group';
  readonly endpoint: '/Users' | '/Groups';
  readonly description: string;
  /** The core schema, with the attributes that every resource has. */
  readonly core: IndexedSchema;
  readonly extensions: readonly IndexedSchema[];
  /** The attribute that is kept apart, as changes only, because it has no bound: a group's `members`. */
  readonly apart: string | null;
  /** The attribute that stores compare by a key, and how the key is made. */
  readonly keyed: { readonly name: string; readonly keyOf: (value: string) => string };
  /** What a new resource has where the client says nothing. */
  readonly defaults: Readonly<Record<string, boolean>>;
}

export interface ResourceTypes {
  readonly user: ResourceType;
  readonly group: ResourceType;
}

/** Schemas of the application's own, made by `defineExtension`. */
export interface Extensions {
  readonly user?: readonly SchemaDefinition[];
  readonly group?: readonly SchemaDefinition[];
}

/** The table that everything else goes by: User with Enterprise User, Group, and extensions. Throws for one given twice. */
export function createResourceTypes({ user = [], group = [] }: Extensions = {}): ResourceTypes {
  return Object.freeze({
    user: Object.freeze({
      name: 'User',
      endpoint: '/Users',
      description: 'User Account',
      core: indexed(userSchema, commonAttributes),
      extensions: indexedOnce([enterpriseUserSchema, ...user]),
      apart: null,
      keyed: { name: 'userName', keyOf: userNameKey },
      // A person who is provisioned is meant to come in; later, only an explicit true lets them in again.
      defaults: { active: true },
    }),
    group: Object.freeze({
      name: 'Group',
      endpoint: '/Groups',
      description: 'Group',
      core: indexed(groupSchema, commonAttributes),
      extensions: indexedOnce(group),
      apart: 'members',
      keyed: { name: 'displayName', keyOf: displayNameKey },
      defaults: {},
    }),
  });
}

function indexedOnce(schemas: readonly SchemaDefinition[]): readonly IndexedSchema[] {
  const ids = new Set(schemas.map(({ id }) => id.toLowerCase()));
  if (ids.size < schemas.length) throw new TypeError('An extension is given twice');
  return schemas.map((schema) => indexed(schema, []));
}

function indexed(schema: SchemaDefinition, more: readonly AttributeDefinition[]): IndexedSchema {
  const all = [...more, ...schema.attributes];
  return {
    schema,
    attributes: new Map(all.map((definition) => [definition.name.toLowerCase(), definition])),
  };
}
