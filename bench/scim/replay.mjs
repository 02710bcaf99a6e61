// Entra's requests in its three dialects, each with what must be so afterwards. Every case makes people of its own.
import { filter } from './client.mjs';
import { groupCases } from './entra-groups.mjs';
import { userCases } from './entra-users.mjs';
import { GROUP, patch, person } from './people.mjs';

const cases = [...userCases, ...groupCases];
let next = 20_000_000;

/** Names of the cases that a server got wrong, with how, and how many there were. */
export async function replay({ send }) {
  const wrong = [];
  for (const [name, check] of cases) {
    const outcome = await check(helpers(send)).catch((error) => error.message);
    if (outcome !== true) wrong.push(`${name}: ${outcome === false ? 'not so afterwards' : outcome}`);
  }
  return { right: cases.length - wrong.length, wrong };
}

function helpers(send) {
  const raw = send;
  const ask = async (...request) => {
    const { status, body } = await send(...request);
    if (status >= 200 && status < 300) return body;
    throw new Error(`${status} ${body?.detail ?? ''}`.trim());
  };
  const read = (path) => ask('GET', path);
  /** Somebody who is not there yet, as Entra would send them. */
  const another = () => person(next++);
  return {
    ...{ raw, ask, read, another },
    make: (more) => ask('POST', '/Users', { ...another(), ...more }),
    makeGroup: (more) =>
      ask('POST', '/Groups', { schemas: [GROUP], displayName: `Group ${next++}`, ...more }),
    change: (path, ...operations) => ask('PATCH', path, patch(...operations)),
    find: async (text, path = '/Users', more = '') =>
      (await read(`${path}?${filter(text)}${more}`)).Resources ?? [],
    membersOf: async (id) => ((await read(`/Groups/${id}`)).members ?? []).map(({ value }) => value),
  };
}
