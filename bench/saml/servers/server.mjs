// A server of one route, forked by acs.mjs. Messages: `listen` (who, settings → port), `start` (count → what sign-ins
// that were started post), `watch` and `watched` (→ event-loop delay and processor time in between).
import { monitorEventLoopDelay } from 'node:perf_hooks';
import express from 'express';
import { mountClaimgate } from './claimgate.mjs';
import { mountNodeSaml } from './node-saml.mjs';

const MOUNTS = { claimgate: mountClaimgate, 'node-saml': mountNodeSaml };
const delay = monitorEventLoopDelay({ resolution: 1 });
let startSignIn = null;
let processorBefore = null;

const verbs = {
  listen: ({ who, settings }) => {
    const app = express();
    startSignIn = MOUNTS[who](app, settings);
    // Express's own handler would write each refusal to the console.
    app.use((_error, _request, response, _next) => response.sendStatus(403));
    return new Promise((resolve) => {
      const server = app.listen(0, '127.0.0.1', () => resolve({ port: server.address().port }));
      // Never: signing the next logins takes as long as it takes.
      server.keepAliveTimeout = 0;
    });
  },
  start: async ({ count }) => {
    const started = [];
    for (let i = 0; i < count; i++) started.push(await startSignIn());
    return { started };
  },
  watch: () => {
    processorBefore = process.cpuUsage();
    delay.reset();
    delay.enable();
    return {};
  },
  watched: () => {
    delay.disable();
    const { user, system } = process.cpuUsage(processorBefore);
    const milliseconds = (part) => delay.percentile(part) / 1e6;
    return { p50: milliseconds(50), p99: milliseconds(99), processorMs: (user + system) / 1000 };
  },
};

process.once('disconnect', () => process.exit());
process.on('message', async ({ verb, ...given }) => {
  try {
    process.send(await verbs[verb](given));
  } catch (error) {
    process.send({ failure: String(error?.stack ?? error) });
  }
});
