// npm run attacks: writes docs/attacks.md.
import { writeFileSync } from 'node:fs';
import { attackTable, renderAttacksDoc } from './attacks-doc.mjs';
import { readAttacks } from './read-attacks.mjs';

const attacks = readAttacks();
const table = attackTable(attacks);
writeFileSync(new URL('../docs/attacks.md', import.meta.url), renderAttacksDoc(table, attacks));
const fixtures = new Set(table.flatMap((row) => row.fixtures));
const tests = new Set(table.flatMap((row) => row.tests));
console.log(`docs/attacks.md: ${table.length} attacks, ${fixtures.size} fixtures, ${tests.size} tests`);
