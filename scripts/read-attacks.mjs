// Reads everything that docs/attacks.md is made of. Shared by the generator and its test.
import { readFileSync } from 'node:fs';
import { attackRows } from '../fixtures/attack-rows/index.mjs';
import { readPlaces } from './places-of-codes.mjs';
import { readTestTitles } from './test-titles.mjs';

const read = (name) => JSON.parse(readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8'));

export function readAttacks() {
  const { fixtures } = read('index.json');
  const codes = new Set(fixtures.map(({ expected }) => expected).filter((code) => code !== 'ok'));
  return {
    rows: attackRows,
    fixtures,
    peers: read('peers.json').peers,
    controls: read('controls.json').controls,
    titles: readTestTitles(),
    ...readPlaces(codes),
  };
}
