import { isDeepStrictEqual } from 'node:util';
import { expectationsOf, type Fixture, judge, type Outcome, optionsOf } from '../corpus/corpus.js';
import { type Identity, identityOf } from './identity.js';
import { limitOf } from './limits.js';
import { identityByNodeSaml } from './node-saml.js';
import { certificatesOf, type Opponent, privateKeysOf, withoutBlanks } from './opponent.js';
import { identitiesByStrictXmlCrypto, type StrictReading } from './strict-xml-crypto.js';

/** What became of one document. */
export interface Examination {
  /** Names of those that accepted it. */
  readonly acceptedBy: readonly string[];
  /** Names of those that were asked. */
  readonly asked: readonly string[];
  /** Where a law is broken: one sentence each. */
  readonly differences: readonly string[];
  readonly outcome: Outcome;
}

export interface ExamineOptions {
  /** Asks the opponents about what claimgate refuses too, which only serves to count. */
  readonly askAlways?: boolean;
  readonly samlify?: Opponent | null;
}

/**
 * Asks claimgate about a posted field and, where that accepts, everybody else: each must accept too and find the same
 * issuer, NameID, audiences and attributes. So whatever xml-crypto with a strict reader refuses, claimgate refuses.
 */
export async function examine(
  field: string,
  fixture: Fixture,
  { askAlways = false, samlify = null }: ExamineOptions = {},
): Promise<Examination> {
  const outcome = judge(field, expectationsOf(fixture, 'dangerously-none'), optionsOf(fixture));
  const asked = ['claimgate'];
  const acceptedBy = outcome.ok ? ['claimgate'] : [];
  const differences: string[] = [];
  if (!outcome.ok && !askAlways) return { acceptedBy, asked, differences, outcome };

  const ours = outcome.ok ? identityOf(outcome.assertion) : null;
  const certificates = certificatesOf(fixture);
  const strict = attempted(() => identitiesByStrictXmlCrypto(field, certificates, privateKeysOf(fixture)));
  note('xml-crypto', strict, asked, acceptedBy);
  if (ours !== null) {
    differences.push(...secondReaders(field, fixture), ...fromStrict(ours, strict));
  }
  const opponents = { 'node-saml': identityByNodeSaml, ...(samlify === null ? {} : { samlify }) };
  for (const [name, opponent] of Object.entries(opponents) as ['node-saml' | 'samlify', Opponent][]) {
    const found = await opponent(field, fixture).catch(reasonOf);
    note(name, found, asked, acceptedBy);
    if (ours === null || typeof strict === 'string') continue;
    if (typeof found === 'string') {
      if (limitOf(name, strict, certificates) === null) differences.push(`${name} refuses: ${found}`);
    } else if (!isSame(ours, found, strict.attributeNames)) {
      differences.push(`${name} finds ${JSON.stringify(found)} in place of ${JSON.stringify(ours)}`);
    }
  }
  return { acceptedBy, asked, differences, outcome };
}

function note(name: string, found: object | string, asked: string[], acceptedBy: string[]): void {
  asked.push(name);
  if (typeof found === 'object') acceptedBy.push(name);
}

function secondReaders(field: string, fixture: Fixture): string[] {
  return (['xmldom', 'xml-crypto'] as const).flatMap((secondReader) => {
    const confirmed = judge(field, expectationsOf(fixture, secondReader), optionsOf(fixture));
    return confirmed.ok ? [] : [`the second reader ${secondReader} says ${confirmed.error.code}`];
  });
}

function fromStrict(ours: Identity, strict: StrictReading | string): string[] {
  if (typeof strict === 'string') return [`xml-crypto with a strict reader refuses: ${strict}`];
  return strict.identities
    .filter((identity) => !isDeepStrictEqual(identity, ours))
    .map((identity) => `xml-crypto finds ${JSON.stringify(identity)} in place of ${JSON.stringify(ours)}`);
}

/**
 * Whether another library found the same, as far as it can tell it. Its attributes are the members of an object, which
 * have no order and never the name `__proto__`; of a Name that several Attribute elements carry it may show the last.
 */
function isSame(ours: Identity, theirs: Identity, names: readonly string[]): boolean {
  const [mine, found] = [withoutBlanks(ours), withoutBlanks(theirs)];
  if (mine.issuer !== found.issuer || mine.nameId !== found.nameId) return false;
  if (!isDeepStrictEqual(mine.audiences, found.audiences)) return false;
  const expected = mine.attributes.filter(([name]) => name !== '__proto__');
  const values = new Map(found.attributes);
  return (
    expected.length === values.size &&
    expected.every(([name, all]) => {
      const some = values.get(name) ?? [];
      const last = names.filter((one) => one === name).length > 1 ? all.slice(-some.length) : all;
      return some.length > 0 && isDeepStrictEqual(last, some);
    })
  );
}

function attempted<Value>(ask: () => Value): Value | string {
  try {
    return ask();
  } catch (error) {
    return reasonOf(error);
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
