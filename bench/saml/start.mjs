// Starts every competitor, and says which are absent and why: an absent one has no figures.

import { checkAll } from './check.mjs';
import { startChild } from './child.mjs';
import { competitors } from './competitors/index.mjs';

/** Children by competitor that validate fully (and the floor), what the check found, and who is absent. */
export async function startCompetitors(names, { folder, failure }, fields, tell) {
  const [children, checked, absent] = [{}, {}, {}];
  for (const name of names) {
    const { kind } = competitors[name];
    if (kind === 'peer' && failure !== null) {
      absent[name] = failure;
      continue;
    }
    const child = startChild(name, folder);
    const found = await checkAll(child, fields).catch((error) => ({ failure: error.message }));
    if (found.failure === undefined && (found.isFull || kind === 'floor')) {
      children[name] = child;
      if (kind !== 'floor') checked[name] = found;
      continue;
    }
    await child.stop();
    absent[name] = found.failure ?? reasonOf(found);
    tell(`${name} is left out: ${absent[name]}`);
  }
  return { children, checked, absent };
}

function reasonOf({ good, refused, accepts }) {
  return good.includes('a')
    ? `no full validation, accepts: ${accepts.join(', ')}`
    : `cannot be asked: ${refused.a}`;
}
