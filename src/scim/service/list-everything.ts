import { success } from '../../errors/index.js';
import type { ScimFilter, ScimSort } from '../../stores/interfaces/scim-query.js';
import {
  type JsonObject,
  type ListResponse,
  listResponse,
  type ResourceType,
  readPage,
  readSelection,
  readSort,
  sorted,
} from '../engine/index.js';
import { type ScimResult, scimRefusal } from '../scim-error.js';
import { type Found, type ListParameters, queryResources, readFilter, showAll } from './list.js';
import type { ScimSettings } from './settings.js';
import { wholeOf } from './show.js';

/** How far into results that are sorted across types a client may ask: they are put together here. */
const MOST_SORTED = 1_000;

interface Part {
  readonly type: ResourceType;
  readonly filter: ScimFilter | null;
  readonly sort: ScimSort | null;
}

/**
 * A list over several types, users before groups (RFC 7644 §3.4.2.1). An attribute that a type does not have counts as
 * absent there. By index only.
 */
export async function listEverything(
  settings: ScimSettings,
  organizationId: string,
  types: readonly ResourceType[],
  parameters: ListParameters,
): Promise<ScimResult<ListResponse>> {
  const request = readPage(parameters, settings.limits);
  if (!request.ok) return request;
  if (request.value.kind === 'cursor') {
    return scimRefusal(400, 'invalidCursor', 'A list over several types is paged by startIndex alone.');
  }
  const { startIndex, count } = request.value;
  const parts: Part[] = [];
  for (const type of types) {
    const wide = type.name === 'User' ? asUser(settings) : asGroup(settings);
    const filter = readFilter(wide, parameters.filter);
    if (!filter.ok) return filter;
    const sort = readSort(wide, parameters.sortBy, parameters.sortOrder);
    if (!sort.ok) return sort;
    parts.push({ type, filter: filter.value, sort: sort.value });
  }
  const isSorted = parts.some(({ sort }) => sort !== null) && parts.length > 1;
  const found = isSorted
    ? await sortedTogether(settings, organizationId, parts, startIndex, count)
    : await oneAfterTheOther(settings, organizationId, parts, startIndex, count);
  if (!found.ok) return found;
  const shown = await showItems(settings, types, found.value.items, parameters);
  if (!shown.ok) return shown;
  return success(listResponse(shown.value, found.value.total, { kind: 'index', startIndex }));
}

/** All of a type at once, so that the store is asked once for what belongs to them, and then in their order. */
async function showItems(
  settings: ScimSettings,
  types: readonly ResourceType[],
  items: Items['items'],
  { attributes, excludedAttributes }: ListParameters,
): Promise<ScimResult<readonly JsonObject[]>> {
  const byId = new Map<string, JsonObject>();
  for (const type of types) {
    const records = items.filter((item) => item.type === type).map(({ record }) => record);
    const selection = readSelection(type, attributes, excludedAttributes);
    const shown = await showAll(settings, type, records, selection);
    if (!shown.ok) return shown;
    for (const resource of shown.value) byId.set(String(resource['id']), resource);
  }
  return success(items.map(({ record }) => byId.get(record.id)).filter((shown) => shown !== undefined));
}

interface Items {
  readonly items: readonly { readonly type: ResourceType; readonly record: Found['records'][number] }[];
  readonly total: number;
}

async function oneAfterTheOther(
  settings: ScimSettings,
  organizationId: string,
  parts: readonly Part[],
  startIndex: number,
  count: number,
): Promise<ScimResult<Items>> {
  const items: Items['items'][number][] = [];
  let total = 0;
  for (const { type, filter, sort } of parts) {
    const page = {
      kind: 'index' as const,
      startIndex: Math.max(1, startIndex - total),
      count: count - items.length,
    };
    const found = await queryResources(settings, organizationId, type, filter, sort, page);
    if (!found.ok) return found;
    items.push(...found.value.records.map((record) => ({ type, record })));
    total += found.value.total;
  }
  return success({ items, total });
}

async function sortedTogether(
  settings: ScimSettings,
  organizationId: string,
  parts: readonly Part[],
  startIndex: number,
  count: number,
): Promise<ScimResult<Items>> {
  const end = startIndex - 1 + count;
  if (end > MOST_SORTED) {
    const detail = `Results that are sorted over several types can be looked at up to the ${MOST_SORTED}th. Ask for one type.`;
    return scimRefusal(400, 'tooMany', detail);
  }
  const items: (Items['items'][number] & Readonly<Record<string, unknown>>)[] = [];
  let total = 0;
  for (const { type, filter, sort } of parts) {
    const page = { kind: 'index' as const, startIndex: 1, count: end };
    const found = await queryResources(settings, organizationId, type, filter, sort, page);
    if (!found.ok) return found;
    total += found.value.total;
    for (const record of found.value.records)
      items.push({ ...wholeOf(settings, type, record), type, record });
  }
  const [first] = parts;
  const inOrder = first?.sort ? sorted(asUser(settings), first.sort, items) : items;
  return success({ items: inOrder.slice(startIndex - 1, end), total });
}

/** A type that knows the names of the other, too, so that a filter may name them; no resource has them. */
function asUser({ types: { user, group } }: ScimSettings): ResourceType {
  return widened(user, group);
}

function asGroup({ types: { user, group } }: ScimSettings): ResourceType {
  return widened(group, user);
}

function widened(type: ResourceType, other: ResourceType): ResourceType {
  const attributes = new Map([...other.core.attributes, ...type.core.attributes]);
  return {
    ...type,
    core: { ...type.core, attributes },
    extensions: [...type.extensions, ...foreign(type, other)],
  };
}

function foreign(type: ResourceType, other: ResourceType): ResourceType['extensions'] {
  const known = new Set(type.extensions.map(({ schema }) => schema.id));
  return other.extensions.filter(({ schema }) => !known.has(schema.id));
}
