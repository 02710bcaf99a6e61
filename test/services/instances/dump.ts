import { execFileSync, spawnSync } from 'node:child_process';
import type { AppDatabase } from './app-database.js';

/** Whether PostgreSQL's own tools are there. */
export function canDump(): boolean {
  return ['pg_dump', 'psql'].every((program) => spawnSync(program, ['--version']).status === 0);
}

/** Takes a back-up; the function that it gives puts the database back to it. */
export function dump({ url }: AppDatabase): () => void {
  const saved = execFileSync('pg_dump', ['--clean', '--if-exists', `--dbname=${url}`], {
    maxBuffer: 256 * 1024 * 1024,
  });
  return () => {
    const once = ['--quiet', '--single-transaction', '--set', 'ON_ERROR_STOP=1', `--dbname=${url}`];
    execFileSync('psql', once, { input: saved, stdio: ['pipe', 'ignore', 'inherit'] });
  };
}
