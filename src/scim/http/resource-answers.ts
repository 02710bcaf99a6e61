import { success } from '../../errors/index.js';
import type { ScimGroupRecord, ScimUserRecord } from '../../stores/interfaces/scim.js';
import { readSelection, type Selection } from '../engine/index.js';
import type { ScimResult } from '../scim-error.js';
import { changeUser } from '../service/change-user.js';
import { createUser } from '../service/create-user.js';
import { deleteUser } from '../service/delete-user.js';
import { changeGroup, createGroup, deleteGroup } from '../service/group-writes.js';
import { ofOrganization } from '../service/guard-store.js';
import { type ListParameters, listResources, showAll } from '../service/list.js';
import type { ScimOutcome } from '../service/outcome.js';
import { matches, notFound } from '../service/refusals.js';
import { locationOf } from '../service/show.js';
import type { Writer } from '../service/write-notes.js';
import { versionsOf } from './conditions.js';
import { queryOf } from './query.js';
import { readJson } from './read-json.js';
import type { Route } from './route.js';
import { visibleTo } from './visible.js';
import type { ScimVisit } from './visit.js';

type ResourceRoute = Extract<Route, { readonly kind: 'resources' | 'resource' }>;
type Named = Extract<Route, { readonly kind: 'resource' }>;
type StoredResource = ScimUserRecord | ScimGroupRecord;

/** Ids are UUIDs that the service made: about anything else no store needs to be asked. */
const ID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/u;

/** `/Users`, `/Groups` and what is below (RFC 7644 §3.2). */
export async function answerResource(
  visit: ScimVisit,
  route: ResourceRoute,
): Promise<ScimResult<ScimOutcome>> {
  const { client, request, settings, url } = visit;
  const parameters = queryOf(url.search);
  const type = settings.types[route.type];
  if (route.kind === 'resource') {
    return ID.test(route.id) ? answerNamed(visit, route, parameters) : notFound(type.name);
  }
  if (request.method === 'POST') return create(visit, route, parameters);
  const list = await listResources(settings, client.organizationId, type, visibleTo(client, parameters));
  return list.ok ? success({ kind: 'list', body: list.value }) : list;
}

async function answerNamed(
  visit: ScimVisit,
  route: Named,
  parameters: ListParameters,
): Promise<ScimResult<ScimOutcome>> {
  switch (visit.request.method) {
    case 'PUT':
    case 'PATCH':
      return change(visit, route, visit.request.method, parameters);
    case 'DELETE':
      return remove(visit, route);
    default:
      return read(visit, route, parameters);
  }
}

async function create(
  visit: ScimVisit,
  route: ResourceRoute,
  parameters: ListParameters,
): Promise<ScimResult<ScimOutcome>> {
  const { request, settings } = visit;
  const body = await readJson(request, settings.limits.maxBodyBytes);
  if (!body.ok) return body;
  const writer = writerOf(visit);
  const made: ScimResult<StoredResource> =
    route.type === 'user'
      ? await createUser(settings, writer, body.value)
      : await createGroup(settings, writer, body.value);
  return made.ok ? shown(visit, route, 'created', made.value, selectionOf(visit, route, parameters)) : made;
}

async function read(
  visit: ScimVisit,
  route: Named,
  parameters: ListParameters,
): Promise<ScimResult<ScimOutcome>> {
  const { client, request, settings } = visit;
  const { organizationId } = client;
  const { store } = settings;
  const found: StoredResource | null =
    route.type === 'user'
      ? await store.getUser(organizationId, route.id)
      : await store.getGroup(organizationId, route.id);
  const record = ofOrganization('scim', organizationId, found);
  if (record?.id !== route.id) return notFound(settings.types[route.type].name);
  const known = versionsOf(request.headers.get('if-none-match'));
  if (known !== null && matches(known, record.version)) {
    return success({ kind: 'not-modified', version: record.version });
  }
  return shown(visit, route, 'resource', record, selectionOf(visit, route, parameters));
}

async function change(
  visit: ScimVisit,
  route: Named,
  method: 'PUT' | 'PATCH',
  parameters: ListParameters,
): Promise<ScimResult<ScimOutcome>> {
  const { request, settings } = visit;
  const body = await readJson(request, settings.limits.maxBodyBytes);
  if (!body.ok) return body;
  const ifMatch = versionsOf(request.headers.get('if-match'));
  const asked = { method, body: body.value, ifMatch };
  const writer = writerOf(visit);
  const changed: ScimResult<StoredResource> =
    route.type === 'user'
      ? await changeUser(settings, writer, { userId: route.id, ...asked })
      : await changeGroup(settings, writer, { groupId: route.id, ...asked });
  if (!changed.ok) return changed;
  // A client that says which attributes it wants is given them (RFC 7644 §3.5.2).
  const isAsked = Boolean(parameters.attributes) || Boolean(parameters.excludedAttributes);
  const isShown = method === 'PUT' || isAsked || settings.patchResponse[`${route.type}s`] === 'resource';
  if (!isShown) return success({ kind: 'done', version: changed.value.version });
  return shown(visit, route, 'resource', changed.value, selectionOf(visit, route, parameters));
}

async function remove(visit: ScimVisit, { type, id }: Named): Promise<ScimResult<ScimOutcome>> {
  const ifMatch = versionsOf(visit.request.headers.get('if-match'));
  const deleteIt = type === 'user' ? deleteUser : deleteGroup;
  const removed = await deleteIt(visit.settings, writerOf(visit), id, ifMatch);
  return removed.ok ? success({ kind: 'done', version: null }) : removed;
}

async function shown(
  { settings }: ScimVisit,
  route: ResourceRoute,
  kind: 'created' | 'resource',
  record: StoredResource,
  selection: Selection,
): Promise<ScimResult<ScimOutcome>> {
  const type = settings.types[route.type];
  const list = await showAll(settings, type, [record], selection);
  if (!list.ok) return list;
  const [body = {}] = list.value;
  return success({ kind, body, version: record.version, location: locationOf(settings, type, record.id) });
}

function selectionOf(
  { client, settings }: ScimVisit,
  { type }: ResourceRoute,
  parameters: ListParameters,
): Selection {
  const { attributes, excludedAttributes } = visibleTo(client, parameters);
  return readSelection(settings.types[type], attributes, excludedAttributes);
}

function writerOf({ client: { organizationId, credentialId } }: ScimVisit): Writer {
  return { organizationId, credentialId, actor: null };
}
