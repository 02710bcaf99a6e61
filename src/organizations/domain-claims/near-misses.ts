import type { DomainRecord } from './domain-records.js';
import { askResolver, type DomainLook, type NamedAnswer } from './look.js';
import type { TxtResolver } from './txt-resolver.js';

/** How a record differs from the one that is needed. */
export type NearMissKind =
  | 'quotes'
  | 'blanks'
  | 'letter-case'
  | 'prefix-missing'
  | 'prefix-twice'
  | 'other-text'
  | 'other-token'
  | 'wrong-name';

/** A record that somebody probably made for the claim, and that does not count. */
export interface NearMiss {
  readonly kind: NearMissKind;
  /** Where it was seen. */
  readonly name: string;
  /** What it holds, at most 300 characters. It comes from outside: encode it for the page. */
  readonly seen: string;
  /** What the administrator should do. */
  readonly remedy: string;
}

const MOST = 10;
const MOST_TEXT = 300;
const QUOTES = /["'`“”„‘’«»\\]/gu;

const REMEDIES: Readonly<Record<NearMissKind, string>> = {
  quotes: 'Remove the quotation marks from the value; your DNS provider adds those that are needed.',
  blanks: 'Remove the blanks from the value.',
  'letter-case': 'Copy the value again: capital and small letters differ.',
  'prefix-missing': 'Put the whole value into the record, with what stands before the token.',
  'prefix-twice': 'Remove the repetition: the value has what stands before the token once.',
  'other-text': 'Put nothing but the value into the record; other texts get TXT records of their own.',
  'other-token': 'This token is of an earlier claim or of another organisation. Use the token shown here.',
  'wrong-name':
    'The record stands at another name. Most DNS providers add the domain to the name by themselves: enter “@” or the part before the domain only.',
};

/** Finds among the records of a look those that are almost right. */
export function findNearMisses(
  look: DomainLook,
  records: readonly DomainRecord[],
  recordPrefix: string,
): readonly NearMiss[] {
  const expected = records[0]?.value ?? '';
  const answers = look.findings.flatMap((finding) => finding.answers);
  const found = new Map<string, NearMiss>();
  for (const { name, text } of textsOf(answers)) {
    const kind = text === expected ? null : kindOf(text, expected, recordPrefix);
    if (kind !== null) found.set(`${name} ${text}`, nearMiss(kind, name, text));
  }
  return [...found.values()].slice(0, MOST);
}

/** Asks where the record often stands by mistake: below www, with the domain twice, below the prefix as a name. */
export async function findMisplaced(
  resolver: TxtResolver,
  records: readonly DomainRecord[],
  recordPrefix: string,
  timeoutMs: number,
): Promise<readonly NearMiss[]> {
  const [apex] = records;
  if (apex === undefined) return [];
  const domain = apex.name;
  const token = apex.value.slice(recordPrefix.length);
  const label = recordPrefix.slice(0, -1).toLowerCase();
  const names = [`www.${domain}`, `${label}.${domain}`, ...records.map(({ name }) => `${name}.${domain}`)];
  const answers = await Promise.all(
    names
      .filter((name) => name.length <= 253)
      .map(async (name) => ({ name, answer: await askResolver(resolver, name, timeoutMs) })),
  );
  return textsOf(answers)
    .filter(({ text }) => text.includes(token))
    .map(({ name, text }) => nearMiss('wrong-name', name, text))
    .slice(0, MOST);
}

function kindOf(text: string, expected: string, prefix: string): NearMissKind | null {
  const token = expected.slice(prefix.length);
  if (text === token) return 'prefix-missing';
  if (text.startsWith(`${prefix}${prefix}`) && text.endsWith(expected)) return 'prefix-twice';
  if (text.replace(QUOTES, '').trim() === expected) return hasQuotes(text) ? 'quotes' : 'blanks';
  if (text.replace(/\s/gu, '') === expected) return 'blanks';
  if (text.trim().toLowerCase() === expected.toLowerCase()) return 'letter-case';
  if (text.includes(token)) return 'other-text';
  return text.trim().toLowerCase().startsWith(prefix.toLowerCase()) ? 'other-token' : null;
}

function hasQuotes(text: string): boolean {
  return text.search(QUOTES) >= 0;
}

function textsOf(
  answers: readonly NamedAnswer[],
): readonly { readonly name: string; readonly text: string }[] {
  return answers.flatMap(({ answer, name }) =>
    answer.kind === 'records' ? answer.records.map((text) => ({ name, text })) : [],
  );
}

function nearMiss(kind: NearMissKind, name: string, text: string): NearMiss {
  return { kind, name, seen: text.slice(0, MOST_TEXT), remedy: REMEDIES[kind] };
}
