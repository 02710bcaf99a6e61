import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { RecheckSummary } from '../../../src/index.js';
import { postgresStores } from '../../../src/stores/postgres/index.js';
import type { AppDatabase } from './app-database.js';

const SCRIPT = fileURLToPath(new URL('recheck-due.mjs', import.meta.url));
const PREFIX = 'due-';

/** What several processes did with the same claims. */
export interface LookedAt {
  /** Of each claim, which began at 1. */
  readonly revisions: readonly number[];
  /** How many claims each process verified. */
  readonly verified: readonly number[];
}

/** Makes claims that are due, their records published, and lets several processes look at the same moment. */
export async function recheckAtOnce(
  { pool, url }: AppDatabase,
  { claims, processes }: { readonly claims: number; readonly processes: number },
): Promise<LookedAt> {
  const lines = await Promise.all(Array.from({ length: processes }, () => start(url)));
  await makeDue({ pool }, claims);
  for (const { child } of lines) child.stdin?.write('go\n');
  const summaries = await Promise.all(lines.map(({ next }) => next()));
  const { rows } = await pool.query(
    'SELECT revision::integer FROM claimgate.domain_claims WHERE domain LIKE $1',
    [`${PREFIX}%`],
  );
  const read = summaries.map((line): RecheckSummary => JSON.parse(line));
  return { revisions: rows.map(({ revision }) => revision), verified: read.map(({ verified }) => verified) };
}

async function start(url: string): Promise<{ readonly child: ChildProcess; next(): Promise<string> }> {
  const child = spawn(process.execPath, [SCRIPT], {
    env: { ...process.env, DATABASE_URL: url },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<string> => (await lines.next()).value ?? '';
  await next();
  return { child, next };
}

async function makeDue({ pool }: Pick<AppDatabase, 'pool'>, claims: number): Promise<void> {
  const { domainClaims } = postgresStores(pool);
  const now = new Date();
  for (let each = 0; each < claims; each += 1) {
    const domain = `${PREFIX}${each}.example`;
    const token = randomBytes(24).toString('hex');
    await pool.query('INSERT INTO example.remembered (name, value) VALUES ($1, $2)', [
      `dns:${domain}`,
      JSON.stringify([`claimgate-domain-verify=${token}`]),
    ]);
    const claim = {
      organizationId: 'contoso',
      domain,
      token,
      status: 'pending',
      createdAt: now,
      createdBy: null,
      verifiedAt: null,
      lastCheckedAt: null,
      lastOutcome: null,
      nextCheckAt: new Date(now.getTime() - 1_000),
      graceEndsAt: null,
      unverifiedAt: null,
      revision: 1,
    } as const;
    const entry = {
      id: `entry-of-${domain}`,
      at: now,
      organizationId: 'contoso',
      type: 'domain_claimed',
      actor: null,
      connectionId: null,
      code: null,
      reference: null,
      data: {},
    } as const;
    if (!(await domainClaims.insertClaim(claim, entry))) throw new Error(`${domain} is claimed`);
  }
}
