import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OwnPostgres, startOwnPostgres, withOwnPostgres } from './instances/app-database.js';
import { printFigures, tellFigure } from './instances/figures.js';
import { type Instances, startInstances } from './instances/instances.js';
import { Load } from './instances/load.js';
import { isAccepted, Visitor } from './instances/visitor.js';
import { type RedisServer, startRedis, until, withRedis } from './stores/redis-servers.js';

withOwnPostgres(() =>
  withRedis(() => {
    describe('two instances under load', () => {
      let postgres: OwnPostgres;
      let redis: RedisServer;
      let instances: Instances;
      let load: Load;

      beforeAll(async () => {
        [postgres, redis] = await Promise.all([startOwnPostgres(), startRedis()]);
        const redisUrl = `redis://127.0.0.1:${redis.port}`;
        instances = await startInstances(2, { databaseUrl: postgres.url, redisUrl });
        load = new Load(instances, 3);
        await until(async () => load.accepted > 5);
      });
      afterAll(async () => {
        await load?.stop();
        await instances?.stop();
        await Promise.all([redis?.stop(), postgres?.close()]);
        printFigures('outages');
      });

      /** Takes something away under load: it must refuse, admit nobody, and recover by itself. */
      async function outage(
        name: string,
        end: () => Promise<void>,
        back: () => Promise<void>,
      ): Promise<void> {
        await end();
        const [unavailable, refused] = [load.unavailable, load.refused];
        await until(async () => load.unavailable > unavailable + 10);
        const during = load.accepted;
        await until(async () => load.unavailable > unavailable + 30);
        expect(load.accepted).toBe(during);
        const pages = `${load.unavailable - unavailable} pages with 503, ${load.refused - refused} other refusals`;
        await back();
        tellFigure(`${name}: ${pages}; signing in ${await recovered()} ms after it was back`);
      }

      async function recovered(): Promise<number> {
        const [began, before] = [Date.now(), load.accepted];
        await until(async () => load.accepted > before);
        const took = Date.now() - began;
        await until(async () => load.accepted > before + 10);
        return took;
      }

      it('Redis is killed and comes back with its data', async () => {
        const person = new Visitor(instances);
        const underWay = await person.begin();
        await outage('kill -9 of Redis', redis.kill, redis.restart);
        // What had begun before goes on.
        expect(isAccepted(await person.carry(underWay))).toBe(true);
        expect(isAccepted(await person.carry(underWay))).toBe(false);
      });

      it('Redis is killed and comes back empty', async () => {
        const [person, late] = [new Visitor(instances), new Visitor(instances)];
        const used = await person.begin();
        expect(isAccepted(await person.carry(used))).toBe(true);
        const underWay = await late.begin();
        await outage('loss of all that Redis had', redis.kill, redis.restartEmpty);
        // Nothing is taken that nobody remembers having asked for.
        expect((await late.carry(underWay)).status).toBe(200);
        expect(isAccepted(await person.carry(used))).toBe(false);
        expect((await person.get('/account')).status).toBe(200);
      });

      it('all connections of PostgreSQL end', async () => {
        const person = new Visitor(instances);
        await person.signIn();
        const { rows } = await postgres.pool.query(
          `SELECT count(*) FILTER (WHERE pg_terminate_backend(pid))::integer AS ended FROM pg_stat_activity
           WHERE datname = current_database() AND pid <> pg_backend_pid()`,
        );
        expect(rows[0].ended).toBeGreaterThan(0);
        tellFigure(
          `${rows[0].ended} connections of PostgreSQL ended: signing in after ${await recovered()} ms`,
        );
        expect((await person.get('/account')).status).toBe(200);
      });

      it('PostgreSQL crashes and comes back', async () => {
        const person = new Visitor(instances);
        expect(isAccepted(await person.signIn())).toBe(true);
        const underWay = await person.begin();
        await outage('crash of PostgreSQL', postgres.crash, async () => {
          expect(await person.get('/account')).toMatchObject({ status: 503, cookies: [] });
          await postgres.start();
        });
        expect((await person.get('/account')).status).toBe(200);
        expect(isAccepted(await person.carry(underWay))).toBe(true);
      });

      it('took no answer twice in all that, and said nothing else', async () => {
        await load.stop();
        expect(load.twice).toBe(0);
        expect(load.unexpected).toEqual([]);
        const { rows } = await postgres.pool.query(
          `SELECT data->>'assertionId' AS assertion FROM claimgate.audit WHERE type = 'sign_in_accepted'
           GROUP BY 1 HAVING count(*) > 1`,
        );
        expect(rows).toEqual([]);
        tellFigure(`${load.accepted} sign-ins, each answer posted twice: ${load.twice} taken twice`);
      });
    });
  }),
);
