import { describe, expect, it } from 'vitest';
import {
  certificatePem,
  expectationsOf,
  type Fixture,
  index,
  judge,
  type Outcome,
  postedField,
} from '../corpus/corpus.js';
import { elementsOf, localName, type Range } from './markup.js';
import { mutations } from './mutations.js';
import { identitiesByXmlCrypto, identityOf } from './opponents.js';
import { Random } from './random.js';

// xml-crypto does not know SHA-384, and takes U+0085 and U+2028 for line ends: there it is no judge.
const UNKNOWN_TO_XML_CRYPTO = ['rsa-sha384', 'line-ends-of-xml-1.1'];
const RUNS = Number(process.env['CLAIMGATE_FUZZ_RUNS'] ?? 2_000);
const SEED = Number(
  process.env['CLAIMGATE_FUZZ_SEED'] ?? (RUNS === 2_000 ? 20_260_115 : Date.now() % 2 ** 31),
);
const MAX_LENGTH = 12_000;

const messages = index.fixtures.filter(
  ({ id, file }) => file.endsWith('.xml') && !UNKNOWN_TO_XML_CRYPTO.includes(id),
);
// Encrypted messages are spliced into others, but not changed themselves: the opponents below do not decrypt.
const originals = messages.filter(
  (fixture) =>
    fixture.family === undefined && fixture.decryption === undefined && xmlOf(fixture).length <= MAX_LENGTH,
);

function xmlOf(fixture: Fixture): string {
  return Buffer.from(postedField(fixture), 'base64').toString('utf8');
}

function contentOf({ assertion }: Outcome & { ok: true }): string {
  return JSON.stringify([assertion, [...assertion.attributes]]);
}

const known = new Map<string, readonly string[]>();

/**
 * What the identity provider signed in a message, as far as it is accepted under the expectations of another: in the
 * envelope that it came with, or in the other's, as what is around a signed assertion is anybody's to write.
 */
function signedIn(message: Fixture, expecting: Fixture): readonly string[] {
  const key = `${message.id} ${expecting.id}`;
  let contents = known.get(key);
  if (contents === undefined) {
    const expectations = expectationsOf(expecting, 'dangerously-none');
    contents = [xmlOf(message), ...inEnvelopeOf(xmlOf(expecting), xmlOf(message))].flatMap((xml) => {
      const outcome = judge(Buffer.from(xml, 'utf8').toString('base64'), expectations);
      return outcome.ok ? [contentOf(outcome)] : [];
    });
    known.set(key, contents);
  }
  return contents;
}

function inEnvelopeOf(xml: string, other: string): string[] {
  const assertions = (text: string): Range[] =>
    elementsOf(text).filter(({ name }) => localName(name) === 'Assertion');
  const [place] = assertions(xml);
  if (place === undefined) return [];
  return assertions(other).map(
    ({ start, end }) => xml.slice(0, place.start) + other.slice(start, end) + xml.slice(place.end),
  );
}

/** One original, changed once to three times. */
function mutated(random: Random): {
  readonly fixture: Fixture;
  readonly other: Fixture;
  readonly xml: string;
} {
  const fixture = random.of(originals);
  const other = random.of(random.integer(2) === 0 ? originals : messages);
  let xml = xmlOf(fixture);
  for (let count = 1 + random.integer(3); count > 0; count--)
    xml = random.of(mutations)(xml, random, xmlOf(other));
  return { fixture, other, xml };
}

/** Bytes or base64 are damaged too, now and then. */
function posted(xml: string, random: Random): string {
  const octets = Buffer.from(xml, 'utf8');
  if (random.integer(40) === 0) {
    const at = random.integer(octets.length);
    octets[at] = (octets[at] ?? 0) ^ (1 << random.integer(8));
  }
  const base64 = octets.toString('base64');
  if (random.integer(40) !== 0) return base64;
  const at = random.integer(base64.length);
  return (
    base64.slice(0, at) +
    random.of(['\n', '\r\n', ' ', '=', 'A', '-', '']) +
    base64.slice(at + random.integer(2))
  );
}

interface Tally {
  accepted: number;
  /** Accepted although the text is not that of the original. */
  changed: number;
}

function run(seed: number, tally: Tally): void {
  const random = new Random(seed);
  const { fixture, other, xml } = mutated(random);
  const field = posted(xml, random);
  const expectations = expectationsOf(fixture, 'dangerously-none');
  const outcome = judge(field, expectations);
  if (!outcome.ok) return;
  tally.accepted++;
  const accepted = Buffer.from(field, 'base64').toString('utf8');
  if (accepted !== xmlOf(fixture)) tally.changed++;

  const signed = [...signedIn(fixture, fixture), ...signedIn(other, fixture)];
  expect(signed).toContain(contentOf(outcome));
  const confirmed = judge(field, expectationsOf(fixture, 'xmldom'));
  expect(confirmed.ok ? 'ok' : confirmed.error.code).toBe('ok');
  const certificates = (fixture.certificates ?? index.connection.certificates).map(certificatePem);
  const identities = identitiesByXmlCrypto(accepted, certificates);
  expect(identities.length).toBeGreaterThan(0);
  for (const identity of identities) expect(identity).toEqual(identityOf(outcome.assertion));
}

describe('mutated messages', () => {
  it(
    'are accepted only with what was signed, and only where xml-crypto and xmldom find the same',
    () => {
      const tally: Tally = { accepted: 0, changed: 0 };
      for (let count = 0; count < RUNS; count++) {
        try {
          run(SEED + count, tally);
        } catch (error) {
          throw new Error(`CLAIMGATE_FUZZ_SEED=${SEED + count} CLAIMGATE_FUZZ_RUNS=1 repeats this`, {
            cause: error,
          });
        }
      }
      if (RUNS !== 2_000) {
        process.stdout.write(
          `seed ${SEED}: ${RUNS} runs, ${tally.accepted} accepted, ${tally.changed} of them changed\n`,
        );
      }
      // Where nothing that was changed is accepted any more, the laws above say nothing.
      if (RUNS >= 2_000) expect(tally.changed).toBeGreaterThan(RUNS / 50);
    },
    Math.max(60_000, RUNS * 20),
  );
});
