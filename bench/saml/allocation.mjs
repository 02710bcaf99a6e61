// Heap growth of one call, in processes of their own: their young generation is large enough to hold many calls.
import { startChild } from './child.mjs';
import { competitors } from './competitors/index.mjs';
import { variants } from './messages.mjs';
import { settingsFor } from './world.mjs';

const NODE_OPTIONS = ['--expose-gc', '--min-semi-space-size=256', '--max-semi-space-size=256'];

/** KB by competitor, of those in JavaScript; null where collections did not let it be measured. */
export async function measureAllocation(names, folder, field) {
  const kilobytes = {};
  for (const name of names.filter((each) => competitors[each].command === undefined)) {
    const child = startChild(name, folder, NODE_OPTIONS);
    await child.ask({ verb: 'configure', run: 'a', settings: settingsFor(variants.a, field) });
    kilobytes[name] = (await child.ask({ verb: 'allocated', run: 'a', field })).kilobytes;
    await child.stop();
  }
  return kilobytes;
}
