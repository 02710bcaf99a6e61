import type { Attacks } from './read-attacks.mjs.js';

/** A row with everything that was found for it. */
export interface AttackTableRow {
  readonly id: string;
  readonly fixtures: readonly string[];
  readonly tests: readonly string[];
  readonly by: readonly string[];
}

export function attackTable(attacks: Attacks): readonly AttackTableRow[];
export function renderAttacksDoc(table: readonly AttackTableRow[], attacks: Attacks): string;
