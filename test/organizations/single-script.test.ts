import { describe, expect, it } from 'vitest';
import { isSingleScript } from '../../src/organizations/single-script.js';

describe('isSingleScript', () => {
  it.each([
    'contoso',
    '2026',
    'a-1',
    'пример',
    'ελλάδα',
    'العربية',
    'नमस्ते',
    '日本ホテルhotel',
    '注音ㄅab',
    '한국漢字abc',
  ])('accepts %s', (label) => expect(isSingleScript(label)).toBe(true));

  it.each(['cоntoso', 'раypal', 'αbc', 'ελ漢', '한국ホテル', 'ㄅホ', 'abcא', ''])('refuses %j', (label) =>
    expect(isSingleScript(label)).toBe(false),
  );
});
