// scimmy with scimmy-routers. It brings no store, so that it gets the fastest there is: maps in memory, with an index of
// user names and external ids. What it costs here is its own; a database would come on top.
import { randomBytes, randomUUID } from 'node:crypto';
import { group, person } from './people.mjs';

export async function serveScimmy({ users, members, load }) {
  const { default: SCIMMY } = await load('scimmy');
  const { default: SCIMMYRouters } = await load('scimmy-routers');
  // Express 5 keeps no changes of req.query, by which scimmy-routers reads startIndex and count.
  const { default: express } = await load('express4');
  const people = table((user) => [user.userName.toLowerCase(), user.externalId]);
  const groups = table((each) => [each.displayName.toLowerCase(), each.externalId]);
  const { User, Group } = SCIMMY.Resources;
  SCIMMY.Config.set({ filter: { supported: true, maxResults: 100 } });
  mount(SCIMMY, SCIMMY.Resources.declare(User.extend(SCIMMY.Schemas.EnterpriseUser, false)), people);
  mount(SCIMMY, SCIMMY.Resources.declare(Group), groups);
  const ids = Array.from({ length: users }, (_, number) => people.put(randomUUID(), person(number)).id);
  const all = ids.slice(0, members).map((value) => ({ value }));
  const { id } = groups.put(randomUUID(), { ...group(), members: all });
  const token = randomBytes(32).toString('base64url');
  const app = express();
  const handler = (request) => {
    if (request.header('Authorization') !== `Bearer ${token}`) throw new Error('not authorized');
    return 'entra';
  };
  app.use('/scim', new SCIMMYRouters({ type: 'bearer', handler }));
  return { app, base: '/scim', token, groupId: id };
}

function mount(SCIMMY, resource, { get, put, remove, candidates }) {
  const known = (id) => {
    const found = get(id);
    if (found === undefined) throw new SCIMMY.Types.Error(404, null, `Resource ${id} not found`);
    return found;
  };
  resource
    .ingress((request, data) => {
      if (request.id) known(request.id);
      const document = JSON.parse(JSON.stringify(data));
      const name = (document.userName ?? document.displayName ?? '').toLowerCase();
      if (candidates(name).some((each) => each.id !== request.id)) {
        throw new SCIMMY.Types.Error(409, 'uniqueness', 'There is one with this name.');
      }
      return put(request.id ?? randomUUID(), document);
    })
    .egress((request) => {
      if (request.id) return known(request.id);
      if (!request.filter) {
        // Given all users, scimmy would write each of them for every page.
        const { startIndex = 1, count = 100 } = request.constraints ?? {};
        const all = candidates(null);
        if (request.constraints) request.constraints.totalResults = all.length;
        return all.slice(startIndex - 1, startIndex - 1 + count);
      }
      const [first] = request.filter;
      const [, value] = (request.filter.length === 1 && (first?.userName ?? first?.externalId)) || [];
      return request.filter.match(candidates(typeof value === 'string' ? value.toLowerCase() : null));
    })
    .degress((request) => {
      known(request.id);
      remove(request.id);
    });
}

/** Documents by id, found by the keys that `keysOf` gives. */
function table(keysOf) {
  const byId = new Map();
  const byKey = new Map();
  const keys = (document) => keysOf(document).filter((key) => key !== undefined);
  const remove = (id) => {
    for (const key of byId.has(id) ? keys(byId.get(id)) : []) byKey.delete(key);
    byId.delete(id);
  };
  return {
    get: (id) => byId.get(id),
    put(id, document) {
      const before = byId.get(id);
      const at = new Date().toISOString();
      const stored = { ...document, id, meta: { created: before?.meta?.created ?? at, lastModified: at } };
      if (before !== undefined) remove(id);
      byId.set(id, stored);
      for (const key of keys(stored)) byKey.set(key, id);
      return stored;
    },
    remove,
    /** Those that a value leads to; all for null. */
    candidates(value) {
      if (value === null) return [...byId.values()];
      const id = byKey.get(value);
      return id === undefined ? [] : [byId.get(id)];
    },
  };
}
