import { readName } from '../../directory/new-member.js';
import type { Member } from '../../stores/interfaces/members.js';
import type { ScimDocument } from '../../stores/interfaces/scim.js';

/** The names of a user as a member has them. */
export function namesOf(resource: ScimDocument): Pick<Member, 'firstName' | 'lastName'> {
  return { firstName: part(resource, 'givenName'), lastName: part(resource, 'familyName') };
}

function part(resource: ScimDocument, name: string): string | null {
  const whole = resource['name'];
  if (typeof whole !== 'object' || whole === null || !Object.hasOwn(whole, name)) return null;
  const value = (whole as Readonly<Record<string, unknown>>)[name];
  return typeof value === 'string' ? readName(value) : null;
}
