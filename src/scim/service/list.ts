import { success } from '../../errors/index.js';
import type { ScimGroupRecord, ScimUserRecord } from '../../stores/interfaces/scim.js';
import type { ScimFilter, ScimPage, ScimResults, ScimSort } from '../../stores/interfaces/scim-query.js';
import {
  type JsonObject,
  type ListResponse,
  listResponse,
  type PageRequest,
  parseFilter,
  type ResourceType,
  readPage,
  readSelection,
  readSort,
  type Selection,
} from '../engine/index.js';
import { type ScimResult, scimRefusal } from '../scim-error.js';
import { readCursor, writeCursor } from './cursor.js';
import { ofOrganization } from './guard-store.js';
import type { ScimSettings } from './settings.js';
import { showGroups, showUsers } from './show.js';

/** What a client asks for, from a query or from the body of a search; nothing of it is checked yet. */
export interface ListParameters {
  readonly filter?: unknown;
  readonly sortBy?: unknown;
  readonly sortOrder?: unknown;
  readonly startIndex?: unknown;
  readonly count?: unknown;
  readonly cursor?: unknown;
  readonly attributes?: unknown;
  readonly excludedAttributes?: unknown;
}

/** A list of users or groups (RFC 7644 §3.4.2), by index or by cursor (RFC 9865). */
export async function listResources(
  settings: ScimSettings,
  organizationId: string,
  type: ResourceType,
  parameters: ListParameters,
): Promise<ScimResult<ListResponse>> {
  const filter = readFilter(type, parameters.filter);
  if (!filter.ok) return filter;
  const sort = readSort(type, parameters.sortBy, parameters.sortOrder);
  if (!sort.ok) return sort;
  const request = readPage(parameters, settings.limits);
  if (!request.ok) return request;
  const query = [organizationId, type.name, filter.value, sort.value];
  const page = pageOf(settings, query, request.value);
  if (!page.ok) return page;
  const selection = readSelection(type, parameters.attributes, parameters.excludedAttributes);
  const found = await queryResources(settings, organizationId, type, filter.value, sort.value, page.value);
  if (!found.ok) return found;
  const { records, total, next } = found.value;
  const shown = await showAll(settings, type, records, selection);
  if (!shown.ok) return shown;
  if (request.value.kind === 'index') {
    return success(listResponse(shown.value, total, { kind: 'index', startIndex: request.value.startIndex }));
  }
  const { count } = request.value;
  const nextCursor = next === null ? null : writeCursor(settings, query, { next, count });
  if (next !== null && nextCursor === null) {
    const detail = 'What the results are sorted by is too long for a cursor. Page by startIndex instead.';
    return scimRefusal(400, 'tooMany', detail);
  }
  return success(listResponse(shown.value, total, { kind: 'cursor', nextCursor, previousCursor: null }));
}

/** Null where there is no filter. */
export function readFilter(type: ResourceType, given: unknown): ScimResult<ScimFilter | null> {
  if (given === undefined || given === null || given === '') return success(null);
  if (typeof given !== 'string') return scimRefusal(400, 'invalidFilter', 'filter must be a string.');
  return parseFilter(type, given);
}

export type Found = ScimResults<ScimUserRecord | ScimGroupRecord>;

/** Asks the store, of users or groups by the name of the type. */
export async function queryResources(
  { store }: ScimSettings,
  organizationId: string,
  { name }: ResourceType,
  filter: ScimFilter | null,
  sort: ScimSort | null,
  page: ScimPage,
): Promise<ScimResult<Found>> {
  const query = { filter, sort, page };
  const found: Found | 'too-many' =
    name === 'User'
      ? await store.queryUsers(organizationId, query)
      : await store.queryGroups(organizationId, query);
  if (found === 'too-many') {
    const detail =
      'No index serves this filter, and there are too many resources to look through. Filter by userName, displayName, externalId, id or an address with "eq".';
    return scimRefusal(400, 'tooMany', detail);
  }
  for (const record of found.records) ofOrganization('scim', organizationId, record);
  return success(found);
}

/** Records of one type, as a client is shown them. */
export async function showAll(
  settings: ScimSettings,
  { name }: ResourceType,
  records: readonly (ScimUserRecord | ScimGroupRecord)[],
  selection: Selection,
): Promise<ScimResult<readonly JsonObject[]>> {
  return name === 'User'
    ? success(await showUsers(settings, records as readonly ScimUserRecord[], selection))
    : showGroups(settings, records as readonly ScimGroupRecord[], selection);
}

function pageOf(
  settings: ScimSettings,
  query: readonly unknown[],
  request: PageRequest,
): ScimResult<ScimPage> {
  if (request.kind === 'index') return success(request);
  const { count, cursor } = request;
  if (cursor === null) return success({ kind: 'cursor', after: null, count });
  const after = readCursor(settings, query, cursor, count);
  return after.ok ? success({ kind: 'cursor', after: after.value, count }) : after;
}
