import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '../../src/stores/postgres/index.js';
import { type AppDatabase, createDatabase } from './instances/app-database.js';
import { canDump, dump } from './instances/dump.js';
import { printFigures, tellFigure } from './instances/figures.js';
import { type Instances, startInstances } from './instances/instances.js';
import { acceptedInLog, postEverywhere } from './instances/post-everywhere.js';
import { recheckAtOnce } from './instances/recheck-at-once.js';
import { isAccepted, Visitor } from './instances/visitor.js';
import { withPostgres } from './stores/postgres-server.js';

const CLAIMS = 60;

await withPostgres(() => {
  describe('instances that start at the same moment on an empty database, without Redis', () => {
    let database: AppDatabase;
    let instances: Instances;
    beforeAll(async () => {
      database = await createDatabase();
      const began = Date.now();
      instances = await startInstances(3, { databaseUrl: database.url });
      tellFigure(`3 instances on an empty database serve after ${Date.now() - began} ms`);
    });
    afterAll(async () => {
      await instances?.stop();
      await database?.close();
      printFigures('PostgreSQL alone');
    });

    it('all come up, with what a first start makes there once', async () => {
      for (const instance of instances.all) {
        expect(isAccepted(await new Visitor(instances).signIn(instance))).toBe(true);
      }
      const { rows: members } = await database.pool.query('SELECT email FROM claimgate.members');
      expect(members).toHaveLength(5); // the four of the example, and who signed in
      expect(await entriesOf(database, 'connection_enabled')).toBe(1);
      expect(await entriesOf(database, 'domain_verified')).toBe(1);
    });

    it('take one of 1,000 posts of an answer', async () => {
      const posted = await postEverywhere(instances, 1_000);
      expect(posted).toMatchObject({ accepted: 1, lost: 0 });
      expect(posted.refused + posted.unavailable).toBe(999);
      expect(await acceptedInLog(database, posted.requestId)).toBe(1);
      tellFigure(`1,000 posts of one answer: ${posted.summary}`);
    });

    it('look at each claim that is due once', async () => {
      const looked = await recheckAtOnce(database, { processes: 3, claims: CLAIMS });
      // Once taken and once written; a second look would be two more.
      expect(looked.revisions).toEqual(Array.from({ length: CLAIMS }, () => 3));
      expect(await entriesOf(database, 'domain_verified')).toBe(1 + CLAIMS);
      tellFigure(`${CLAIMS} claims due, 3 processes at once: verified ${looked.verified.join(' + ')}`);
    });

    it.skipIf(!canDump() && process.env['CI'] !== 'true')(
      'know an answered request after a restore only where requests are deleted',
      async () => {
        const [person, other] = [new Visitor(instances), new Visitor(instances)];
        const [answer, second] = [await person.begin(), await other.begin()];
        const restore = dump(database);
        expect(isAccepted(await person.carry(answer))).toBe(true);
        expect(isAccepted(await other.carry(second))).toBe(true);
        restore();
        await migrate(database.pool);
        // What the operations page warns of.
        expect(isAccepted(await person.carry(answer))).toBe(true);
        await database.pool.query('DELETE FROM claimgate.requests');
        expect(isAccepted(await other.carry(second))).toBe(false);
        expect(isAccepted(await new Visitor(instances).signIn())).toBe(true);
      },
    );
  });
});

async function entriesOf({ pool }: AppDatabase, type: string): Promise<number> {
  const { rows } = await pool.query(
    'SELECT count(*)::integer AS entries FROM claimgate.audit WHERE type = $1',
    [type],
  );
  return rows[0].entries;
}
