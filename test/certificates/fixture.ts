import { readFileSync } from 'node:fs';

/** The clock at which fixtures/certificates/index.json holds. */
export const NOW: Date = new Date('2026-06-01T00:00:00Z');

export function certificateFixture(file: string): Buffer {
  return readFileSync(new URL(`../../fixtures/certificates/${file}`, import.meta.url));
}
