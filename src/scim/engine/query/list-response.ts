import type { JsonObject } from '../value/json.js';

/** Where in the results a page stands: by index, or with the cursors of the pages around it (RFC 9865 §2). */
export type ListPosition =
  | { readonly kind: 'index'; readonly startIndex: number }
  | {
      readonly kind: 'cursor';
      /** Null on the last page. */
      readonly nextCursor: string | null;
      /** Null on the first page, and where the service does not go back. */
      readonly previousCursor: string | null;
    };

export interface ListResponse {
  readonly schemas: readonly ['urn:ietf:params:scim:api:messages:2.0:ListResponse'];
  readonly totalResults: number;
  readonly itemsPerPage: number;
  readonly startIndex?: number;
  readonly nextCursor?: string;
  readonly previousCursor?: string;
  readonly Resources: readonly JsonObject[];
}

/** The answer to a query (RFC 7644 §3.4.2). `totalResults` counts the results of all pages. */
export function listResponse(
  resources: readonly JsonObject[],
  totalResults: number,
  position: ListPosition,
): ListResponse {
  return {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
    totalResults,
    itemsPerPage: resources.length,
    ...(position.kind === 'index' ? { startIndex: position.startIndex } : cursorsOf(position)),
    Resources: resources,
  };
}

function cursorsOf({
  nextCursor,
  previousCursor,
}: Extract<ListPosition, { kind: 'cursor' }>): Pick<ListResponse, 'nextCursor' | 'previousCursor'> {
  return {
    ...(previousCursor === null ? {} : { previousCursor }),
    ...(nextCursor === null ? {} : { nextCursor }),
  };
}
