// A competitor in a process of its own: one JSON per line goes in, one comes out. Verbs: `configure` (run, settings),
// `ask` (run, field → accepted, why), `block` (run, field, milliseconds → micros of processor time and microseconds elapsed
// for one call), `paced` (… → microseconds elapsed for each call), `allocated` (run, field → kilobytes).
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { competitors } from './competitors/index.mjs';

const WORKER = fileURLToPath(new URL('competitors/worker.mjs', import.meta.url));

/** Starts the process; every `ask` waits for its answer, and rejects where the process failed or ended. */
export function startChild(name, folder, nodeOptions = []) {
  const { command } = competitors[name];
  const [program, args] =
    command === undefined
      ? [process.execPath, [...nodeOptions, WORKER, name, folder]]
      : [command[0], [fileURLToPath(command[1])]];
  // Python leaves no compiled files beside the sources.
  const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1' };
  const child = spawn(program, args, { env, stdio: ['pipe', 'pipe', 'pipe'] });
  let complaint = '';
  child.stderr.on('data', (data) => {
    complaint = `${complaint}${data}`.slice(-500);
  });
  child.stdin.on('error', () => {});
  const ended = new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code) => resolve(`ended with ${code}: ${complaint.trim()}`));
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async ask(request) {
      child.stdin.write(`${JSON.stringify(request)}\n`);
      const { done, value } = await lines.next();
      if (done) throw new Error(`${name} ${await ended}`);
      const answer = JSON.parse(value);
      if (answer.failure !== undefined) throw new Error(`${name}: ${answer.failure}`);
      return answer;
    },
    /** Ends the process by the end of its input. */
    stop() {
      child.stdin.end();
      return ended;
    },
  };
}
