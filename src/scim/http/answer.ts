import { success } from '../../errors/index.js';
import type { ScimScope } from '../../stores/interfaces/scim-credentials.js';
import { type ScimResult, scimRefusal } from '../scim-error.js';
import { listResources } from '../service/list.js';
import { listEverything } from '../service/list-everything.js';
import { answerDiscovery, describeService } from './discovery.js';
import { queryOf, searchOf } from './query.js';
import { readJson } from './read-json.js';
import { answerResource } from './resource-answers.js';
import type { Route } from './route.js';
import { visibleTo } from './visible.js';
import type { Answer, ScimVisit } from './visit.js';

const SEARCH_REQUEST = 'urn:ietf:params:scim:api:messages:2.0:searchrequest';
const ALLOWED: Readonly<Record<Route['kind'], string>> = {
  resources: 'GET, HEAD, POST',
  resource: 'GET, HEAD, PUT, PATCH, DELETE',
  search: 'POST',
  root: 'GET, HEAD',
  'root-search': 'POST',
  'service-provider-config': 'GET, HEAD',
  'resource-types': 'GET, HEAD',
  schemas: 'GET, HEAD',
  me: '',
  bulk: '',
  unknown: '',
};

/** Answers a request by its route: 404 and 405 first, then 403 by scope, then what the request is about. */
export async function answer(visit: ScimVisit): Promise<Answer> {
  const { request, route, settings, url } = visit;
  if (route.kind === 'unknown') return scimRefusal(404, null, 'There is no such endpoint.');
  if (route.kind === 'me' || route.kind === 'bulk') {
    return scimRefusal(501, null, `This service does not offer /${route.kind === 'me' ? 'Me' : 'Bulk'}.`);
  }
  const allow = ALLOWED[route.kind];
  if (!allow.split(', ').includes(request.method)) {
    const detail = `This endpoint allows ${allow}.`;
    return { ok: false, error: { status: 405, detail, headers: { Allow: allow } } };
  }
  switch (route.kind) {
    case 'service-provider-config':
      return success({ kind: 'document', body: describeService(settings) });
    case 'resource-types':
    case 'schemas':
      return answerDiscovery(settings, route.kind, route.id, queryOf(url.search));
    case 'root':
    case 'root-search':
      return answerEverything(visit, route.kind === 'root-search');
    case 'search':
      return checkScope(visit, route.type, 'read') ?? answerSearch(visit, route.type);
    case 'resources':
    case 'resource': {
      const access = request.method === 'GET' || request.method === 'HEAD' ? 'read' : 'write';
      return checkScope(visit, route.type, access) ?? answerResource(visit, route);
    }
  }
}

/** Null where the credential may do this. */
function checkScope({ client }: ScimVisit, type: 'user' | 'group', access: 'read' | 'write'): Answer | null {
  const scope: ScimScope = `${type}s:${access}`;
  if (client.scopes.includes(scope)) return null;
  return scimRefusal(403, null, `The credential may not ${access} ${type}s: it lacks the scope ${scope}.`);
}

async function answerSearch(visit: ScimVisit, name: 'user' | 'group'): Promise<Answer> {
  const { client, settings } = visit;
  const parameters = await readSearch(visit);
  if (!parameters.ok) return parameters;
  const { organizationId } = client;
  const list = await listResources(
    settings,
    organizationId,
    settings.types[name],
    visibleTo(client, parameters.value),
  );
  return list.ok ? success({ kind: 'list', body: list.value }) : list;
}

/** Over the types that the credential may read (RFC 7644 §3.4.2.1). */
async function answerEverything(visit: ScimVisit, isSearch: boolean): Promise<Answer> {
  const { client, settings, url } = visit;
  const names = (['user', 'group'] as const).filter((name) => checkScope(visit, name, 'read') === null);
  if (names.length === 0) return checkScope(visit, 'user', 'read') ?? scimRefusal(403, null, 'Forbidden.');
  const parameters = isSearch ? await readSearch(visit) : success(queryOf(url.search));
  if (!parameters.ok) return parameters;
  const types = names.map((name) => settings.types[name]);
  const list = await listEverything(
    settings,
    client.organizationId,
    types,
    visibleTo(client, parameters.value),
  );
  return list.ok ? success({ kind: 'list', body: list.value }) : list;
}

async function readSearch({
  request,
  settings,
}: ScimVisit): Promise<ScimResult<ReturnType<typeof searchOf>>> {
  const read = await readJson(request, settings.limits.maxBodyBytes);
  if (!read.ok) return read;
  const body = read.value;
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return notASearch();
  const members = body as Readonly<Record<string, unknown>>;
  const urns = Object.hasOwn(members, 'schemas') ? members['schemas'] : null;
  const isSearch =
    Array.isArray(urns) &&
    urns.some((urn) => typeof urn === 'string' && urn.toLowerCase() === SEARCH_REQUEST);
  return isSearch ? success(searchOf(members)) : notASearch();
}

function notASearch(): ScimResult<never> {
  return scimRefusal(400, 'invalidSyntax', 'The body must be a SearchRequest message.');
}
