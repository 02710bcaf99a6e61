// Compares the mutants that survived with those that the files in explained/ explain.
import { readdirSync, readFileSync } from 'node:fs';

const FOLDER = new URL('explained/', import.meta.url);

/**
 * Each file is a list of `{ file, why, mutants: [{ line, from, to }] }`: the text of the line where the mutant begins,
 * without white space around it, what is replaced there and by what.
 */
export function readExplained() {
  return readdirSync(FOLDER).flatMap((name) => JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')));
}

/** An explanation is stale where its mutant was tried and did not survive, or is no longer there in a file that was tried. */
export function compareWithExplained(mutants, explained) {
  const survivors = mutants.filter(({ status }) => status === 'Survived' || status === 'NoCoverage');
  const survived = new Set(survivors.map(keyOf));
  const tried = new Set(mutants.map(({ file }) => file));
  const entries = explained.flatMap(({ file, mutants: those }) =>
    those.map((mutant) => ({ file, ...mutant })),
  );
  const known = new Set(entries.map(keyOf));
  return {
    unexplained: survivors.filter((mutant) => !known.has(keyOf(mutant))),
    stale: entries.filter((entry) => tried.has(entry.file) && !survived.has(keyOf(entry))),
  };
}

function keyOf({ file, line, from, to }) {
  return JSON.stringify([file, line, from, to]);
}
