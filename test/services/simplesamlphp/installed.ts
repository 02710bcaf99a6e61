import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';

/** Where Debian puts what the web server serves. */
export const DOCUMENT_ROOT = '/usr/share/simplesamlphp/www';

const PACKAGES = 'simplesamlphp php-cli php-xml php-mbstring php-curl php-sqlite3 php-intl';

/** Runs the tests where SimpleSAMLphp is there. Where it is not, one line says so; on CI that is a failure. */
export function withSimpleSamlPhp(tests: () => void): void {
  if (existsSync(DOCUMENT_ROOT) && hasPhp()) {
    tests();
  } else {
    it(`NOT RUN: no SimpleSAMLphp. Install it: apt-get install --no-install-recommends ${PACKAGES}`, () => {
      expect(process.env['CI'] ?? '').not.toBe('true');
    });
  }
}

function hasPhp(): boolean {
  const probe =
    "exit(extension_loaded('dom') && extension_loaded('mbstring') && extension_loaded('curl') ? 0 : 1);";
  return spawnSync('php', ['-r', probe]).status === 0;
}
