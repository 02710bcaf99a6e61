// The figures as Markdown.
import { aims, short } from './aims.mjs';
import { BASELINE, DEFAULT } from './competitors/index.mjs';
import { overloadNote } from './machine.mjs';
import { probes, variants } from './messages.mjs';
import { coldStartTables } from './report-cold-start.mjs';
import { routeTable } from './report-route.mjs';
import { median, ratios } from './statistics.mjs';

export function report(measured) {
  const { machine, versions, plan, absent, checked, times, paced, allocated, sizes, route, coldStart } =
    measured;
  return `# SAML, measured

Written by \`npm run bench\`, ${machine.date} UTC, over commit ${machine.commit}${machine.changed ? ' with changes that are not committed' : ''}. Machine: ${machine.hardware};
load ${machine.loadBefore} at the beginning, ${machine.loadAfter} at the end (one minute, five, fifteen); Node ${machine.node}.
${overloadNote(machine)}
${list(Object.entries(versions).map(([name, version]) => `${name} ${version}`))}
${absentNote(absent)}
Each competitor is a process of its own and validates the same bytes, in ${plan.rounds} rounds of blocks of at least ${plan.milliseconds} ms in
random order, one at a time. Times are processor time of the process, because other work on the machine does not count in
it; “elapsed” is the clock on the wall. A ratio is taken within a round; what stands is the median, with its quartiles.

## Aims

| what | aim | measured | |
| --- | --- | --- | --- |
${aims(measured).map(aimRow).join('\n')}

## Who validates what

Configured as strictly as each can be; comparisons that its documentation leaves to the application are made in
\`bench/saml/competitors\`. “Accepts” is variant a with one thing changed. Who accepts a tampered or expired message or a foreign
audience is not measured. The floor validates nothing.

| | takes variants | refuses | accepts |
| --- | --- | --- | --- |
${Object.entries(checked).map(checkRow).join('\n')}

${refusedNotes(checked)}@better-auth/sso validates inside its endpoint, and nothing of that can be called alone: its figures are the endpoint over
its memory adapter, up to the reservation of the assertion, which comes after all its checks. Its request state is off.

## Time of one validation

Microseconds of processor time, and how often that fits into node-saml’s (quartiles).

${timeTable(times.processor)}

${Object.entries(variants)
  .filter(([run]) => times.processor[run] !== undefined)
  .map(([run, { title }]) => `- ${run}: ${title}, ${short(measured.bytes[run] / 1000)} KB of XML`)
  .join('\n')}

Elapsed, on the same machine beside its other work:

${timeTable(times.elapsed)}

## Variant a, now and then, and what it allocates

Elapsed microseconds of a call every 25 ms, with 64 MB of other memory touched before each (median, quartiles), and KB of heap.

| | µs, cold caches | times node-saml’s speed | KB allocated |
| --- | --- | --- | --- |
${Object.keys(paced)
  .map((name) => {
    const { median: middle, low, high } = paced[name];
    const fast = paced[BASELINE].median / middle;
    return `| ${name} | ${short(middle)} (${short(low)}–${short(high)}) | ${short(fast)}× | ${kilobytes(allocated[name])} |`;
  })
  .join('\n')}

## Length of the message

Microseconds of processor time by the length of the posted field, assertion signed, more and more groups.

${sizeTable(sizes)}

## The route that takes the post

${route === null ? 'Not measured: a login of the load failed.' : routeTable(route)}

## Cold start

${coldStartTables(coldStart)}
`;
}

function aimRow({ what, aim, measured, reached }) {
  const mark = reached === null ? 'not measured' : reached ? '✓ reached' : '✗ not reached';
  return `| ${what} | ${aim} | ${measured === null ? '–' : short(measured)} | ${mark} |`;
}

function absentNote(absent) {
  const lines = Object.entries(absent).map(([name, why]) => `${name}: ${why}`);
  return lines.length === 0 ? '' : `\nAbsent, and therefore without figures:\n\n${list(lines)}\n`;
}

function checkRow([name, { good, accepts }]) {
  const refuses = Object.keys(probes).filter((probe) => !accepts.includes(probe));
  return `| ${name} | ${good.join(' ')} | ${refuses.join(', ')} | ${accepts.join(', ')} |`;
}

function refusedNotes(checked) {
  const lines = Object.entries(checked).flatMap(([name, { refused }]) =>
    Object.entries(refused).map(([run, why]) => `${name} does not take variant ${run}: ${why}`),
  );
  return lines.length === 0 ? '' : `${list(lines)}\n\n`;
}

function timeTable(times) {
  const runs = Object.keys(times);
  const names = Object.keys(times.a ?? times[runs[0]]);
  return table(
    ['', ...runs],
    names.map((name) => [name, ...runs.map((run) => timeCell(times[run], name))]),
  );
}

function timeCell(times, name) {
  if (times[name] === undefined) return '–';
  const micros = short(median(times[name]));
  if (name === BASELINE) return `${micros} (1×)`;
  const { median: middle, low, high } = ratios(times[BASELINE], times[name]);
  return `${micros} · ${short(middle)}× (${short(low)}–${short(high)})`;
}

function sizeTable(sizes) {
  const lengths = sizes[DEFAULT].points.map(([characters]) => `${Math.round(characters / 1000)} KB`);
  const rows = Object.entries(sizes).map(([name, { points, exponent }]) => [
    name,
    ...points.map(([, micros]) => short(micros)),
    exponent.toFixed(2),
  ]);
  return table(['', ...lengths, 'exponent'], rows);
}

export function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function kilobytes(allocated) {
  return allocated === undefined || allocated === null ? '–' : short(allocated);
}

function list(lines) {
  return lines.map((line) => `- ${line}`).join('\n');
}
