// The table of a run, as Markdown and line by line.
import { cpus, loadavg } from 'node:os';
import { PEER_LIMIT, PEERS } from './peers.mjs';

const SIGNS = { ok: '✓', near: '≈', over: '✗' };
const GROUPS = [
  ['Posted responses', ({ kind }) => kind === 'response'],
  ['Requests to the pages', ({ kind, id }) => kind === 'request' && !id.startsWith('SCIM')],
  ['Provisioning', ({ id }) => id.startsWith('SCIM')],
  ['Uploads of administrators', ({ kind }) => kind === 'document'],
];

/** One row on one line. */
export function titleOf({ id, title }, { result, verdict }) {
  const times = result.measured.map(({ size, milliseconds }) => `${size}k ${shown(milliseconds)}`).join(' ');
  const { marks } = verdict;
  const signs = Object.values(marks)
    .map((mark) => SIGNS[mark])
    .join('');
  const figures = `${verdict.times.toFixed(1)}× exp ${power(verdict.exponent)} mem ${verdict.memory.toFixed(1)}`;
  return `${signs} ${id.padEnd(22)} ${figures.padEnd(32)} ${times} ms  ${title} → ${verdict.largest.answer}`;
}

export function reportOf(ours, peers) {
  const good = ours.map(({ result }) => result.goodMilliseconds).sort((a, b) => a - b);
  const counts = ['time', 'growth', 'memory'].map((what) => {
    const inside = ours.filter(({ verdict }) => verdict.marks[what] === 'ok').length;
    return `${what} ${inside} of ${ours.length}`;
  });
  return [
    '# What hostile bodies cost',
    '',
    `\`npm run bench:dos\`, ${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${cpus().length} × ${cpus()[0].model.trim()}, load ${loadavg()[0].toFixed(0)} at the end. Times are the least of several runs, by the clock or by the processor’s time, on a machine that does other things as well: compare the ratios.`,
    '',
    ...NOTES,
    `- One good validation (default, Entra’s default message of 5 KB) took ${shown(good[Math.floor(good.length / 2)])} ms (median over the processes).`,
    `- In the budget: ${counts.join(', ')}.`,
    '',
    ...GROUPS.flatMap(([title, belongs]) =>
      table(
        title,
        ours.filter(({ row }) => belongs(row)),
      ),
    ),
    ...(peers === null ? [] : peerTable(ours, peers)),
  ].join('\n');
}

const NOTES = [
  'Each row is a process of its own. *by* is who can send it: what a *used response* is needed for passes the RSA signature, as its SignedInfo is genuine, and fails at the digest; what *the customer’s key* is needed for is signed like any good message.',
  '',
  '- **times**: of one good validation in the same process, at the worst size under the cap. Budget: 20, for each 256 KB where more than a message may be sent. What the customer’s own key signed is compared with a good message of the same size.',
  '- **exp**: exponent of time over size, fitted over the sizes up to 256 KB. Budget: 1.1, where the largest takes more than five good validations.',
  '- **memory**: all bytes that one run allocates, per byte of the body at the largest size under the cap, which is more than it holds at once. Budget: 40.',
  '- ✓ within, ≈ over by no more than a machine’s noise (half as much again; 0.25 of the exponent), ✗ over.',
];

function table(title, rows) {
  if (rows.length === 0) return [];
  const lines = rows.map(({ row, result, verdict }) => {
    const { marks, largest } = verdict;
    const sizes = result.measured.map(
      ({ size, milliseconds }) => `${kilobytes(size)}: ${shown(milliseconds)}`,
    );
    const alone = largest.alone === null ? '' : shown(largest.alone);
    const figures = [
      `${verdict.times.toFixed(1)} ${SIGNS[marks.time]}`,
      `${power(verdict.exponent)} ${SIGNS[marks.growth]}`,
      `${verdict.memory.toFixed(1)} ${SIGNS[marks.memory]}`,
    ];
    return `| ${[row.id, row.title, row.by, sizes.join(' · '), alone, ...figures, `\`${largest.answer}\``].join(' | ')} |`;
  });
  return [
    `## ${title}`,
    '',
    '| row | body | by | milliseconds by size | reader 1 alone | times | exp | memory | answer |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    ...lines,
    '',
  ];
}

function peerTable(ours, { found, versions }) {
  const names = Object.keys(PEERS);
  const lines = ours
    .filter(({ row }) => found[row.id] !== undefined)
    .map(({ row, result }) => {
      const at = result.measured.filter(({ bytes }) => bytes <= 262_144).at(-1);
      const cells = names.map((name) => peerCell(found[row.id][name]));
      return `| ${[row.id, row.title, `${shown(at.milliseconds)}, \`${at.answer}\``, ...cells].join(' | ')} |`;
    });
  return [
    '## Beside other libraries',
    '',
    `The same messages of 250 KB (milliseconds, growth of the resident memory, answer). A process is ended after ${PEER_LIMIT / 1_000} s of the processor’s time.`,
    '',
    `| row | body | claimgate | ${names.map((name) => `${name} ${versions[name]}`).join(' | ')} |`,
    `| --- | --- | --- | ${names.map(() => '---').join(' | ')} |`,
    ...lines,
    '',
  ];
}

function peerCell({ failed, milliseconds, grown, answer }) {
  if (failed === 'limit') return `**> ${PEER_LIMIT / 1_000} s**`;
  if (failed !== undefined) return '**process ended**';
  return `${shown(milliseconds)}, ${Math.round(grown / 1_048_576)} MB, ${answer}`;
}

const kilobytes = (size) => (size < 1_024 ? `${size} KB` : `${size / 1_024} MB`);
const power = (exponent) => (exponent === null ? '–' : exponent.toFixed(2));

function shown(milliseconds) {
  return milliseconds >= 100 ? milliseconds.toFixed(0) : milliseconds.toPrecision(2);
}
