import { encryptAssertion } from '../../src/testing/encrypt-assertion.js';
import { certificatePem, type Fixture, index, postedField } from '../corpus/corpus.js';
import { looselyDecoded } from './decoded.js';
import { posted } from './encodings.js';
import { elementsOf, localName } from './markup.js';
import { mutations } from './mutations.js';
import { Random } from './random.js';

const MAX_LENGTH = 12_000;
/** Our keys in the fixtures: everything that was encrypted was encrypted for one of them. */
const KEYS = {
  keys: { current: 'service-provider', next: 'service-provider-next' },
  decryption: 'dangerously-unreserved',
} as const;

/** A mutated message, and the messages that it was made of. */
export interface MutatedDocument {
  /** Whose expectations it is held to. */
  readonly fixture: Fixture;
  readonly other: Fixture;
  /** The form field. */
  readonly field: string;
}

const messages: readonly Fixture[] = index.fixtures
  .filter(({ file }) => file.endsWith('.xml'))
  .map((fixture) => (fixture.family === undefined ? { ...fixture, ...KEYS } : fixture));
const short = messages.filter((fixture) => xmlOf(fixture).length <= MAX_LENGTH);
const attacks = short.filter(({ family }) => family !== undefined);
const genuine = short.filter(({ family }) => family === undefined);
const plain = genuine.filter((fixture) => !isEncrypted(fixture));
const encrypted = genuine.filter(isEncrypted);
const certificate = certificatePem('service-provider.cer');

export function xmlOf(fixture: Fixture): string {
  return looselyDecoded(postedField(fixture));
}

/**
 * One message, changed once to three times, with parts of another; the same for the same seed. Most are genuine and
 * plain, some encrypted or attacks already, and some are encrypted when they are changed, which anybody can do.
 */
export function documentOf(seed: number): MutatedDocument {
  const random = new Random(seed);
  const lot = random.integer(20);
  const fixture = random.of(lot < 14 ? plain : lot < 16 ? encrypted : lot < 18 ? attacks : plain);
  const other = random.of(random.integer(2) === 0 ? genuine : messages);
  const theirs = xmlOf(other);
  let xml = xmlOf(fixture);
  for (let count = 1 + random.integer(3); count > 0; count--) xml = random.of(mutations)(xml, random, theirs);
  if (lot >= 18) xml = withEncryptedAssertion(xml, random);
  return { fixture, other, field: posted(xml, theirs, random) };
}

function isEncrypted(fixture: Fixture): boolean {
  return xmlOf(fixture).includes('EncryptedAssertion');
}

/** Whatever stands where the assertion is, encrypted for the service provider. */
function withEncryptedAssertion(xml: string, random: Random): string {
  const assertion = elementsOf(xml).findLast(({ name }) => localName(name) === 'Assertion');
  if (assertion === undefined) return xml;
  const text = xml.slice(assertion.start, assertion.end);
  const dataAlgorithm = random.of(['aes256-cbc', 'aes128-cbc', 'aes256-gcm', 'aes128-gcm'] as const);
  const written = encryptAssertion('<Assertion/>', {
    certificatePem: certificate,
    dataAlgorithm,
    seed: `${random.integer(1_000_000)}`,
    editPlaintext: () => text,
  });
  return xml.slice(0, assertion.start) + written + xml.slice(assertion.end);
}
