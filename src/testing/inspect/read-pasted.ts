import { fieldInHtml } from './pasted-html.js';
import { messagesInJson } from './pasted-json.js';
import { fieldsInText, percentDecoded } from './pasted-text.js';

/** What a paste seems to be. A guess for the report; what is inside is judged by the walk alone. */
export type PastedAs =
  | 'base64'
  | 'URL-encoded base64'
  | 'form'
  | 'HAR or JSON'
  | 'HTML form'
  | 'XML'
  | 'nothing';

export interface PastedResponse {
  readonly pastedAs: PastedAs;
  /** What the form field would hold: base64, or whatever was pasted in its place. */
  readonly samlResponse: string;
  /** How many SAMLResponse fields the paste holds; of several, the last is taken. */
  readonly found: number;
  readonly notes: readonly string[];
}

/** Finds the SAMLResponse in whatever a person pasted. Never throws; what it cannot read goes on as it is. */
export function readPasted(pasted: unknown): PastedResponse {
  const text = typeof pasted === 'string' ? pasted.trim() : '';
  if (text === '') return { pastedAs: 'nothing', samlResponse: '', found: 0, notes: [] };
  if (text.startsWith('<')) return readMarkup(text);
  if (text.startsWith('{') || text.startsWith('[')) {
    const messages = messagesInJson(text);
    if (messages.length > 0) return lastOf('HAR or JSON', messages);
  }
  const fields = fieldsInText(text);
  if (fields.length > 0) return lastOf('form', fields);
  return readField(unquoted(text));
}

function readMarkup(text: string): PastedResponse {
  const field = fieldInHtml(text);
  if (field !== null) return lastOf('HTML form', [field]);
  return {
    pastedAs: 'XML',
    samlResponse: Buffer.from(text, 'utf8').toString('base64'),
    found: 1,
    notes: [
      'XML was pasted. Where an editor or a browser has changed a single character of it (indentation, line ends), the signature does not fit any more: paste the form field itself.',
    ],
  };
}

function lastOf(pastedAs: PastedAs, values: readonly string[]): PastedResponse {
  const last = readField(values.at(-1) ?? '');
  const several =
    values.length > 1
      ? [`The paste holds ${values.length} SAMLResponse fields; the last one is reported.`]
      : [];
  return {
    pastedAs,
    samlResponse: last.samlResponse,
    found: values.length,
    notes: [...several, ...last.notes],
  };
}

function readField(value: string): PastedResponse {
  const text = value.trim();
  const decoded = percentDecoded(text);
  if (decoded.startsWith('<')) return readMarkup(decoded);
  const pastedAs = decoded === text ? 'base64' : 'URL-encoded base64';
  return { pastedAs, samlResponse: decoded, found: 1, notes: [] };
}

function unquoted(text: string): string {
  const first = text[0];
  return (first === '"' || first === "'") && text.length > 1 && text.endsWith(first)
    ? text.slice(1, -1)
    : text;
}
