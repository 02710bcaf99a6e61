// node bench/dos/ask-peers.mjs <folder> <file>: asks the libraries in the folder about each message, two at a time, and
// writes what came of it by row and library.
import { writeFileSync } from 'node:fs';
import { ASKED, PEER_LIMIT, PEERS } from './peers.mjs';
import { rows } from './rows.mjs';
import { runChild } from './run-child.mjs';

const MEASURE = new URL('./measure-peer.mjs', import.meta.url);
const AT_ONCE = 2;
const [folder, file] = process.argv.slice(2);
const tasks = rows
  .filter(({ id }) => ASKED.has(id))
  .flatMap((row) => Object.entries(PEERS).map(([name, api]) => ({ row, name, api })));
const total = tasks.length;
const found = {};

await Promise.all(Array.from({ length: AT_ONCE }, work));
writeFileSync(file, JSON.stringify(found));

async function work() {
  for (let task = tasks.shift(); task !== undefined; task = tasks.shift()) {
    const { row, name, api } = task;
    found[row.id] ??= {};
    found[row.id][name] = await runChild(MEASURE, [folder, name, api, row.id], {
      limit: PEER_LIMIT,
    });
    if (tasks.length % 20 === 0) console.error(`peers: ${total - tasks.length} of ${total}`);
  }
}
