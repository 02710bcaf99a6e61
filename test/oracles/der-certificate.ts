/** What a certificate is written with; it is signed by nobody, as nothing here asks for that. */
export interface CertificatePlan {
  readonly modulusBits?: number;
  readonly exponent?: bigint;
  /** Bytes of the whole. */
  readonly bytes?: number;
}

const RSA = '300d06092a864886f70d0101010500';
const SHA256_RSA = '300d06092a864886f70d01010b0500';

/** DER of an X.509 certificate with an RSA key of this size, grown to this many bytes by its subject. */
export function certificateDer({
  modulusBits = 2048,
  exponent = 65537n,
  bytes,
}: CertificatePlan = {}): Buffer {
  const build = (padding: number): Buffer => {
    const name = subject(padding);
    const validity = sequence(time('250101000000Z'), time('350101000000Z'));
    const body = sequence(
      tagged(0xa0, integer(2n)),
      integer(1n),
      Buffer.from(SHA256_RSA, 'hex'),
      subject(1),
      validity,
      name,
      sequence(Buffer.from(RSA, 'hex'), bits(sequence(integer(modulus(modulusBits)), integer(exponent)))),
    );
    return sequence(body, Buffer.from(SHA256_RSA, 'hex'), bits(Buffer.alloc(256, 1)));
  };
  if (bytes === undefined) return build(1);
  // Some three length fields more or less: what is missing after the first attempt is added.
  const first = build(bytes - 700);
  return build(bytes - 700 + bytes - first.length);
}

/** An odd number of so many bits. */
function modulus(size: number): bigint {
  return (1n << BigInt(size - 1)) + 1n;
}

function subject(length: number): Buffer {
  const commonName = sequence(Buffer.from('0603550403', 'hex'), tagged(0x0c, Buffer.alloc(length, 0x61)));
  return sequence(tagged(0x31, commonName));
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(parts));
}

function integer(value: bigint): Buffer {
  const hex = value.toString(16);
  const octets = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  const isNegative = ((octets[0] ?? 0) & 0x80) !== 0;
  return tagged(0x02, isNegative ? Buffer.concat([Buffer.of(0), octets]) : octets);
}

function bits(content: Buffer): Buffer {
  return tagged(0x03, Buffer.concat([Buffer.of(0), content]));
}

function time(text: string): Buffer {
  return tagged(0x17, Buffer.from(text));
}

function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.of(tag, length), content]);
  const hex = length.toString(16);
  const octets = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  return Buffer.concat([Buffer.of(tag, 0x80 | octets.length), octets, content]);
}
