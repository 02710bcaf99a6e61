// Reads Stryker's report and prints how many mutants of each folder had which end.
import { dirname } from 'node:path';

const COLUMNS = ['Killed', 'Timeout', 'Survived', 'NoCoverage', 'RuntimeError', 'Ignored'];

/** Mutants with the line where they begin, what they replace and by what. */
export function readMutants(report) {
  return Object.entries(report.files).flatMap(([file, { source, mutants }]) => {
    const lines = source.split('\n');
    return mutants.map(({ location: { start, end }, replacement, status, mutatorName }) => ({
      file,
      at: `${start.line}:${start.column}`,
      line: lines[start.line - 1].trim(),
      from: oneLine(textBetween(lines, start, end)),
      to: oneLine(replacement),
      mutator: mutatorName,
      status,
    }));
  });
}

/** One row a folder, and one for all. The score is what was noticed of what could have been. */
export function printScores(mutants) {
  const folders = groupByFolder(mutants);
  console.log(['folder', 'mutants', ...COLUMNS, 'score'].join('\t'));
  for (const [folder, those] of [...folders].sort(([a], [b]) => (a < b ? -1 : 1))) printRow(folder, those);
  printRow('all', mutants);
}

function groupByFolder(mutants) {
  const folders = new Map();
  for (const mutant of mutants) {
    const folder = dirname(mutant.file);
    folders.set(folder, [...(folders.get(folder) ?? []), mutant]);
  }
  return folders;
}

function printRow(name, mutants) {
  const counts = COLUMNS.map((status) => mutants.filter((mutant) => mutant.status === status).length);
  const [killed, timeout, survived, noCoverage] = counts;
  const noticed = killed + timeout;
  const score = ((100 * noticed) / (noticed + survived + noCoverage)).toFixed(1);
  console.log([name, mutants.length, ...counts, `${score} %`].join('\t'));
}

function textBetween(lines, start, end) {
  if (start.line === end.line) return lines[start.line - 1].slice(start.column - 1, end.column - 1);
  const between = lines.slice(start.line, end.line - 1);
  return [
    lines[start.line - 1].slice(start.column - 1),
    ...between,
    lines[end.line - 1].slice(0, end.column - 1),
  ].join('\n');
}

function oneLine(text) {
  return text.replace(/\s+/gu, ' ').trim();
}
