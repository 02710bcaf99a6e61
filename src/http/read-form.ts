import { type Refusal, type Result, refusal, success } from '../errors/index.js';

/** More than any identity provider sends; a flood of tiny fields is refused before they are taken apart. */
const MOST_FIELDS = 64;
/**
 * A network cuts a body into pieces of hundreds of bytes at least. In pieces of one byte it takes a hundred times as
 * long, and each piece is held: after the first thousand they have so many bytes on average.
 */
const FREE_PIECES = 1_024;
const LEAST_AVERAGE = 128;
const AMPERSAND = 0x26;

/**
 * Reads the body of a POST as application/x-www-form-urlencoded, in UTF-8, and not one chunk more than `limit`
 * bytes hold. Fields keep their order, and repeated ones stay repeated.
 */
export async function readForm(request: Request, limit: number): Promise<Result<URLSearchParams>> {
  const violation = headerViolation(request, limit);
  if (violation !== null) return violation;
  const body = await readBody(request, limit);
  if (!body.ok) return body;
  if (fieldCount(body.value) > MOST_FIELDS) {
    return refusal('body_not_readable', { reason: `more than ${MOST_FIELDS} fields` });
  }
  try {
    return success(new URLSearchParams(new TextDecoder('utf-8', { fatal: true }).decode(body.value)));
  } catch (cause) {
    return refusal('body_not_readable', { reason: 'not valid UTF-8' }, { cause });
  }
}

function headerViolation(request: Request, limit: number): Refusal | null {
  const received = request.headers.get('content-type');
  const [mediaType = ''] = (received ?? '').split(';');
  if (mediaType.trim().toLowerCase() !== 'application/x-www-form-urlencoded') {
    return refusal('content_type_not_supported', { received });
  }
  // What the header promises spares the reading; what it hides is counted below.
  return Number(request.headers.get('content-length') ?? 0) > limit
    ? refusal('body_too_large', { limit })
    : null;
}

export async function readBody(request: Request, limit: number): Promise<Result<Uint8Array>> {
  if (request.bodyUsed) return refusal('body_not_readable', { reason: 'it was read before' });
  if (request.body === null) return success(new Uint8Array());
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = request.body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return success(Buffer.concat(chunks, length));
      length += value.byteLength;
      if (length > limit) {
        // The stream is told to stop, but an answer need not wait for it.
        reader.cancel().catch(() => undefined);
        return refusal('body_too_large', { limit });
      }
      chunks.push(value);
      if (chunks.length > FREE_PIECES && length < chunks.length * LEAST_AVERAGE) {
        reader.cancel().catch(() => undefined);
        return refusal('body_not_readable', { reason: 'it comes in too small pieces' });
      }
    }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return refusal('body_not_readable', { reason }, { cause });
  }
}

function fieldCount(body: Uint8Array): number {
  let count = 1;
  for (const byte of body) if (byte === AMPERSAND) count += 1;
  return count;
}
