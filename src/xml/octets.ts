/** The octets of a message with a zero behind them, to be looked at one by one or in words of four. */
export interface Octets {
  readonly bytes: Buffer;
  readonly words: DataView;
}

/** Room for the octets of one message at a time: to allocate as much anew takes longer than to fill it. */
const SHARED: Octets = newOctets(65_536);

/**
 * The octets of a string of one character per byte. They are good until the next call: for use on the spot, never to
 * be kept.
 */
export function sharedOctets(source: string): Octets {
  return source.length < SHARED.bytes.length ? fill(SHARED, source) : octetsOf(source);
}

/** The same, to keep. */
export function octetsOf(source: string): Octets {
  return fill(newOctets(source.length + 1), source);
}

function fill(octets: Octets, source: string): Octets {
  const { bytes } = octets;
  const { length } = source;
  bytes.write(source, 0, length, 'latin1');
  bytes[length] = 0;
  return octets;
}

/** Whether two ranges of the same length spell the same. */
export function areSame(
  one: Octets,
  oneStart: number,
  other: Octets,
  otherStart: number,
  length: number,
): boolean {
  const last = length - 4;
  if (last < 0) {
    for (let i = 0; i < length; i++) {
      if (one.bytes[oneStart + i] !== other.bytes[otherStart + i]) return false;
    }
    return true;
  }
  const a = one.words;
  const b = other.words;
  for (let i = 0; i < last; i += 4) {
    if (a.getInt32(oneStart + i, true) !== b.getInt32(otherStart + i, true)) return false;
  }
  return a.getInt32(oneStart + last, true) === b.getInt32(otherStart + last, true);
}

function newOctets(length: number): Octets {
  const bytes = Buffer.allocUnsafeSlow(length);
  return { bytes, words: new DataView(bytes.buffer, bytes.byteOffset, length) };
}
