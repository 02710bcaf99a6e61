import type pg from 'pg';
import { afterAll, beforeAll } from 'vitest';
import { postgresContracts } from '../../stores/postgres/contracts.js';
import { openSchema, settledAudit, type TestSchema, withPostgres } from './postgres-server.js';

/** An application may have set its driver and its sessions in ways of its own. */
const UNUSUAL: pg.PoolConfig = {
  options: '-c TimeZone=Asia/Kolkata -c DateStyle=German -c IntervalStyle=iso_8601 -c search_path=',
  types: { getTypeParser: () => (value: unknown) => String(value) },
};

await withPostgres(() => {
  contracts('a pool of PostgreSQL', {});
  contracts('a pool with unusual settings', UNUSUAL);
});

function contracts(name: string, settings: pg.PoolConfig): void {
  let opened: TestSchema;
  beforeAll(async () => {
    opened = await openSchema(20, settings);
  });
  afterAll(() => opened.close());
  postgresContracts(name, () => ({ ...opened.stores, audit: settledAudit(opened) }));
}
