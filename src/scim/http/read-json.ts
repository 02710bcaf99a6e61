import { success } from '../../errors/index.js';
import { readBody } from '../../http/read-form.js';
import { type ScimResult, scimRefusal } from '../scim-error.js';

const MEDIA_TYPES: readonly string[] = ['application/scim+json', 'application/json'];
/** Resources have four levels; more is somebody who tries out what we bear. */
const DEEPEST = 32;
/** Attributes of a resource are some dozens; each name that means nothing costs more than the bytes that spell it. */
const MOST_NAMES = 1_000;

/**
 * Reads the body of a request as JSON in UTF-8 (RFC 7644 §3.8), at most `limit` bytes. Refuses with 415 another media type,
 * with 413 what is longer or has more names in one object, with 400 `invalidSyntax` all that is no JSON, or nested deeper, than
 * any resource.
 */
export async function readJson(request: Request, limit: number): Promise<ScimResult<unknown>> {
  const { headers } = request;
  if (!isJson(headers.get('content-type')) || !isPlain(headers.get('content-encoding'))) {
    return scimRefusal(415, null, 'The body must be application/scim+json in UTF-8, without an encoding.');
  }
  const tooLarge = scimRefusal(413, null, `A body has at most ${limit} bytes.`);
  if (Number(headers.get('content-length') ?? 0) > limit) return tooLarge;
  const body = await readBody(request, limit);
  if (!body.ok) return body.error.code === 'body_too_large' ? tooLarge : syntax('The body cannot be read.');
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body.value);
  } catch {
    return syntax('The body is not valid UTF-8.');
  }
  const excess = excessOf(text);
  if (excess === 'depth') return syntax(`The body is nested deeper than ${DEEPEST} levels.`);
  if (excess === 'names') return scimRefusal(413, null, `An object has at most ${MOST_NAMES} names.`);
  try {
    return success(JSON.parse(text));
  } catch {
    return syntax('The body is not valid JSON.');
  }
}

/** A client that says nothing of the type means the one that there is. */
function isJson(contentType: string | null): boolean {
  if (contentType === null) return true;
  const [mediaType = '', ...parameters] = contentType.split(';').map((part) => part.trim().toLowerCase());
  const charset = parameters.find((parameter) => parameter.startsWith('charset='));
  const isUtf8 = charset === undefined || /^charset="?utf-?8"?$/u.test(charset);
  return MEDIA_TYPES.includes(mediaType) && isUtf8;
}

function isPlain(encoding: string | null): boolean {
  return encoding === null || encoding.trim().toLowerCase() === 'identity';
}

/** Counts brackets and colons outside of strings: cheaper than to find out by building the value. */
function excessOf(text: string): 'depth' | 'names' | null {
  const names = new Uint32Array(DEEPEST + 1);
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (inString) {
      if (char === '\\') at += 1;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === '{' || char === '[') {
      depth += 1;
      if (depth > DEEPEST) return 'depth';
      names[depth] = 0;
    } else if (char === '}' || char === ']') depth -= 1;
    else if (char === ':') {
      const count = (names[depth] ?? 0) + 1;
      if (count > MOST_NAMES) return 'names';
      names[depth] = count;
    }
  }
  return null;
}

function syntax(detail: string): ScimResult<never> {
  return scimRefusal(400, 'invalidSyntax', detail);
}
