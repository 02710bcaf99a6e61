import { deflateRawSync } from 'node:zlib';
import type { Random } from './random.js';

/** The posted field of a text; octets and base64 are damaged, or written in another way, now and then. */
export function posted(xml: string, other: string, random: Random): string {
  const octets = random.integer(16) === 0 ? reencoded(xml, random) : Buffer.from(xml, 'utf8');
  if (random.integer(40) === 0) flipBit(octets, random);
  if (random.integer(40) === 0) damageOctets(octets, random);
  const base64 = octets.toString('base64');
  if (random.integer(40) === 0) return damagedBase64(base64, random);
  if (random.integer(60) === 0) return rewritten(base64, octets, other, random);
  return random.integer(30) === 0 ? folded(base64, random) : base64;
}

/** In another encoding, with a declaration or a byte order mark that fits or does not. */
function reencoded(xml: string, random: Random): Buffer {
  const name = random.of([
    'UTF-8',
    'utf8',
    'UTF-16',
    'UTF-16LE',
    'ISO-8859-1',
    'latin1',
    'windows-1252',
    'UTF-7',
  ]);
  const declared = random.integer(2) === 0 ? xml : `<?xml version="1.0" encoding="${name}"?>${xml}`;
  const utf16 = Buffer.from(declared, 'utf16le');
  return random.of<() => Buffer>([
    () => utf16,
    () => Buffer.from(`\uFEFF${declared}`, 'utf16le'),
    () => Buffer.from(utf16.subarray(0, utf16.length & ~1)).swap16(),
    () => Buffer.from(`\uFEFF${declared}`, 'utf16le').swap16(),
    () => Buffer.from(declared, 'latin1'),
    () => Buffer.from(declared, 'utf8'),
    () => Buffer.from(`\uFEFF${declared}`, 'utf8'),
    () => Buffer.from(`\uFEFF\uFEFF${declared}`, 'utf8'),
    () => Buffer.concat([Buffer.from(declared, 'utf8'), Buffer.from(declared, 'utf16le')]),
    // A letter in two bytes, which UTF-8 forbids.
    () => overlong(Buffer.from(declared, 'utf8'), random),
    // Characters beyond the first plane as two halves of three bytes each.
    () => Buffer.concat([...declared].map(surrogatesApart)),
  ])();
}

function overlong(octets: Buffer, random: Random): Buffer {
  const at = random.integer(octets.length);
  const byte = octets[at] ?? 0;
  if (byte >= 0x80) return octets;
  const two = Buffer.from([0xc0 | (byte >> 6), 0x80 | (byte & 0x3f)]);
  return Buffer.concat([octets.subarray(0, at), two, octets.subarray(at + 1)]);
}

function surrogatesApart(character: string): Buffer {
  if (character.length === 1) return Buffer.from(character, 'utf8');
  const halves = [character.charCodeAt(0), character.charCodeAt(1)];
  return Buffer.from(halves.flatMap((half) => [0xed, 0x80 | ((half >> 6) & 0x3f), 0x80 | (half & 0x3f)]));
}

function flipBit(octets: Buffer, random: Random): void {
  const at = random.integer(octets.length);
  octets[at] = (octets[at] ?? 0) ^ (1 << random.integer(8));
}

function damageOctets(octets: Buffer, random: Random): void {
  octets[random.integer(octets.length)] = random.of([0x00, 0x0d, 0x20, 0x3c, 0x80, 0xc2, 0xed, 0xff]);
}

function damagedBase64(base64: string, random: Random): string {
  const at = random.integer(base64.length);
  return (
    base64.slice(0, at) +
    random.of(['\n', '\r\n', ' ', '=', 'A', '-', '', '\t', '\0', '%2B', '====', '\u00e9', '+']) +
    base64.slice(at + random.integer(2))
  );
}

/** As senders write it that take something else for base64, or send more than one thing. */
function rewritten(base64: string, octets: Buffer, other: string, random: Random): string {
  const second = Buffer.from(other, 'utf8').toString('base64');
  return random.of<() => string>([
    () => base64.replaceAll('+', '-').replaceAll('/', '_'),
    () => base64.replace(/=+$/, ''),
    () => `${base64}=`,
    () => base64 + second,
    () => `${second}\n${base64}`,
    () => encodeURIComponent(base64),
    () => base64.replaceAll('+', ' '),
    () => Buffer.from(base64).toString('base64'),
    () => deflateRawSync(octets).toString('base64'),
    () => octets.toString('hex'),
    () => octets.toString('utf8'),
  ])();
}

function folded(base64: string, random: Random): string {
  const width = random.of([64, 76, 1_000]);
  return base64.replace(new RegExp(`.{${width}}`, 'g'), `$&${random.of(['\n', '\r\n'])}`);
}
