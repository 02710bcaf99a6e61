import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { compareAuditPositions } from '../../src/stores/audit-position.js';
import type { AuditEntry, AuditStore, StoredAuditEntry } from '../../src/stores/interfaces/audit.js';

/** An entry with an id that no other has. */
export function auditEntry(members: Partial<AuditEntry> = {}): AuditEntry {
  return {
    id: randomUUID(),
    at: new Date('2026-03-01T12:00:00.123Z'),
    organizationId: 'org-contoso',
    type: 'domain_claimed',
    actor: 'owner-1',
    connectionId: null,
    code: null,
    reference: null,
    data: { domain: 'contoso.com', tries: 3, first: true, none: null, seen: ['a', 'b'] },
    ...members,
  };
}

/** What every audit log promises. `open` gives a log that is ready to use; its content may be shared. */
export function auditStoreContract(name: string, open: () => Promise<AuditStore>): void {
  const organization = () => `org-${randomUUID()}`;
  const ids = (entries: readonly AuditEntry[]) => entries.map(({ id }) => id);
  const everything = { before: null, limit: 1_000 };

  describe(`${name} as audit log`, () => {
    it('gives back what was appended, the newest first', async () => {
      const log = await open();
      const organizationId = organization();
      const [first, second, third] = [1, 2, 3].map(() => auditEntry({ organizationId }));
      if (first === undefined || second === undefined || third === undefined)
        throw new Error('three entries');
      await log.append([first, second]);
      await log.append([third]);
      const found = await log.list(organizationId, everything);
      expect(found.map(({ position: _, ...entry }) => entry)).toEqual([third, second, first]);
    });

    it('keeps every kind of value, and what is null', async () => {
      const log = await open();
      const organizationId = organization();
      const odd = auditEntry({
        organizationId,
        actor: null,
        connectionId: 'c',
        code: 'audience_mismatch',
        reference: 'K7PW-2M4Q',
        data: { quote: `'";--\\ \u{1F511}`, empty: [], zero: 0, half: 0.5, no: false },
      });
      await log.append([odd]);
      expect(await log.list(organizationId, everything)).toEqual([{ ...odd, position: expect.any(String) }]);
    });

    it('appends nothing where there is nothing', async () => {
      const log = await open();
      await expect(log.append([])).resolves.toBeUndefined();
    });

    it('pages by position', async () => {
      const log = await open();
      const organizationId = organization();
      const entries = Array.from({ length: 7 }, () => auditEntry({ organizationId }));
      await log.append(entries);
      const pages: (readonly StoredAuditEntry[])[] = [];
      for (let before: string | null = null; ; ) {
        const page: readonly StoredAuditEntry[] = await log.list(organizationId, { before, limit: 3 });
        if (page.length === 0) break;
        pages.push(page);
        before = page.at(-1)?.position ?? null;
      }
      expect(pages.map((page) => page.length)).toEqual([3, 3, 1]);
      expect(ids(pages.flat())).toEqual(ids(entries).toReversed());
    });

    it('keeps organisations apart', async () => {
      const log = await open();
      const [one, other] = [organization(), organization()];
      await log.append([auditEntry({ organizationId: one }), auditEntry({ organizationId: other })]);
      await log.append([auditEntry({ organizationId: null })]);
      expect((await log.list(one, everything)).map(({ organizationId }) => organizationId)).toEqual([one]);
      expect(await log.list('', everything)).toEqual([]);
      expect(await log.list('null', everything)).toEqual([]);
    });

    it('reads on from a position over all organisations, the oldest first', async () => {
      const log = await open();
      const [one, other] = [organization(), organization()];
      const marker = auditEntry({ organizationId: one });
      await log.append([marker]);
      const start = (await log.list(one, everything))[0]?.position ?? '';
      const added = [one, other, null, one].map((organizationId) => auditEntry({ organizationId }));
      for (const entry of added) await log.append([entry]);
      const seen: StoredAuditEntry[] = [];
      for (let after = start; ; after = seen.at(-1)?.position ?? start) {
        const page = await log.read(after, 2);
        if (page.length === 0) break;
        expect(page.length).toBeLessThanOrEqual(2);
        seen.push(...page);
      }
      const own = new Set(ids(added));
      expect(ids(seen).filter((id) => own.has(id))).toEqual(ids(added));
      for (const [index, entry] of seen.entries()) {
        const before = seen[index - 1]?.position ?? start;
        expect(compareAuditPositions(before, entry.position)).toBeLessThan(0);
      }
      expect((await log.read(null, 1)).length).toBe(1);
    });

    it('loses nothing and gives each position once where many append at once', async () => {
      const log = await open();
      const organizationId = organization();
      const entries = Array.from({ length: 200 }, () => auditEntry({ organizationId }));
      await Promise.all(entries.map((entry) => log.append([entry])));
      const found = await log.list(organizationId, everything);
      expect(ids(found).toSorted()).toEqual(ids(entries).toSorted());
      expect(new Set(found.map(({ position }) => position)).size).toBe(200);
    });

    it('does not change with what was given or taken', async () => {
      const log = await open();
      const organizationId = organization();
      const seen = ['a'];
      const entry = auditEntry({ organizationId, at: new Date(1_000), data: { seen } });
      await log.append([entry]);
      seen.push('b');
      entry.at.setTime(2_000);
      (await log.list(organizationId, everything))[0]?.at.setTime(3_000);
      const [found] = await log.list(organizationId, everything);
      expect(found?.at).toEqual(new Date(1_000));
      expect(found?.data).toEqual({ seen: ['a'] });
    });

    it('prunes what is older and nothing else', async () => {
      const log = await open();
      const organizationId = organization();
      // Older than what other tests append, because a retention rule asks for all organisations.
      await log.prune(new Date('1999-01-01T00:00:00Z'));
      const days = ['1999-01-01', '1999-01-02', '1999-01-03'];
      const entries = days.map((day) => auditEntry({ organizationId, at: new Date(`${day}T00:00:00Z`) }));
      await log.append(entries);
      expect(await log.prune(new Date('1999-01-02T00:00:00Z'))).toBe(1);
      expect(ids(await log.list(organizationId, everything))).toEqual(ids(entries.slice(1)).toReversed());
      expect(await log.prune(new Date('1999-02-01T00:00:00Z'))).toBe(2);
      expect(await log.list(organizationId, everything)).toEqual([]);
    });

    it.each([0, -1, 1.5, 1_001, Number.NaN])('refuses a limit of %d', async (limit) => {
      const log = await open();
      await expect(log.list('org', { before: null, limit })).rejects.toThrow(TypeError);
      await expect(log.read(null, limit)).rejects.toThrow(TypeError);
    });

    it.each(['', 'x', '-1', '1; DROP TABLE audit', '1.2.3', ' 1'])('refuses the position %j', async (odd) => {
      const log = await open();
      await expect(log.list('org', { before: odd, limit: 1 })).rejects.toThrow(TypeError);
      await expect(log.read(odd, 1)).rejects.toThrow(TypeError);
    });
  });
}
