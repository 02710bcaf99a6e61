// One instance's round of re-checks, when told by a line on the standard input; prints what it did.
import { once } from 'node:events';
import { createAccess, openStores } from '../../../examples/express/access.mjs';
import { openDatabase, Remembered } from '../../../examples/express/database.mjs';
import { StubDns } from '../../../examples/express/stub-dns.mjs';

const database = await openDatabase({ url: process.env.DATABASE_URL, folder: null });
const { domainClaims } = createAccess({
  baseUrl: 'http://localhost',
  stores: await openStores(database, null),
  keysOf: async () => null,
  stubDns: new StubDns(new Remembered(database)),
  onEvent: () => undefined,
});
process.stdout.write('ready\n');
await once(process.stdin, 'data');
const summary = await domainClaims.recheckDue(1000);
process.stdout.write(`${JSON.stringify(summary.value)}\n`);
process.stdin.destroy();
await database.close();
