// Runs a measurement in a process of its own, with a limit.
import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Starting, loading and making the message are not what is measured. By the clock, as is the end of a process that waits. */
const LONGEST_WAIT = 300_000;
const LOOK_EVERY = 100;
/** Milliseconds of a tick in /proc. */
const TICK = 10;

/**
 * The last message of the process that runs `script`, a URL; `failed` where it has not come after `limit` milliseconds of the processor's time from
 * when the process said that it begins, or where the process ended without one.
 */
export function runChild(script, args, { limit, flags = [] }) {
  const child = fork(fileURLToPath(script), args, {
    execArgv: flags,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let complaint = '';
  child.stderr.on('data', (text) => {
    complaint = `${complaint}${text}`.slice(-2_000);
  });
  return new Promise((resolve) => {
    const stop = () => child.kill('SIGKILL');
    const waited = setTimeout(stop, LONGEST_WAIT);
    let watch;
    let result = null;
    child.on('message', (message) => {
      if (!message.begun) {
        result = message;
        return;
      }
      const until = timeOf(child.pid) + limit;
      watch = setInterval(() => timeOf(child.pid) > until && stop(), LOOK_EVERY);
    });
    child.on('close', (_status, signal) => {
      clearTimeout(waited);
      clearInterval(watch);
      resolve(result ?? { failed: signal === 'SIGKILL' ? 'limit' : 'ended', complaint });
    });
  });
}

/** Milliseconds of the processor's time that a process has had; by the clock where the system does not tell. */
function timeOf(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * TICK;
  } catch {
    return performance.now();
  }
}
