// The figures as Markdown, printed and kept.
import { loadavg } from 'node:os';
import { median, quantile } from './measure.mjs';

export function report({ machine, replayed, worlds, latencies, throughput, clients }) {
  const { versions, size } = machine;
  return `# Provisioning, measured

\`npm run bench:scim\`, ${machine.date} UTC, over commit ${machine.commit}. Machine: ${machine.hardware}, load ${loadavg()
    .map((load) => load.toFixed(1))
    .join(' ')} at the end; Node ${machine.node}; ${machine.database}. Peers: ${Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ')}.

**The machine was shared with other work while this was measured**: the clients, the servers, the database and that work had
its processors together. Ratios of one run, taken in turn, say something; the milliseconds are upper bounds.

Each server is a process of its own behind Express, with keep-alive, asked over loopback. claimgate runs with everything
that an application has: credential, request log, audit entries, outbox, members, all in PostgreSQL; only its rate limit is set out of the
way. @better-auth/scim is over PostgreSQL too. scimmy brings no store and has maps in memory: a database would come on top.

## One request at a time

Milliseconds until the last byte: p50 / p99, and how often p50 with ${count(size.small)} users fits into p50 with
${count(size.large)} (median of ${size.rounds} rounds, lowest to highest). Members: ${groupsOf(worlds)}.

${latencyTable(worlds, latencies)}

${notMeasured(worlds, latencies)}

## ${clients} clients that never pause

Of a hundred requests 40 find a user, 15 read one, 15 change one, 5 create one, 10 read the group without its members, 15 add or
remove one member of it. All of them change the one group.

${throughputTable(throughput)}

## Entra’s requests, right and wrong

\`bench/scim/replay.mjs\`: each case asks as Entra does and looks at what is so afterwards.

${replayTable(replayed)}
`;
}

function latencyTable(worlds, { times }) {
  const steps = [...new Set(worlds.flatMap((world) => [...times.get(world).keys()]))];
  const names = [...new Set(worlds.map(({ who }) => who))];
  const rows = steps.flatMap((step) =>
    names.map((who) => {
      const [small, large] = worlds
        .filter((world) => world.who === who)
        .map((world) => times.get(world).get(step));
      return `| ${step} | ${who} | ${milliseconds(small)} | ${milliseconds(large)} | ${ratio(small, large)} |`;
    }),
  );
  return [
    '| request | server | small | large | large : small |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

function milliseconds(rounds) {
  const all = rounds?.flat() ?? [];
  if (all.length === 0) return '–';
  return `${short(median(all))} / ${short(quantile(all, 0.99))} (${all.length})`;
}

function ratio(small, large) {
  if (small === undefined || large === undefined) return '–';
  const ratios = small.flatMap((times, round) => {
    const others = large[round];
    return times.length === 0 || others.length === 0 ? [] : [median(others) / median(times)];
  });
  if (ratios.length === 0) return '–';
  return `${short(median(ratios))} (${short(Math.min(...ratios))}–${short(Math.max(...ratios))})`;
}

function notMeasured(worlds, { failures }) {
  const lines = worlds.flatMap((world) =>
    [...failures.get(world)].map(
      ([step, why]) => `- ${world.who}, ${count(world.users)} users, ${step}: not as asked for (${why}).`,
    ),
  );
  return lines.join('\n');
}

function throughputTable(throughput) {
  const rows = [...throughput].map(([{ who, users, members }, { perSecond, times, failed }]) => {
    const others = [...failed].map(([status, times]) => `${times} × ${status}`).join(', ') || 'none';
    const spread = `${whole(Math.min(...perSecond))}–${whole(Math.max(...perSecond))}`;
    const [p50, p99] = [median(times), quantile(times, 0.99)].map((time) => short(time ?? 0));
    return `| ${who} | ${count(users)} / ${count(members)} | ${whole(median(perSecond))} (${spread}) | ${p50} / ${p99} | ${others} |`;
  });
  return [
    '| server | users / members | good answers a second | p50 / p99 ms | refused |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

function replayTable(replayed) {
  const rows = Object.entries(replayed).map(
    ([who, { right, wrong }]) => `| ${who} | ${right} | ${wrong.length} |`,
  );
  const details = Object.entries(replayed).flatMap(([who, { wrong }]) =>
    wrong.map((each) => `- ${who}: ${each}`),
  );
  return ['| server | right | wrong |', '| --- | --- | --- |', ...rows, '', ...details].join('\n');
}

function groupsOf(worlds) {
  return worlds.map(({ who, users, members }) => `${who} ${count(members)} of ${count(users)}`).join(', ');
}

const count = (number) => number.toLocaleString('en-US');
const whole = (number) => number.toFixed(0);
const short = (number) =>
  number >= 100 ? number.toFixed(0) : number >= 10 ? number.toFixed(1) : number.toFixed(2);
