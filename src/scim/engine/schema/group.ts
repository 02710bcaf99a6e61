import { attribute, type SchemaDefinition } from './attribute.js';

/** RFC 7643 §4.2. Without `members.display`: it would have to be looked up for each of them. */
export const groupSchema: SchemaDefinition = Object.freeze({
  id: 'urn:ietf:params:scim:schemas:core:2.0:Group',
  name: 'Group',
  description: 'Group',
  attributes: Object.freeze([
    attribute('displayName', 'The name of the group.', { required: true, uniqueness: 'server' }),
    attribute('members', 'Who is in the group.', {
      multiValued: true,
      subAttributes: [
        attribute('value', 'The id of the user or group.', { mutability: 'immutable', caseExact: true }),
        attribute('$ref', 'The address of the user or group.', {
          type: 'reference',
          mutability: 'immutable',
          caseExact: true,
          referenceTypes: ['User', 'Group'],
        }),
        attribute('type', 'Whether it is a user or a group.', {
          mutability: 'immutable',
          canonicalValues: ['User', 'Group'],
        }),
      ],
    }),
  ]),
});
