/** What somebody outside can compare of an answer: everything but the time. */
export interface Seen {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly length: number;
  readonly body: string;
}

const REFERENCE = /<code>([0-9A-Z]{10})<\/code>/u;

/** The answer as bytes, but for the random reference that each page of a refusal has: ten characters always. */
export async function seen(response: Response): Promise<Seen> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  const [, reference = '(none)'] = REFERENCE.exec(text) ?? [];
  const body = text.replaceAll(reference, 'REFERENCE!');
  return { status: response.status, headers: [...response.headers], length: bytes.length, body };
}

/** The questions by the answers they got: one entry where all answers are equal to the byte. */
export function groups(answers: readonly (readonly [string, Seen])[]): readonly (readonly string[])[] {
  const byAnswer = new Map<string, string[]>();
  for (const [question, answer] of answers) {
    const key = JSON.stringify(answer);
    byAnswer.set(key, [...(byAnswer.get(key) ?? []), question]);
  }
  return [...byAnswer.values()];
}
