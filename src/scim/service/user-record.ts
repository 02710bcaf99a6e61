import type { ScimUserRecord } from '../../stores/interfaces/scim.js';
import { type JsonObject, userNameKey } from '../engine/index.js';

/** What a store keeps beside the document, out of the document. */
export function userFieldsOf(
  resource: JsonObject,
): Pick<ScimUserRecord, 'resource' | 'userName' | 'userNameKey' | 'externalId' | 'active'> {
  const userName = String(resource['userName'] ?? '');
  const externalId = resource['externalId'];
  return {
    resource,
    userName,
    userNameKey: userNameKey(userName),
    externalId: typeof externalId === 'string' ? externalId : null,
    // Whoever is not said to be active is not: a person is never let in by a document that says nothing.
    active: resource['active'] === true,
  };
}
