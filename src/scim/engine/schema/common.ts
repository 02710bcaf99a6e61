import { type AttributeDefinition, attribute } from './attribute.js';

/** A client's own name of the resource (RFC 7643 §3.1). Entra looks for it in the schema of each resource type. */
export const externalId: AttributeDefinition = attribute(
  'externalId',
  'What the client calls the resource.',
  {
    caseExact: true,
  },
);

/** RFC 7643 §3.1: what every resource has, whatever its schema. */
export const commonAttributes: readonly AttributeDefinition[] = Object.freeze([
  attribute('schemas', 'The schemas of what is in the resource.', {
    type: 'reference',
    multiValued: true,
    caseExact: true,
    mutability: 'readOnly',
    returned: 'always',
  }),
  attribute('id', 'What the service calls the resource.', {
    caseExact: true,
    mutability: 'readOnly',
    returned: 'always',
    uniqueness: 'server',
  }),
  externalId,
  attribute('meta', 'What the service knows of the resource.', {
    mutability: 'readOnly',
    subAttributes: [
      attribute('resourceType', 'The type of the resource.', { caseExact: true, mutability: 'readOnly' }),
      attribute('created', 'When it was made.', { type: 'dateTime', mutability: 'readOnly' }),
      attribute('lastModified', 'When it was changed last.', { type: 'dateTime', mutability: 'readOnly' }),
      attribute('location', 'Its address.', { type: 'reference', caseExact: true, mutability: 'readOnly' }),
      attribute('version', 'Its ETag.', { caseExact: true, mutability: 'readOnly' }),
    ],
  }),
]);
