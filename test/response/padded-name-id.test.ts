import { describe, expect, it } from 'vitest';
import { codeOf, mint, validate } from './message.js';

describe('a NameID', () => {
  it.each([' x', 'x ', '\nx', 'x\u00A0', 'x\u200B', '\uFEFFx', 'a\tb', 'a\nb'])(
    '%j is refused as padded',
    (value) => {
      expect(codeOf(validate(mint({ nameId: { value } })))).toBe('name_id_padded');
    },
  );

  it('may hold blanks, marks and joiners within', () => {
    for (const value of ['Adele Vance', 'e\u0301', 'a\u200Cb']) {
      expect(codeOf(validate(mint({ nameId: { value } })))).toBe('ok');
    }
  });
});
