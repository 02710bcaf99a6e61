import type { JsonObject } from '../value/json.js';

/** How clients prove who they are (RFC 7643 §5). */
export interface AuthenticationScheme {
  readonly type: 'oauth' | 'oauth2' | 'oauthbearertoken' | 'httpbasic' | 'httpdigest';
  readonly name: string;
  readonly description: string;
  readonly specUri?: string;
  readonly primary?: boolean;
}

export interface ServiceProviderConfigOptions {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  /** Most results of one answer. */
  readonly maxResults: number;
  readonly authenticationSchemes: readonly AuthenticationScheme[];
  readonly documentationUri?: string;
  /** RFC 9865 §4; null leaves it out, for clients that know RFC 7643 alone. */
  readonly pagination: {
    readonly defaultPageSize: number;
    /** Seconds; null: cursors do not expire. */
    readonly cursorTimeout: number | null;
  } | null;
}

/** The document of `/ServiceProviderConfig` (RFC 7643 §5): everything but Bulk and the change of passwords. */
export function serviceProviderConfig(options: ServiceProviderConfigOptions): JsonObject {
  const { baseUrl, maxResults, documentationUri, pagination } = options;
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
    ...(documentationUri === undefined ? {} : { documentationUri }),
    patch: { supported: true },
    bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
    filter: { supported: true, maxResults },
    changePassword: { supported: false },
    sort: { supported: true },
    etag: { supported: true },
    ...(pagination === null
      ? {}
      : {
          pagination: {
            cursor: true,
            index: true,
            defaultPaginationMethod: 'index',
            defaultPageSize: pagination.defaultPageSize,
            maxPageSize: maxResults,
            ...(pagination.cursorTimeout === null ? {} : { cursorTimeout: pagination.cursorTimeout }),
          },
        }),
    authenticationSchemes: options.authenticationSchemes.map((scheme) => ({ ...scheme })),
    meta: { resourceType: 'ServiceProviderConfig', location: `${baseUrl}/ServiceProviderConfig` },
  };
}
