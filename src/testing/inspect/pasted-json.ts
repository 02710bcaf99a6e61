import { fieldsInText, percentDecoded } from './pasted-text.js';

const MAX_NODES = 1_000_000;

/**
 * Values of SAMLResponse anywhere in JSON, in order: parameters of a HAR file (`{ "name": "SAMLResponse",
 * "value": … }`), a member of that name, or a recorded form body. Empty where the text is no JSON. A parameter
 * that a HAR file lists beside its body counts once.
 */
export function messagesInJson(text: string): readonly string[] {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch {
    return [];
  }
  const found: string[] = [];
  // A list instead of recursion: the depth of a paste must not be able to exhaust the stack.
  const waiting: unknown[] = [root];
  for (let nodes = 0; waiting.length > 0 && nodes < MAX_NODES; nodes += 1) {
    const node = waiting.pop();
    if (typeof node === 'string') for (const value of messagesInString(node)) found.push(value);
    if (typeof node !== 'object' || node === null) continue;
    const value = namedValue(node);
    if (value !== null) found.push(value);
    else for (const child of Object.values(node).reverse()) waiting.push(child);
  }
  return [...new Set(found.map((value) => percentDecoded(value.trim())))];
}

function messagesInString(text: string): readonly string[] {
  return text.includes('SAMLResponse=') ? fieldsInText(text) : [];
}

function namedValue(node: object): string | null {
  const { name, value } = node as { readonly name?: unknown; readonly value?: unknown };
  if (name === 'SAMLResponse' && typeof value === 'string') return value;
  if (!Object.hasOwn(node, 'SAMLResponse')) return null;
  const member = (node as { readonly SAMLResponse: unknown }).SAMLResponse;
  return typeof member === 'string' ? member : null;
}
