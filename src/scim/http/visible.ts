import type { ScimClient } from '../credentials/authenticate.js';
import type { ListParameters } from '../service/list.js';

/** The same question, without the groups of users where the credential may not read groups. */
export function visibleTo({ scopes }: ScimClient, parameters: ListParameters): ListParameters {
  if (scopes.includes('groups:read')) return parameters;
  const { excludedAttributes = [] } = parameters;
  return { ...parameters, excludedAttributes: [excludedAttributes, 'groups'].flat() };
}
