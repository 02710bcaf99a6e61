import { expect, it } from 'vitest';
import { codeOf, detailsOf, mint, validate } from './message.js';

const IN_ASSERTION = '(?<=<Assertion [^>]*)';

const XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';

it.each([
  ['(?<=<Conditions[^>]*>)', 'text', 'text_unexpected', { element: 'Conditions' }],
  ['<AudienceRestriction', `$& ${XSI} xsi:type="x"`, 'condition_unknown', { element: 'AudienceRestriction' }],
  [
    '<AudienceRestriction',
    '$& type="x"',
    'attribute_unexpected',
    { element: 'AudienceRestriction', attribute: 'type' },
  ],
  [`${IN_ASSERTION}Version="2.0"`, 'Version="1.1"', 'assertion_version_not_supported', { received: '1.1' }],
  [`${IN_ASSERTION} Version="2.0"`, '', 'assertion_version_not_supported', { received: null }],
  ['<Issuer>[^<]*</Issuer>', '<Issuer> </Issuer>', 'value_blank', { element: 'Issuer' }],
  ['<Issuer>', '<Issuer Format="urn:x">', 'issuer_format_not_entity', { received: 'urn:x' }],
  ['<NameID.*</NameID>', '<NameID/>', 'value_blank', { element: 'NameID' }],
] as const)('an assertion in which %s is %s is refused by name', (from, to, code, details) => {
  const result = validate(mint({ editBeforeSigning: (xml) => xml.replace(new RegExp(from, 'u'), to) }));
  expect([codeOf(result), detailsOf(result)]).toEqual([code, details]);
});

it('a condition may say with xsi:nil that it is there', () => {
  const nil = `$& ${XSI} xsi:nil="false"`;
  const xml = mint({ editBeforeSigning: (bare) => bare.replace('<AudienceRestriction', nil) });
  expect(xml).toContain('xsi:nil');
  expect(codeOf(validate(xml))).toBe('ok');
});
