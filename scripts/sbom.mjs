// Writes a bill of materials (CycloneDX 1.5, JSON) of what an installation brings along, and of nothing that is for
// development only. The same lock file gives the same file, byte for byte: without SOURCE_DATE_EPOCH it has no time.
//   node scripts/sbom.mjs [--root <folder>] [--output <file>]
// `npm sbom --omit dev` leaves out packages that something for development needs as well.
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runtimePackages } from './runtime-packages.mjs';

const { values } = parseArgs({ options: { root: { type: 'string' }, output: { type: 'string' } } });
const root = resolve(values.root ?? fileURLToPath(new URL('..', import.meta.url)));
const output = resolve(values.output ?? `${root}/.cache/sbom.cdx.json`);

const bill = billOfMaterials(runtimePackages(root), process.env.SOURCE_DATE_EPOCH);
mkdirSync(dirname(output), { recursive: true });
writeFileSync(output, `${JSON.stringify(bill, null, 2)}\n`);
console.log(`${bill.components.length} components`);

function billOfMaterials({ manifest, packages, direct }, epoch) {
  const refs = new Map(packages.map(({ path, name, version }) => [path, `${name}@${version}`]));
  // The same version at two places is one component.
  const components = new Map();
  const dependsOn = new Map([[`${manifest.name}@${manifest.version}`, refsOf(direct, refs)]]);
  for (const each of packages) {
    const ref = refs.get(each.path);
    components.set(ref, componentOf(each, ref));
    dependsOn.set(ref, new Set([...(dependsOn.get(ref) ?? []), ...refsOf(each.dependsOn, refs)]));
  }
  const content = {
    metadata: {
      ...(epoch === undefined ? {} : { timestamp: new Date(Number(epoch) * 1000).toISOString() }),
      component: {
        type: 'library',
        'bom-ref': `${manifest.name}@${manifest.version}`,
        name: manifest.name,
        version: manifest.version,
        purl: purlOf(manifest),
        licenses: [licenseOf(manifest.license)],
      },
    },
    components: [...components.values()].sort((a, b) => (a['bom-ref'] < b['bom-ref'] ? -1 : 1)),
    dependencies: [...dependsOn].map(([ref, refs]) => ({ ref, dependsOn: [...refs].sort() })),
  };
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.5.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    serialNumber: `urn:uuid:${uuidOf(JSON.stringify(content))}`,
    version: 1,
    ...content,
  };
}

function refsOf(paths, refs) {
  return new Set(paths.map((path) => refs.get(path)));
}

function componentOf({ name, version, license, integrity }, ref) {
  if (license === null) throw new Error(`${ref} has no licence in package-lock.json`);
  const [algorithm, digest] = (integrity ?? '').split('-');
  if (algorithm !== 'sha512' || digest === undefined)
    throw new Error(`${ref} has no SHA-512 in package-lock.json`);
  return {
    type: 'library',
    'bom-ref': ref,
    name,
    version,
    scope: 'required',
    hashes: [{ alg: 'SHA-512', content: Buffer.from(digest, 'base64').toString('hex') }],
    licenses: [licenseOf(license)],
    purl: purlOf({ name, version }),
  };
}

/** One identifier of SPDX, or an expression of several. */
function licenseOf(license) {
  return /^[A-Za-z0-9.+-]+$/u.test(license) ? { license: { id: license } } : { expression: license };
}

function purlOf({ name, version }) {
  return `pkg:npm/${name.replace(/^@/u, '%40')}@${version}`;
}

/** A UUID of version 8 (RFC 9562 §5.8), made of what the bill says. */
function uuidOf(text) {
  const hex = createHash('sha256').update(text).digest('hex').slice(0, 32);
  const variant = ((Number.parseInt(hex[16], 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}
