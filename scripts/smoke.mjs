// Loads the package as an ES module. Runs in a folder where it is installed, or in this one after a build.
import { readFileSync } from 'node:fs';
import * as claimgate from 'claimgate';
import * as express from 'claimgate/express';
import * as scim from 'claimgate/scim';
import * as memory from 'claimgate/stores/memory';
import * as postgres from 'claimgate/stores/postgres';
import * as redis from 'claimgate/stores/redis';
import * as testing from 'claimgate/testing';
import smokePackage from './smoke-package.cjs';

const expected = JSON.parse(readFileSync(new URL('./exports.json', import.meta.url), 'utf8'));
smokePackage(
  'ESM',
  {
    claimgate,
    'claimgate/express': express,
    'claimgate/scim': scim,
    'claimgate/stores/memory': memory,
    'claimgate/stores/postgres': postgres,
    'claimgate/stores/redis': redis,
    'claimgate/testing': testing,
  },
  expected,
);
