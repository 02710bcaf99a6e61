// npm run corpus:peers: installs other libraries as they are today into a temporary folder, asks them about every
// fixture and records what they say in fixtures/peers.json. `--check` compares instead of writing.
import { readFileSync, writeFileSync } from 'node:fs';
import { askLibrary, countsOf, withInstalled } from '../bench/peers/install.mjs';

const PEERS = {
  '@node-saml/node-saml': 'node-saml',
  samlify: 'samlify',
  'saml2-js': 'saml2-js',
  '@boxyhq/saml20': 'saml20',
};

const source = new URL('../bench/peers/', import.meta.url);
const page = new URL('../fixtures/peers.json', import.meta.url);
const { dependencies } = JSON.parse(readFileSync(new URL('package.json', source), 'utf8'));
const peers = withInstalled(source, (folder) =>
  Object.entries(PEERS).map(([name, api]) => ({
    name,
    version: dependencies[name],
    verdicts: askLibrary(folder, name, api),
  })),
);
const written = `${JSON.stringify({ peers }, null, 1)}\n`;
for (const { name, version, verdicts } of peers)
  console.log(`${name} ${version}:`, JSON.stringify(countsOf(Object.values(verdicts))));
if (!process.argv.includes('--check')) writeFileSync(page, written);
else if (readFileSync(page, 'utf8') !== written) {
  console.error('fixtures/peers.json says something else');
  process.exitCode = 1;
}
