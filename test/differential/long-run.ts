// Bundled by scripts/fuzz.mjs and run as a process: examines the documents of consecutive seeds, asked for in portions,
// and answers each portion with what was counted and what was found. Arguments: a folder with samlify, or nothing.
import { createRequire } from 'node:module';
import { postedField } from '../corpus/corpus.js';
import { documentOf } from './documents.js';
import { examine } from './examine.js';
import type { Opponent } from './opponent.js';
import { type Samlify, samlifyOpponent } from './samlify.js';
import { unsignedContent } from './signed-by-provider.js';

interface Portion {
  readonly from: number;
  readonly count: number;
}

/** Every so many documents the opponents are asked about what claimgate refuses as well. */
const ASKED_ALWAYS = 10;

const [folder = ''] = process.argv.slice(2);
const samlify = folder === '' ? null : installed(folder);
// The libraries print what they think of a document.
for (const method of ['log', 'info', 'warn', 'error'] as const) console[method] = () => undefined;

process.on('message', (portion: Portion) => {
  run(portion).then(
    (answer) => process.send?.(answer),
    (error: unknown) => {
      process.send?.({ broken: error instanceof Error ? error.stack : String(error) });
    },
  );
});
process.on('disconnect', () => process.exit());

function installed(where: string): Opponent {
  return samlifyOpponent(createRequire(`${where}/`)('samlify') as Samlify);
}

async function run({ from, count }: Portion): Promise<object> {
  const counts: Record<string, number> = {};
  const differences: object[] = [];
  const add = (name: string): void => {
    counts[name] = (counts[name] ?? 0) + 1;
  };
  for (let seed = from; seed < from + count; seed++) {
    process.send?.({ at: seed });
    const { fixture, other, field } = documentOf(seed);
    const askAlways = seed % ASKED_ALWAYS === 0;
    const examination = await examine(field, fixture, { askAlways, samlify });
    add('documents');
    for (const name of examination.acceptedBy) add(`accepted ${name}`);
    if (askAlways) {
      add('asked about all');
      for (const name of examination.acceptedBy) add(`of those accepted ${name}`);
    }
    const broken = [...examination.differences, ...unsignedContent(examination.outcome, fixture, other)];
    if (examination.outcome.ok && field !== postedField(fixture)) add('accepted and changed');
    if (broken.length > 0) differences.push({ seed, fixture: fixture.id, other: other.id, field, broken });
  }
  return { counts, differences };
}
