// What a server answers is looked at before anything rests on it. Clients differ a little: RESP3 knows numbers that
// RESP2 sends as text, and a client may be told to give Buffers or bigints.

/** True for 1, false for 0; throws for any other reply. */
export function readFlag(reply: unknown): boolean {
  const text = typeof reply === 'number' || typeof reply === 'bigint' ? String(reply) : readText(reply);
  if (text === '1') return true;
  if (text === '0') return false;
  throw unexpected('0 or 1');
}

/** A string, or null where there is none; throws for any other reply. */
export function readText(reply: unknown): string | null {
  if (reply === null || reply === undefined) return null;
  if (typeof reply === 'string') return reply;
  if (Buffer.isBuffer(reply)) return reply.toString('utf8');
  throw unexpected('a string');
}

/** An array; throws for any other reply. */
export function readArray(reply: unknown): readonly unknown[] {
  if (!Array.isArray(reply)) throw unexpected('an array');
  return reply;
}

/** Says nothing of the reply itself, which may hold what belongs in no log. */
function unexpected(expected: string): Error {
  return new Error(`Redis gave an unexpected reply: not ${expected}`);
}
