import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AppDatabase, createDatabase } from './instances/app-database.js';
import { printFigures, tellFigure } from './instances/figures.js';
import { type Instance, type Instances, startInstances } from './instances/instances.js';
import { acceptedInLog, postEverywhere } from './instances/post-everywhere.js';
import { isAccepted, Visitor } from './instances/visitor.js';
import { withPostgres } from './stores/postgres-server.js';
import { type RedisServer, startRedis, withRedis } from './stores/redis-servers.js';

const OWNER = { email: 'olivia@contoso.com', password: 'contoso' };
const SETTINGS = '/settings/access-security/single-sign-on';

await withPostgres(() =>
  withRedis(() => {
    describe('three instances over one PostgreSQL and one Redis', () => {
      let database: AppDatabase;
      let redis: RedisServer;
      let instances: Instances;
      let first: Instance;
      let second: Instance;
      let third: Instance;

      beforeAll(async () => {
        [database, redis] = await Promise.all([createDatabase(), startRedis()]);
        const redisUrl = `redis://127.0.0.1:${redis.port}`;
        instances = await startInstances(3, { databaseUrl: database.url, redisUrl });
        [first, second, third] = instances.all as [Instance, Instance, Instance];
      });
      afterAll(async () => {
        await instances?.stop();
        await Promise.all([redis?.stop(), database?.close()]);
        printFigures('three instances');
      });

      it('a sign-in begun at one ends at another, its session holds at a third, and a logout at any ends it', async () => {
        const person = new Visitor(instances);
        const answer = await person.begin(first);
        expect(isAccepted(await person.carry(answer, second))).toBe(true);
        for (const instance of instances.all) {
          expect(await person.get('/account', instance)).toMatchObject({ status: 200 });
        }
        const { entityId, tenant } = instances;
        const { sessionIndex } = answer;
        const logout = new URL(tenant.logoutRequestUrl({ application: entityId, sessionIndex }));
        const answered = await new Visitor(instances).get(logout.pathname + logout.search, third);
        expect(answered.status).toBe(303);
        expect(answered.location).toContain('SAMLResponse=');
        for (const instance of instances.all) {
          expect(await person.get('/account', instance)).toMatchObject({ status: 303, location: '/' });
        }
      });

      it('signs in, whichever instance each request reaches', async () => {
        const person = new Visitor(instances);
        expect(isAccepted(await person.signIn())).toBe(true);
        for (const _ of instances.all) expect((await person.get('/account')).status).toBe(200);
      });

      it('ends a logout that another instance began', async () => {
        const person = new Visitor(instances);
        await person.signIn(first);
        const started = await person.post('/log-out-everywhere', {}, second);
        const tenant = await fetch(started.location ?? '', { redirect: 'manual' });
        const back = new URL(tenant.headers.get('location') ?? '');
        expect(await person.get(back.pathname + back.search, third)).toMatchObject({
          status: 303,
          location: '/logged-out',
        });
      });

      it('takes one of 1,000 posts of an answer, spread over all', async () => {
        const posted = await postEverywhere(instances, 1_000);
        // On a machine that is slow some wait too long for a connection to the database: they are refused as well.
        expect(posted).toMatchObject({ accepted: 1, lost: 0 });
        expect(posted.refused + posted.unavailable).toBe(999);
        expect(await acceptedInLog(database, posted.requestId)).toBe(1);
        tellFigure(`1,000 posts of one answer, Redis: ${posted.summary}`);
      });

      it('changes what all do at once: a connection that is disabled at one', async () => {
        const [owner, person, late] = [1, 2, 3].map(() => new Visitor(instances)) as [
          Visitor,
          Visitor,
          Visitor,
        ];
        await owner.post('/password', OWNER, first);
        await person.signIn(second);
        const underWay = await late.begin(third);
        expect((await owner.press(SETTINGS, `${SETTINGS}/disable`, first)).status).toBe(303);
        await Promise.all(
          instances.all.map(async (instance) => {
            await expect(new Visitor(instances).begin(instance)).rejects.toThrow('not started: 400');
            expect(isAccepted(await late.carry(underWay, instance))).toBe(false);
            expect(await person.get('/account', instance)).toMatchObject({ status: 303, location: '/' });
          }),
        );
        expect((await owner.press(SETTINGS, `${SETTINGS}/enable`, third)).status).toBe(303);
        for (const instance of instances.all) {
          expect(isAccepted(await new Visitor(instances).signIn(instance))).toBe(true);
        }
      });

      it('shows the result of a test sign-in that ended at another', async () => {
        const owner = new Visitor(instances);
        await owner.post('/password', OWNER, first);
        const answer = await owner.choose(
          await owner.press(SETTINGS, `${SETTINGS}/test`, second),
          'Adele Vance',
        );
        const ended = await owner.carry(answer, third);
        expect(ended.location).toContain(`${SETTINGS}/test/`);
        for (const instance of instances.all) {
          const { text } = await owner.get(ended.location ?? '', instance);
          expect(text).toContain('The test sign-in passed');
        }
        const other = new Visitor(instances);
        await other.post('/password', OWNER, first);
        expect((await other.get(ended.location ?? '', first)).status).toBe(404);
      });

      it('lets an owner prove at others who they are, once', async () => {
        const owner = new Visitor(instances);
        const waiting = await owner.carry(await owner.begin(first, 'Olivia Owner'), second);
        expect(waiting.location).toBe('/link');
        expect((await owner.get('/link', third)).location).toContain('/password');
        await owner.post('/password', { ...OWNER, returnTo: '/link' }, third);
        const { text } = await owner.get('/link', first);
        const [, csrf = ''] = /name="csrf" value="([^"]+)"/u.exec(text) ?? [];
        const linked = await Promise.all(
          instances.all.map((instance) => owner.post('/link', { csrf }, instance)),
        );
        expect(linked.filter(isAccepted)).toHaveLength(1);
        expect((await owner.get('/account', second)).status).toBe(200);
      });

      it('shows a refusal by its reference at any instance', async () => {
        const person = new Visitor(instances);
        const answer = await person.begin(first);
        await person.carry(answer, first);
        const { text } = await person.carry(answer, second);
        const [, reference = ''] = /href="\/log\/([0-9A-Z]{10})"/u.exec(text) ?? [];
        for (const instance of instances.all) {
          expect((await person.get(`/log/${reference}`, instance)).text).toContain('request_already_used');
        }
      });

      it('counts tries of a password over all', async () => {
        const statuses: number[] = [];
        for (let tries = 0; tries < 12; tries += 1) {
          const form = { email: 'frank@fabrikam.com', password: tries === 11 ? 'fabrikam' : 'wrong' };
          statuses.push((await new Visitor(instances).post('/password', form)).status);
        }
        expect(new Set(statuses)).toEqual(new Set([400]));
      });

      it('goes on when an instance is killed in the middle, and admits nobody twice', async () => {
        const person = new Visitor(instances);
        const answer = await person.begin(first);
        await first.kill();
        expect(isAccepted(await person.carry(answer))).toBe(true);
        expect((await person.get('/account')).status).toBe(200);
        await first.restart();
        expect((await person.get('/account', first)).status).toBe(200);
        expect(isAccepted(await new Visitor(instances).signIn(first))).toBe(true);
        let lost = 0;
        for (const [round, killed] of [first, second, third].entries()) {
          const posted = await postEverywhere(instances, 150, async (answers) => {
            await answers([1, 10, 40][round] ?? 0);
            await killed.kill();
          });
          lost += posted.lost;
          expect(posted.accepted).toBeLessThanOrEqual(1);
          expect(await acceptedInLog(database, posted.requestId)).toBeLessThanOrEqual(1);
          expect(await sessionsOf(database, posted.assertionId)).toBeLessThanOrEqual(1);
          tellFigure(`kill -9 amid 150 posts of one answer: ${posted.summary}`);
          expect(isAccepted(await new Visitor(instances).signIn())).toBe(true);
          await killed.restart();
          expect(isAccepted(await new Visitor(instances).signIn(killed))).toBe(true);
        }
        expect(lost).toBeGreaterThan(0);
      });
    });
  }),
);

/** Sessions that were made of an assertion: also of a post whose answer was lost with its instance. */
async function sessionsOf(database: AppDatabase, assertionId: string): Promise<number> {
  const { rows } = await database.pool.query(
    `SELECT count(*)::integer AS sessions FROM example.session WHERE person->>'assertionId' = $1`,
    [assertionId],
  );
  return rows[0].sessions;
}
