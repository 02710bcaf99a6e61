// The other libraries, as they are today: those that the corpus is put before as well.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withInstalled } from '../peers/install.mjs';

/** Package and the API by which it is asked. */
export const PEERS = {
  '@node-saml/node-saml': 'node-saml',
  samlify: 'samlify',
  'saml2-js': 'saml2-js',
  '@boxyhq/saml20': 'saml20',
};
/** Milliseconds of the processor's time after which a process is ended. */
export const PEER_LIMIT = 5_000;
/** Rows with which they are asked: one of each kind. */
export const ASKED = new Set([
  ...['DOS-01', 'DOS-01b', 'DOS-02', 'DOS-02c', 'DOS-03', 'DOS-04', 'DOS-04b', 'DOS-05', 'DOS-06', 'DOS-07'],
  ...['DOS-08', 'DOS-09', 'DOS-09b', 'DOS-10', 'DOS-12', 'DOS-13', 'DOS-15', 'DTD-04', 'DTD-04d', 'TXT-13b'],
  ...['C14-used-greater', 'C14-used-namespaces', 'C14-signed-text', 'C14-signed-values', 'ENC-01'],
]);

const SOURCE = new URL('../peers/', import.meta.url);
const ASK = fileURLToPath(new URL('./ask-peers.mjs', import.meta.url));

/** By row and library what came of it, and the versions. */
export function askPeers() {
  const { dependencies: versions } = JSON.parse(readFileSync(new URL('package.json', SOURCE), 'utf8'));
  const found = withInstalled(SOURCE, (folder) => {
    const file = join(folder, 'dos.json');
    const { status } = spawnSync(process.execPath, [ASK, folder, file], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    if (status !== 0) throw new Error(`the peers could not be asked: status ${status}`);
    return JSON.parse(readFileSync(file, 'utf8'));
  });
  return { found, versions };
}
