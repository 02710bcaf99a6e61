import { expect, it } from 'vitest';
import { codeOf, detailsOf, signedWith, validate } from './message.js';

const IN_ASSERTION = '(?<=<Assertion [^>]*)';

it.each([
  [`${IN_ASSERTION}Version="2.0"`, 'Version="1.1"', 'assertion_version_not_supported', { received: '1.1' }],
  [`${IN_ASSERTION} Version="2.0"`, '', 'assertion_version_not_supported', { received: null }],
  ['<Issuer>[^<]*</Issuer>', '<Issuer> </Issuer>', 'value_blank', { element: 'Issuer' }],
  ['<Issuer>', '<Issuer Format="urn:x">', 'issuer_format_not_entity', { received: 'urn:x' }],
  ['<NameID.*</NameID>', '<NameID/>', 'value_blank', { element: 'NameID' }],
] as const)('an assertion in which %s is %s is refused by name', (from, to, code, details) => {
  const result = validate(signedWith(new RegExp(from, 'u'), to));
  expect([codeOf(result), detailsOf(result)]).toEqual([code, details]);
});
