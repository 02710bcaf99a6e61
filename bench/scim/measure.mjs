// Interleaved: in each round every server is asked every group of requests once, in random order.
import { mixed, requests } from './requests.mjs';

/** Times of every request in milliseconds, by its name, server and round; and why something cannot be measured. */
export async function measureLatencies(worlds, { rounds, blockMilliseconds }) {
  const times = new Map(worlds.map((world) => [world, new Map()]));
  const failures = new Map(worlds.map((world) => [world, new Map()]));
  const pairs = worlds.flatMap((world) => Object.keys(requests).map((name) => ({ world, name })));
  for (const { world, name } of pairs)
    await block(world, name, blockMilliseconds / 2, [], failures.get(world));
  for (let round = 0; round < rounds; round += 1) {
    for (const { world, name } of shuffled(pairs)) {
      const measured = [];
      await block(world, name, blockMilliseconds, measured, failures.get(world));
      for (const { step, milliseconds } of measured) {
        const ofStep = times.get(world).get(step) ?? Array.from({ length: rounds }, () => []);
        ofStep[round].push(milliseconds);
        times.get(world).set(step, ofStep);
      }
    }
  }
  return { times, failures };
}

async function block(world, name, milliseconds, measured, failures) {
  const until = performance.now() + milliseconds;
  let before = null;
  do {
    before = null;
    for (const [step, request, isRight] of requests[name](world)) {
      if (failures.has(step)) continue;
      const asked = typeof request === 'function' ? request(before) : request;
      const answer = await world
        .send(...asked)
        .catch((error) => ({ status: 0, body: { detail: error.message } }));
      if (isRight(answer)) measured.push({ step, milliseconds: answer.milliseconds });
      else failures.set(step, `${answer.status} ${answer.body?.detail ?? 'other than asked for'}`);
      before ??= answer;
    }
  } while (performance.now() < until);
}

/** Requests that were answered well in a second by one instance, with so many clients that never pause. */
export async function measureThroughput(worlds, { rounds, seconds, clients }) {
  const found = new Map(worlds.map((world) => [world, { perSecond: [], times: [], failed: new Map() }]));
  for (let round = 0; round < rounds; round += 1) {
    for (const world of shuffled(worlds)) {
      const { perSecond, times, failed } = found.get(world);
      const startedAt = performance.now();
      const until = startedAt + seconds * 1000;
      let done = 0;
      const client = async () => {
        while (performance.now() < until) {
          const answer = await mixed(world, Math.random);
          if (answer.status >= 200 && answer.status < 300) {
            done += 1;
            times.push(answer.milliseconds);
          } else failed.set(answer.status, (failed.get(answer.status) ?? 0) + 1);
        }
      };
      await Promise.all(Array.from({ length: clients }, client));
      perSecond.push((done * 1000) / (performance.now() - startedAt));
    }
  }
  return found;
}

export function quantile(values, part) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
}

export const median = (values) => quantile(values, 0.5);

function shuffled(items) {
  const copy = [...items];
  for (let i = copy.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [copy[i], copy[j]] = [copy[j], copy[i]];
  }
  return copy;
}
