// The route that takes the post: two Express servers, each a process of its own, under the same load from this one. Each
// login answers a request of its own with an assertion of its own, all signed beforehand.
import { fork } from 'node:child_process';
import { Agent, request as requestHttp } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { variants } from './messages.mjs';
import { responseMinter } from './mint-many.mjs';
import { quantile, ratios, shuffled, spread } from './statistics.mjs';
import { settings, settingsFor } from './world.mjs';

const SERVER = fileURLToPath(new URL('servers/server.mjs', import.meta.url));
const WHO = ['claimgate', 'node-saml'];
const CONNECTIONS = 8;
/** So many that a block lasts about as long with either. */
const LOGINS = { claimgate: 600, 'node-saml': 100 };
export const LOGINS_A_SECOND = 150;
const PATH = new URL(settings.assertionConsumerServiceUrl).pathname;

/** Logins a second, processor time of the server for one, and event-loop delay at a steady rate, with spreads. */
export async function measureRoute({ rounds, seconds, tell }) {
  const servers = await Promise.all(WHO.map(startServer));
  try {
    const closed = [];
    const steady = [];
    for (const server of servers) await closedLoop(server, LOGINS[server.who] / 2);
    for (let round = 0; round < rounds; round++) {
      closed.push(await eachInTurn(servers, (server) => closedLoop(server, LOGINS[server.who])));
      steady.push(await eachInTurn(servers, (server) => steadyRate(server, LOGINS_A_SECOND * seconds)));
      tell(`route, round ${round + 1} of ${rounds}`);
    }
    return summary(closed, steady);
  } finally {
    for (const { stop } of servers) stop();
  }
}

async function startServer(who) {
  const child = fork(SERVER, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const ask = (message) =>
    new Promise((resolve, reject) => {
      const ended = (code) => reject(new Error(`The server of ${who} ended with ${code}`));
      child.once('exit', ended);
      child.once('message', (answer) => {
        child.off('exit', ended);
        if (answer.failure === undefined) resolve(answer);
        else reject(new Error(`${who}: ${answer.failure}`));
      });
      child.send(message);
    });
  const { port } = await ask({ verb: 'listen', who, settings: settingsFor(variants.a, '') });
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const stop = () => {
    agent.destroy();
    child.kill();
  };
  return { who, ask, stop, post: (login) => post(agent, port, login) };
}

async function eachInTurn(servers, measure) {
  const found = {};
  for (const server of shuffled(servers)) found[server.who] = await measure(server);
  return found;
}

async function closedLoop(server, count) {
  const logins = await prepare(server, count);
  const start = performance.now();
  await server.ask({ verb: 'watch' });
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      for (let login = logins.pop(); login !== undefined; login = logins.pop()) await server.post(login);
    }),
  );
  const milliseconds = performance.now() - start;
  const { processorMs } = await server.ask({ verb: 'watched' });
  return { perSecond: (count / milliseconds) * 1000, processorMs: processorMs / count };
}

async function steadyRate(server, count) {
  const logins = await prepare(server, count);
  await server.ask({ verb: 'watch' });
  const start = performance.now();
  const posts = [];
  for (const [index, login] of logins.entries()) {
    const due = start + (index * 1000) / LOGINS_A_SECOND;
    if (due > performance.now()) await pause(due - performance.now());
    const posted = server.post(login);
    // Awaited below; a login that fails meanwhile must not end the process.
    posted.catch(() => {});
    posts.push(posted);
  }
  const latencies = await Promise.all(posts);
  return { ...(await server.ask({ verb: 'watched' })), latency: quantile(latencies, 0.99) };
}

async function prepare(server, count) {
  const { started } = await server.ask({ verb: 'start', count });
  const respondTo = responseMinter();
  return started.map(({ requestId, relayState, cookie }) => {
    const form = { SAMLResponse: respondTo(requestId), ...(relayState ? { RelayState: relayState } : {}) };
    return { body: new URLSearchParams(form).toString(), cookie };
  });
}

/** Milliseconds until the end of the answer, which must be the redirect of a login. */
function post(agent, port, { body, cookie }) {
  const start = performance.now();
  const headers = { 'content-type': 'application/x-www-form-urlencoded', cookie };
  return new Promise((resolve, reject) => {
    const options = { agent, host: '127.0.0.1', port, path: PATH, method: 'POST', headers };
    const request = requestHttp(options, (response) => {
      response.resume();
      response.once('end', () => {
        if (response.statusCode === 303) resolve(performance.now() - start);
        else reject(new Error(`A login was answered with ${response.statusCode}`));
      });
    });
    request.once('error', reject);
    request.end(body);
  });
}

function summary(closed, steady) {
  const column = (rounds, who, what) => rounds.map((round) => round[who][what]);
  const of = (rounds, what) => Object.fromEntries(WHO.map((who) => [who, spread(column(rounds, who, what))]));
  const better = (rounds, what, from, to) => ratios(column(rounds, from, what), column(rounds, to, what));
  return {
    perSecond: of(closed, 'perSecond'),
    processorMs: of(closed, 'processorMs'),
    p50: of(steady, 'p50'),
    p99: of(steady, 'p99'),
    latency: of(steady, 'latency'),
    throughputRatio: better(closed, 'perSecond', 'claimgate', 'node-saml'),
    processorRatio: better(closed, 'processorMs', 'node-saml', 'claimgate'),
    p99Ratio: better(steady, 'p99', 'claimgate', 'node-saml'),
  };
}
