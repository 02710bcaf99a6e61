import type { VersionMatch } from '../service/outcome.js';

const TAG = /^(?:W\/)?"(?<version>[1-9][0-9]{0,14})"$/u;

/** The versions that a header names (RFC 7232 §3.1, §3.2); null where there is no such header. What is no tag of ours matches nothing. */
export function versionsOf(header: string | null): VersionMatch | null {
  if (header === null) return null;
  if (header.trim() === '*') return 'any';
  return header
    .split(',')
    .map((tag) => Number(TAG.exec(tag.trim())?.groups?.['version'] ?? 0))
    .filter((version) => version > 0);
}
