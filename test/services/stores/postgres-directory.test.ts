import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  accepted,
  choose,
  codeOf,
  everybody,
  given,
  ORG,
  signInOf,
  type World,
  world,
} from '../../directory/world.js';
import { openSchema, type TestSchema, withPostgres } from './postgres-server.js';

const ADA = 'ada@contoso.example';

await withPostgres(() => {
  describe('a directory over PostgreSQL', () => {
    let opened: TestSchema;
    let at: World;
    beforeAll(async () => {
      opened = await openSchema();
      const { members, policies, audit } = opened.stores;
      at = { ...world({ members, policies }), members, policies, audit };
      await choose(at, 'jit');
    });
    afterAll(() => opened.close());

    it('makes one member of a person who signs in 100 times at once', async () => {
      const admitted = await Promise.all(
        Array.from({ length: 100 }, () => at.directory.admit(signInOf(ADA))),
      );
      const values = admitted.map(accepted);
      expect(values.filter(({ created }) => created)).toHaveLength(1);
      expect(await everybody(at)).toHaveLength(1);
      for (const { session } of values) expect(await at.directory.isSessionValid(session)).toBe(true);
    });

    it('links a member once, and ends what a deactivation at the same moment finds', async () => {
      const email = 'bob@contoso.example';
      const { id: memberId } = await given(at, { email });
      const linked = await Promise.all(Array.from({ length: 50 }, () => at.directory.admit(signInOf(email))));
      expect(linked.map(accepted).filter((each) => each.linked)).toHaveLength(1);
      const name = { organizationId: ORG, memberId };
      const [deactivated, ...admitted] = await Promise.all([
        at.directory.deactivate(name, 'eve'),
        ...Array.from({ length: 20 }, () => at.directory.admit(signInOf(email))),
      ]);
      expect(codeOf(deactivated)).toBeNull();
      for (const each of [...linked, ...admitted]) {
        if (each.ok) expect(await at.directory.isSessionValid(each.value.session)).toBe(false);
        else expect(each.error.code).toBe('member_deactivated');
      }
    });

    it('keeps one of two owners who leave at the same moment', async () => {
      const owners = [await given(at, { role: 'owner' }), await given(at, { role: 'owner' })];
      const codes = await Promise.all(
        owners.map(async ({ id: memberId }) =>
          codeOf(await at.directory.remove({ organizationId: ORG, memberId }, 'eve')),
        ),
      );
      expect(codes.filter((code) => code === 'last_owner')).toHaveLength(1);
    });
  });
});
