import { readFile, writeFile } from 'node:fs/promises';
import { UsageError } from './command.js';

const MAX_FILE_BYTES = 64 * 1024 * 1024;

/** The bytes of a file; a file that cannot be read, or is far larger than anything of ours, is wrong usage. */
export async function readBytes(path: string): Promise<Buffer> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new UsageError(`cannot read ${path}: ${reason(cause)}`, { cause });
  });
  if (bytes.length > MAX_FILE_BYTES) throw new UsageError(`${path} is larger than 64 MiB.`);
  return bytes;
}

/** The JSON of a file, which may begin with a byte order mark. */
export async function readJson(path: string): Promise<unknown> {
  const text = (await readBytes(path)).toString('utf8').replace(/^\uFEFF/, '');
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UsageError(`${path} is not JSON: ${reason(cause)}`, { cause });
  }
}

export async function writeText(path: string, text: string): Promise<void> {
  await writeFile(path, text).catch((cause: unknown) => {
    throw new UsageError(`cannot write ${path}: ${reason(cause)}`, { cause });
  });
}

function reason(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  switch ((cause as NodeJS.ErrnoException).code) {
    case 'ENOENT':
      return 'there is no such file or folder.';
    case 'EISDIR':
      return 'it is a folder.';
    case 'EACCES':
      return 'permission denied.';
    default:
      return cause.message;
  }
}
