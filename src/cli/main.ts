#!/usr/bin/env node
import { realpathSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { run } from './run.js';

/** npm links the command, so the started path is resolved before it is compared. */
function isStarted(): boolean {
  const started = process.argv[1];
  if (started === undefined || typeof import.meta.url !== 'string') return false;
  try {
    return realpathSync(started) === fileURLToPath(import.meta.url);
  } catch {
    return false;
  }
}

async function stdin(): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

if (isStarted()) {
  // A reader that closes early (`| head`) is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  void run(process.argv.slice(2), {
    stdout: (text) => process.stdout.write(text),
    stderr: (text) => process.stderr.write(text),
    stdin,
    color: process.stdout.isTTY === true && process.env['NO_COLOR'] === undefined,
  }).then((exitCode) => {
    process.exitCode = exitCode;
  });
}
