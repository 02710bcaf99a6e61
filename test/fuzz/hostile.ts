import fc from 'fast-check';

/** One change of arguments that are right: somewhere in them another value. */
export interface Change {
  readonly at: number;
  /** Whether the new value is of the type of the old one, as a caller with types gives it. */
  readonly isTyped: boolean;
  readonly string: string;
  readonly number: number;
  readonly date: Date;
  readonly bytes: Uint8Array;
  readonly anything: unknown;
  readonly way: number;
}

const STRINGS = [
  '',
  ' ',
  '\0',
  '\n',
  '\ud800',
  '😀',
  '__proto__',
  'constructor',
  'hasOwnProperty',
  '0',
  '-1',
  'true',
  'null',
  '{}',
  '[1]',
  '{"a":',
  '%zz',
  '<a/>',
  '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
  '<a xmlns="urn:x">',
  '&amp;',
  'https://[',
  'https://user:pass@example.com/#x',
  'http://169.254.169.254/',
  'javascript:alert(1)',
  'data:,x',
  '//evil.example',
  '/\\evil.example',
  'a@b',
  'adele@contoso.com',
  `${'a'.repeat(65)}@${'b'.repeat(250)}.com`,
  '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----',
  '-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----',
  'PHNhbWxwOlJlc3BvbnNlLz4=',
  '2026-01-01T00:00:00Z',
  'contoso',
  'contoso.com',
  'xn--a.com',
  'a'.repeat(20_000),
  '['.repeat(5_000),
  '<a>'.repeat(5_000),
  '('.repeat(5_000),
];
const NUMBERS = [
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  -0,
  -1,
  0,
  0.5,
  1,
  2 ** 31,
  2 ** 53,
  1e308,
  -1e308,
  5e-324,
];
const DATES = [Number.NaN, 0, -1, 8.64e15, -8.64e15, Date.UTC(2026, 0, 15), Date.UTC(10_000, 0, 1)].map(
  (time) => new Date(time),
);

const strings = fc.oneof(fc.constantFrom(...STRINGS), fc.string({ unit: 'binary', maxLength: 60 }));
const anything = fc.oneof(
  fc.constantFrom<unknown>(undefined, null, true, false, 1n, Symbol('x'), () => 'x', new Map(), /x/, [], {}),
  strings,
  fc.constantFrom(...NUMBERS, ...DATES),
  fc.anything({ maxDepth: 2, withDate: true, withNullPrototype: true, withTypedArray: true }),
  fc.constantFrom<unknown>(
    JSON.parse('{"then":"x"}'),
    { length: -1 },
    { length: 1e9 },
    Object.create({ inherited: true }),
    new Proxy({}, {}),
    JSON.parse('{"__proto__":{"polluted":true}}'),
  ),
);

/** One to three changes; most of them keep the types. */
export const changes: fc.Arbitrary<readonly Change[]> = fc.array(
  fc.record({
    at: fc.nat(),
    isTyped: fc.integer({ min: 0, max: 3 }).map((lot) => lot > 0),
    string: strings,
    number: fc.oneof(fc.constantFrom(...NUMBERS), fc.integer(), fc.double()),
    date: fc.constantFrom(...DATES),
    bytes: fc.uint8Array({ maxLength: 100 }),
    anything,
    way: fc.nat({ max: 3 }),
  }),
  { minLength: 1, maxLength: 3 },
);

type Path = readonly (string | number)[];

/** The arguments with the changes; what is unchanged in them is the same, what is plain is copied. */
export function changed(args: readonly unknown[], all: readonly Change[]): readonly unknown[] {
  let result: unknown = copied(args);
  for (const change of all) {
    const paths = pathsIn(result).slice(1);
    const path = paths[change.at % Math.max(1, paths.length)];
    if (path !== undefined) result = withValue(result, path, (old) => replacement(old, change, path.at(-1)));
  }
  return result as readonly unknown[];
}

/** Plain objects and arrays anew; everything else, such as a store or a connection, as it is. */
export function copied(value: unknown): unknown {
  if (Array.isArray(value)) return Object.isFrozen(value) ? value : value.map(copied);
  if (!isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, copied(member)]));
}

/** A frozen object belongs to somebody else: a connection, for example, cannot be made by copying it. */
function isPlain(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Object.isFrozen(value) &&
    Object.getPrototypeOf(value) === Object.prototype &&
    !isService(value)
  );
}

/** A store or the like, which is nothing but functions. */
function isService(value: object): boolean {
  const members = Object.values(value);
  return members.length > 0 && members.every((member) => typeof member === 'function');
}

function pathsIn(value: unknown, path: Path = []): Path[] {
  if (Array.isArray(value) && !Object.isFrozen(value))
    return [path, ...value.flatMap((member, at) => pathsIn(member, [...path, at]))];
  if (!isPlain(value)) return [path];
  return [path, ...Object.entries(value).flatMap(([name, member]) => pathsIn(member, [...path, name]))];
}

function withValue(root: unknown, path: Path, change: (old: unknown) => unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return change(root);
  if (Array.isArray(root))
    return root.map((member, at) => (at === step ? withValue(member, rest, change) : member));
  const members = Object.entries(root as Record<string, unknown>);
  return Object.fromEntries(
    members.map(([name, member]) => [name, name === step ? withValue(member, rest, change) : member]),
  );
}

function replacement(old: unknown, change: Change, name: string | number | undefined): unknown {
  // Of which type the rest is stands there.
  const isDiscriminant = name === 'ok' || name === 'binding';
  if (!change.isTyped) return change.anything;
  switch (typeof old) {
    case 'string':
      if (isDiscriminant) return old;
      return change.way === 0 ? spliced(old, change) : change.string;
    case 'number':
      return change.number;
    case 'boolean':
      return isDiscriminant ? old : !old;
    case 'object':
      if (old instanceof Date) return change.date;
      if (old instanceof Uint8Array) return change.bytes;
      // A list within a list is a tuple.
      if (Array.isArray(old) && typeof name === 'number') return old;
      if (Array.isArray(old)) return [[], [...old, ...old], old.slice(1), old.toReversed()][change.way];
      return old;
    default:
      return old;
  }
}

/** The right text with something else in its middle. */
function spliced(text: string, { at, string }: Change): string {
  const place = at % (text.length + 1);
  return text.slice(0, place) + string.slice(0, 10) + text.slice(place + 1);
}
