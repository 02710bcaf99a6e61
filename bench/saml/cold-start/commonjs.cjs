'use strict';

// A fresh process: node commonjs.cjs <who>, the settings on its standard input. Tells the milliseconds of its two
// steps, elapsed and of the processor.
const { readFileSync } = require('node:fs');
const configure = require('./configure.cjs');

const now = () => ({ elapsed: performance.now(), processor: process.cpuUsage() });
const between = (before, after) => ({
  elapsed: after.elapsed - before.elapsed,
  processor:
    (after.processor.user + after.processor.system - before.processor.user - before.processor.system) / 1000,
});

const [who] = process.argv.slice(2);
const given = JSON.parse(readFileSync(0, 'utf8'));
const start = now();
const library = who === 'claimgate' ? require('../../../dist/index.cjs') : require('@node-saml/node-saml');
const accept = configure[who](library, given);
const configured = now();
accept().then(() => {
  console.log(JSON.stringify({ configure: between(start, configured), first: between(configured, now()) }));
});
