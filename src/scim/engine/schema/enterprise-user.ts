import { attribute, type SchemaDefinition } from './attribute.js';

/** RFC 7643 §4.3. */
export const enterpriseUserSchema: SchemaDefinition = Object.freeze({
  id: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
  name: 'EnterpriseUser',
  description: 'Enterprise User',
  attributes: Object.freeze([
    attribute('employeeNumber', 'What the organisation identifies the employee by.'),
    attribute('costCenter', 'The name of a cost center.'),
    attribute('organization', 'The name of an organisation.'),
    attribute('division', 'The name of a division.'),
    attribute('department', 'The name of a department.'),
    attribute('manager', 'The user’s manager.', {
      subAttributes: [
        attribute('value', 'The id of the manager’s user.', { caseExact: true }),
        attribute('$ref', 'The address of the manager’s user.', {
          type: 'reference',
          caseExact: true,
          referenceTypes: ['User'],
        }),
        attribute('displayName', 'The manager’s name.', { mutability: 'readOnly' }),
      ],
    }),
  ]),
});
