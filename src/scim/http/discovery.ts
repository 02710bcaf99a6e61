import { success } from '../../errors/index.js';
import {
  type AuthenticationScheme,
  type JsonObject,
  listResponse,
  resourceTypeDocuments,
  schemaDocuments,
  serviceProviderConfig,
} from '../engine/index.js';
import { type ScimResult, scimRefusal } from '../scim-error.js';
import type { ListParameters } from '../service/list.js';
import type { ScimOutcome } from '../service/outcome.js';
import type { ScimSettings } from '../service/settings.js';

const BEARER: AuthenticationScheme = {
  type: 'oauthbearertoken',
  name: 'OAuth Bearer Token',
  description: 'A bearer token that an administrator of the organisation makes in the application.',
  specUri: 'https://www.rfc-editor.org/info/rfc6750',
  primary: true,
};
const CLIENT_CREDENTIALS: AuthenticationScheme = {
  type: 'oauth2',
  name: 'OAuth 2.0 Client Credentials',
  description:
    'An access token from the token endpoint, for a client secret or a workload identity of Entra.',
  specUri: 'https://www.rfc-editor.org/info/rfc6749',
};

/** What the service can do (RFC 7643 §5). */
export function describeService(settings: ScimSettings): JsonObject {
  const { advertisePagination, baseUrl, documentationUri, limits, tokenPath } = settings;
  const { cursorSeconds, defaultPageSize, maxPageSize } = limits;
  return serviceProviderConfig({
    baseUrl,
    maxResults: maxPageSize,
    authenticationSchemes: tokenPath === null ? [BEARER] : [BEARER, CLIENT_CREDENTIALS],
    ...(documentationUri === null ? {} : { documentationUri }),
    pagination: advertisePagination ? { defaultPageSize, cursorTimeout: cursorSeconds } : null,
  });
}

/** `/Schemas` and `/ResourceTypes`, all or one (RFC 7644 §4): sorting and paging are passed over, filters forbidden. */
export function answerDiscovery(
  { baseUrl, types }: ScimSettings,
  kind: 'schemas' | 'resource-types',
  id: string | null,
  { filter }: ListParameters,
): ScimResult<ScimOutcome> {
  const documents = (kind === 'schemas' ? schemaDocuments : resourceTypeDocuments)(types, baseUrl);
  if (id !== null) {
    const found = documents.find((document) => String(document['id']).toLowerCase() === id.toLowerCase());
    return found === undefined
      ? scimRefusal(404, null, 'There is no such document.')
      : success({ kind: 'document', body: found });
  }
  if (filter !== undefined) return scimRefusal(403, null, 'This list cannot be filtered.');
  const body = listResponse(documents, documents.length, { kind: 'index', startIndex: 1 });
  return success({ kind: 'list', body });
}
