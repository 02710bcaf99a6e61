import { describe, expect, it, vi } from 'vitest';
import { bytesOf, type DecodedXml, decodeResponse, MAX_RESPONSE_LENGTH } from '../../src/response/decode.js';
import { accepted, codeOf, detailsOf, posted } from './message.js';

const bytes = (octets: readonly number[]): string => Buffer.from(octets).toString('base64');

describe('decodeResponse', () => {
  it('gives the bytes, one character each', () => {
    expect(bytesOf(accepted(decodeResponse(posted('<a>é€😀</a>'))))).toBe(
      Buffer.from('<a>é€😀</a>').toString('latin1'),
    );
  });

  it('accepts base64 folded with line breaks of any kind', () => {
    const field = posted(`<a>${'x'.repeat(200)}</a>`);
    for (const lineBreak of ['\n', '\r\n', '\r']) {
      const folded = field.replace(/.{76}/g, (line) => line + lineBreak);
      expect(bytesOf(accepted(decodeResponse(`${folded}${lineBreak}`)))).toHaveLength(207);
    }
  });

  it('takes line breaks out without cutting the text at each, and tells of what is foreign all the same', () => {
    const replace = vi.spyOn(String.prototype, 'replace');
    try {
      const lines = posted(`<a>${'x'.repeat(200)}</a>`)
        .split('')
        .join('\n');
      expect(bytesOf(accepted(decodeResponse(lines)))).toHaveLength(207);
      expect(replace).not.toHaveBeenCalled();
    } finally {
      replace.mockRestore();
    }
    // U+0141 is an A to whoever takes the lower octet of it.
    expect(detailsOf(decodeResponse('PG\nEv\n\u0141A==\n'))).toEqual({
      offset: 4,
      looksLike: 'something else',
    });
    expect(detailsOf(decodeResponse('PG\nEv\n\u00e9A==\n'))).toEqual({
      offset: 4,
      looksLike: 'something else',
    });
  });

  it('refuses nothing at all', () => {
    expect(codeOf(decodeResponse(''))).toBe('response_empty');
    expect(codeOf(decodeResponse('\r\n\n'))).toBe('response_empty');
  });

  it('refuses by length before it decodes', () => {
    const longest = 'A'.repeat(MAX_RESPONSE_LENGTH);
    expect(codeOf(decodeResponse(longest))).toBe('response_nul');
    expect(detailsOf(decodeResponse(`${longest}A`))).toEqual({
      length: MAX_RESPONSE_LENGTH + 1,
      limit: MAX_RESPONSE_LENGTH,
    });
    expect(codeOf(decodeResponse('!'.repeat(50_000_000)))).toBe('response_too_large');
    expect(codeOf(decodeResponse('\n'.repeat(MAX_RESPONSE_LENGTH + 1)))).toBe('response_too_large');
  });

  it.each([
    ['<samlp:Response/>', 0, 'XML that was not base64-encoded'],
    [' \n<a/>', 0, 'XML that was not base64-encoded'],
    ['PHNhbWxw_Q-A', 8, 'base64url'],
    ['PHNhbWxwOlJlc3BvbnNl%2BA%3D%3D', 20, 'URL-encoded base64'],
    ['PHNh bWxwOlJlc3Bv', 4, 'base64 whose + became blanks'],
    ['data:text/xml;base64,PGEvPg==', 4, 'a data: URL'],
    ['PGEvPg', 6, 'base64 that was cut or has wrong padding'],
    ['PGEvPg=', 6, 'base64 that was cut or has wrong padding'],
    ['PGEvPh==', 6, 'base64 that was cut or has wrong padding'],
    ['PGEv=Pg=', 4, 'base64 that was cut or has wrong padding'],
    ['PGEvPg==PGEvPg==', 6, 'base64 that was cut or has wrong padding'],
    ['PGEvPg==\t', 6, 'something else'],
    ['PGEvPg==!', 6, 'something else'],
    ['\u0141GEvPg==', 0, 'something else'],
    ['PGEv\0Pg=', 4, 'something else'],
    ['PGEvPg\uff1d\uff1d', 6, 'something else'],
    ['(PHNhbWxw_Q-A', 0, 'something else'],
    ['PHNhbWxw_Q-A)', 8, 'something else'],
    ['(PHNh bWxwOlJlc3Bv', 0, 'something else'],
    ['(data:text/xml;base64,PGEvPg==', 0, 'something else'],
  ])('refuses %j', (field, offset, looksLike) => {
    expect(detailsOf(decodeResponse(field))).toEqual({ offset, looksLike });
    expect(codeOf(decodeResponse(field))).toBe('response_not_base64');
  });

  it('guesses by the beginning, however much follows', () => {
    const field = `${'A'.repeat(4_096)}%2B`;
    expect(detailsOf(decodeResponse(field))).toEqual({
      offset: 4_096,
      looksLike: 'base64 that was cut or has wrong padding',
    });
    expect(detailsOf(decodeResponse(field.slice(1)))).toMatchObject({ looksLike: 'something else' });
  });

  it.each([
    ['little-endian with its mark', [0xff, 0xfe, 0x3c, 0]],
    ['big-endian with its mark', [0xfe, 0xff, 0, 0x3c]],
    ['little-endian', [0x3c, 0, 0x61, 0]],
    ['big-endian', [0, 0x3c, 0, 0x61]],
  ])('knows UTF-16, %s', (_kind, octets) => {
    expect(codeOf(decodeResponse(bytes(octets)))).toBe('response_utf16');
  });

  it.each([
    ['the first half of a mark and <', [0xff, 0x3c], 'response_not_utf8'],
    ['the first half of the other mark and <', [0xfe, 0x3c], 'response_not_utf8'],
    ['< and the second half of a mark', [0x3c, 0xfe], 'response_not_utf8'],
    ['< and the second half of the other mark', [0x3c, 0xff], 'response_not_utf8'],
    ['NUL and another character than <', [0, 0x61], 'response_nul'],
    ['another character than < and NUL', [0x61, 0], 'response_nul'],
    ['< and another character than NUL', [0x3c, 0x3c], 'ok'],
  ])('does not take for UTF-16 %s', (_kind, octets, code) => {
    expect(codeOf(decodeResponse(bytes(octets)))).toBe(code);
  });

  it.each([
    ['a stray continuation byte', [0x3c, 0x80]],
    ['an overlong <', [0xc0, 0xbc, 0x61]],
    ['an overlong NUL', [0xc0, 0x80]],
    ['an overlong slash of three bytes', [0xe0, 0x80, 0xaf]],
    ['a surrogate', [0xed, 0xa0, 0x80]],
    ['a pair of surrogates (CESU-8)', [0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80]],
    ['a code point beyond Unicode', [0xf4, 0x90, 0x80, 0x80]],
    ['a character that was cut', [0x3c, 0xe2, 0x82]],
    ['Latin-1', [0x3c, 0x61, 0x3e, 0xe9, 0x3c]],
  ])('refuses %s', (_kind, octets) => {
    expect(codeOf(decodeResponse(bytes(octets)))).toBe('response_not_utf8');
  });

  it('refuses NUL and tells where', () => {
    expect(detailsOf(decodeResponse(posted('<a>\0</a>')))).toEqual({ offset: 3 });
  });

  it('throws for anything but a string', () => {
    const tooLong = { length: MAX_RESPONSE_LENGTH + 1 };
    for (const field of [undefined, null, 1, ['PGEvPg=='], Buffer.from('PGEvPg=='), tooLong]) {
      expect(() => decodeResponse(field as never)).toThrow(TypeError);
    }
  });

  it('a forged DecodedXml throws', () => {
    expect(() => bytesOf({} as DecodedXml)).toThrow(TypeError);
  });
});
