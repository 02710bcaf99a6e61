// One server in a process of its own: bench/scim.mjs starts it and tells it what to be.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { serveBetterAuth } from './serve-better-auth.mjs';
import { serveClaimgate } from './serve-claimgate.mjs';
import { serveScimmy } from './serve-scimmy.mjs';

const SERVERS = { claimgate: serveClaimgate, 'better-auth': serveBetterAuth, scimmy: serveScimmy };

process.on('disconnect', () => process.exit(0));
process.once('message', async ({ who, folder, ...settings }) => {
  try {
    const { load } = await import(pathToFileURL(join(folder, 'load.mjs')).href);
    const { app, ...rest } = await SERVERS[who]({ ...settings, load });
    const server = app.listen(0, '127.0.0.1', () => process.send({ port: server.address().port, ...rest }));
  } catch (error) {
    process.send({ failure: String(error?.stack ?? error) });
  }
});
