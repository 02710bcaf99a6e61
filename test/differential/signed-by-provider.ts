import {
  expectationsOf,
  type Fixture,
  judge,
  type Outcome,
  optionsOf,
  postedField,
} from '../corpus/corpus.js';
import { xmlOf } from './documents.js';
import { elementsOf, localName, type Range } from './markup.js';

function contentOf({ assertion }: Outcome & { ok: true }): string {
  return JSON.stringify([assertion, [...assertion.attributes]]);
}

/** Sentences about an accepted message that says what the identity provider did not sign. */
export function unsignedContent(outcome: Outcome, fixture: Fixture, other: Fixture): string[] {
  // An attack may be undone by a change, and then says what was signed in no other message.
  if (!outcome.ok || fixture.family !== undefined) return [];
  const signed = [...signedIn(fixture, fixture), ...signedIn(other, fixture)];
  return signed.includes(contentOf(outcome)) ? [] : ['claimgate accepts what was not signed'];
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
    const fields = [postedField(message), ...inEnvelopeOf(xmlOf(expecting), xmlOf(message)).map(base64)];
    contents = fields.flatMap((field) => {
      const outcome = judge(field, expectations, optionsOf(expecting));
      return outcome.ok ? [contentOf(outcome)] : [];
    });
    known.set(key, contents);
  }
  return contents;
}

function inEnvelopeOf(xml: string, other: string): string[] {
  const assertions = (text: string): Range[] =>
    elementsOf(text).filter(({ name }) => /^(?:Encrypted)?Assertion$/.test(localName(name)));
  const place = assertions(xml).at(-1);
  if (place === undefined) return [];
  return assertions(other).map(
    ({ start, end }) => xml.slice(0, place.start) + other.slice(start, end) + xml.slice(place.end),
  );
}

function base64(xml: string): string {
  return Buffer.from(xml, 'utf8').toString('base64');
}
