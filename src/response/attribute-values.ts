import { type Result, refusal, success } from '../errors/index.js';
import type { AttributeValue } from './assertion.js';

type Attributes = ReadonlyMap<string, readonly AttributeValue[]>;

// Names of the claims that Entra sends by itself.
export const TENANT_ID = 'http://schemas.microsoft.com/identity/claims/tenantid';
export const OBJECT_IDENTIFIER = 'http://schemas.microsoft.com/identity/claims/objectidentifier';
export const DISPLAY_NAME = 'http://schemas.microsoft.com/identity/claims/displayname';
export const IDENTITY_PROVIDER = 'http://schemas.microsoft.com/identity/claims/identityprovider';
export const GROUPS = 'http://schemas.microsoft.com/ws/2008/06/identity/claims/groups';
/** Sent in place of the groups when there are more than 150. */
export const GROUPS_LINK = 'http://schemas.microsoft.com/claims/groups.link';
export const ROLE = 'http://schemas.microsoft.com/ws/2008/06/identity/claims/role';

/** The text values; nil and structured ones are left out. */
export function textsOf(values: readonly AttributeValue[] | undefined): readonly string[] {
  if (values === undefined) return [];
  return values.flatMap((value) => (value.kind === 'text' ? [value.text] : []));
}

/** The first text of an attribute that only names the person; null where there is none. */
export function firstText(attributes: Attributes, name: string): string | null {
  return textsOf(attributes.get(name))[0] || null;
}

/** The one text of an attribute that identifies the person; null where it is absent, nil or empty. */
export function singleText(attributes: Attributes, claim: string): Result<string | null> {
  const values = attributes.get(claim);
  if (values === undefined) return success(null);
  if (values.length > 1) return refusal('claim_multiple_values', { claim, count: values.length });
  const [value] = values;
  if (value?.kind === 'structured') return refusal('claim_not_text', { claim });
  return success(value?.kind === 'text' && value.text !== '' ? value.text : null);
}
