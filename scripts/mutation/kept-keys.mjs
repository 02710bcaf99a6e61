// RSA keys of tests, made once: to make new ones is most of what a new process would do before its first test.
import crypto from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const KEPT = 'keys-of-tests.json';

/** From now on each pair of PEM keys that a process asks for is the one that an earlier process got in its place. */
export function keepKeys() {
  const make = crypto.generateKeyPairSync;
  const kept = existsSync(KEPT) ? JSON.parse(readFileSync(KEPT, 'utf8')) : {};
  const used = {};
  crypto.generateKeyPairSync = (...asked) => {
    const kind = JSON.stringify(asked);
    used[kind] ??= 0;
    const place = used[kind]++;
    const known = kept[kind]?.[place];
    if (known !== undefined) return known;
    const pair = make(...asked);
    if (typeof pair.privateKey === 'string' && typeof pair.publicKey === 'string') {
      kept[kind] ??= [];
      kept[kind][place] = pair;
      write(kept);
    }
    return pair;
  };
  syncBuiltinESMExports();
}

function write(kept) {
  const draft = `${KEPT}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(kept));
  renameSync(draft, KEPT);
}
