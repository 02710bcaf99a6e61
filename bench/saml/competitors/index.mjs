// Everyone who validates. `make` loads it and gives a function that takes the settings and gives one that validates a
// posted field once, or throws; a competitor in another language has a `command` instead.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import nodeSaml from '@node-saml/node-saml';
import { makeBetterAuth } from './better-auth.mjs';
import { makeClaimgate } from './claimgate.mjs';
import { makeFloor } from './floor.mjs';
import { makeNodeSaml } from './node-saml.mjs';
import { makeSaml2 } from './saml2-js.mjs';
import { makeSaml20 } from './saml20.mjs';
import { makeSamlify } from './samlify.mjs';

export const BASELINE = '@node-saml/node-saml';
export const DEFAULT = 'claimgate';
export const READER_1 = 'claimgate, reader 1 alone';
export const WITH_XML_CRYPTO = 'claimgate, xml-crypto as second reader';
export const FLOOR = 'floor: base64, RSA, SHA-256';
export const LASSO = 'Lasso (python3-lasso)';

const peer = (name, make) => ({
  kind: 'peer',
  package: name,
  make: async (folder) => make(load(folder, name)),
});
const script = (program, file, version) => ({
  kind: 'script',
  command: [program, new URL(file, import.meta.url)],
  version,
});

export const competitors = {
  // claimgate's own dependency: there also where no peer could be installed.
  [BASELINE]: { kind: 'dependency', package: BASELINE, make: async () => makeNodeSaml(nodeSaml) },
  samlify: peer('samlify', makeSamlify),
  'saml2-js': peer('saml2-js', makeSaml2),
  '@boxyhq/saml20': peer('@boxyhq/saml20', makeSaml20),
  '@better-auth/sso': {
    kind: 'peer',
    package: '@better-auth/sso',
    make: async (folder) => {
      const modules = ['better-auth', 'better-auth/adapters/memory', '@better-auth/sso'];
      return makeBetterAuth(...(await Promise.all(modules.map((name) => loadModule(folder, name)))));
    },
  },
  'python3-saml (C: libxml2, xmlsec)': script(
    '/usr/bin/python3',
    'python3_saml.py',
    'python3-onelogin-saml2',
  ),
  [LASSO]: script('/usr/bin/python3', 'lasso_peer.py', 'python3-lasso'),
  'ruby-saml': script('/usr/bin/ruby', 'ruby_saml.rb', 'ruby-saml'),
  [WITH_XML_CRYPTO]: { kind: 'own', make: async () => makeClaimgate('xml-crypto') },
  [DEFAULT]: { kind: 'own', make: async () => makeClaimgate('xmldom') },
  [READER_1]: { kind: 'own', make: async () => makeClaimgate('dangerously-none') },
  [FLOOR]: { kind: 'floor', make: async () => makeFloor },
};

function load(folder, name) {
  return createRequire(pathToFileURL(`${folder}/`))(name);
}

/** The peers' own `import`: these packages have no CommonJS. */
async function loadModule(folder, name) {
  const { load: importFrom } = await import(pathToFileURL(`${folder}/load.mjs`).href);
  return importFrom(name);
}
