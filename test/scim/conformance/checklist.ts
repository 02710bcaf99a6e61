import { READS } from './checklist-of-reads.js';
import { WRITES } from './checklist-of-writes.js';

/**
 * What RFC 7643, RFC 7644 and RFC 9865 ask of a service provider, by number, and the tests that show it: each by its file
 * below test/ and the beginning of its title. test/scim/conformance/checklist.test.ts looks whether they are there.
 */
export type Requirement = readonly [
  number: number,
  section: string,
  what: string,
  ...tests: readonly string[],
];

export const CHECKLIST: readonly Requirement[] = [...READS, ...WRITES];
