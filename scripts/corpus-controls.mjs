// npm run corpus:controls: installs versions whose weaknesses are published into a temporary folder and shows that the
// attacks of the corpus succeed there, or else against validators that make a well-known mistake. Records it in fixtures/controls.json; `--check` compares instead of writing.
import { readFileSync, writeFileSync } from 'node:fs';
import { mistakes } from '../bench/controls/mistakes.mjs';
import { askLibrary, withInstalled } from '../bench/peers/install.mjs';

const CONTROLS = {
  'node-saml-5.0.0': 'node-saml',
  'passport-saml-1.3.3': 'passport-saml',
  'passport-saml-3.2.1': 'passport-saml',
  'saml2-js-1.12.3': 'saml2-js',
  'saml2-js-4.0.2': 'saml2-js',
  'saml20-1.5.1': 'saml20',
  'samlify-2.9.0': 'samlify',
  ...Object.fromEntries(Object.keys(mistakes).map((name) => [name, 'mistake'])),
};

const source = new URL('../bench/controls/', import.meta.url);
const page = new URL('../fixtures/controls.json', import.meta.url);
const controls = withInstalled(source, (folder) =>
  Object.entries(CONTROLS).map(([name, api]) => {
    const verdicts = Object.entries(askLibrary(folder, name, api));
    const having = (wanted) => verdicts.filter(([, verdict]) => verdict === wanted).map(([id]) => id);
    const shown = api === 'mistake' ? `mistake: ${name.replaceAll('-', ' ')}` : name;
    return {
      name: shown,
      forged: having('forged'),
      accepted: having('accepted'),
      crashed: having('crashed'),
    };
  }),
);
const { fixtures } = JSON.parse(readFileSync(new URL('../fixtures/index.json', import.meta.url), 'utf8'));
for (const { id, family, title, expected } of fixtures) {
  const forged = controls.filter((control) => control.forged.includes(id)).map(({ name }) => name);
  if (family !== undefined && expected !== 'ok' && forged.length > 0)
    console.log(`${id.padEnd(24)} ${forged.join(', ')}\n${' '.repeat(25)}${title}`);
}
for (const { name, forged, accepted, crashed } of controls)
  console.log(
    `${name}: forged values from ${forged.length}, accepted ${accepted.length}, crashed on ${crashed.length}`,
  );
const written = `${JSON.stringify({ controls }, null, 1)}\n`;
if (!process.argv.includes('--check')) writeFileSync(page, written);
else if (readFileSync(page, 'utf8') !== written) {
  console.error('fixtures/controls.json says something else');
  process.exitCode = 1;
}
