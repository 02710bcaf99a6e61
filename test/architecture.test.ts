import { describe, expect, it } from 'vitest';
import { type Import, readSourceFiles, type SourceFile } from './source-files.js';

// The house rules that a compiler does not hold. Each list says what is allowed; everything else is refused.

/** Rooms by rank: a room imports rooms of a lower rank only. Rooms of one rank do not know each other. */
const RANKS: readonly (readonly string[])[] = [
  ['errors', 'hooks'],
  ['xml'],
  ['certificates'],
  ['organizations'],
  ['response'],
  ['request', 'metadata'],
  ['logout'],
  ['stores'],
  ['service-provider'],
  ['directory'],
  ['audit'],
  ['http'],
  ['scim'],
  ['express'],
  ['testing'],
  ['cli'],
];

/** Types only, so that rooms below the stores can say what they ask of a store. */
const STORE_INTERFACES = 'src/stores/interfaces/';

/** Rooms that nobody imports, with the exceptions: the command line is made of the support tools. */
const TOP: ReadonlyMap<string, readonly string[]> = new Map([
  ['express', []],
  ['testing', ['cli']],
  ['cli', []],
]);

/** Who may import which package: rooms, or files by the start of their path. */
const PACKAGES: ReadonlyMap<string, readonly string[]> = new Map([
  ['@node-saml/node-saml', ['request', 'metadata']],
  ['@xmldom/xmldom', ['src/response/second-reader', 'testing']],
  ['jose', ['scim']],
  ['node-forge', ['certificates', 'testing']],
  ['tldts', ['organizations']],
  ['xml-crypto', ['src/response/second-reader', 'src/response/load-xml-crypto', 'request', 'testing']],
]);

/** Who may import which part of Node. The walk touches neither disk nor network; only metadata are fetched. */
const BUILTINS: ReadonlyMap<string, readonly string[]> = new Map([
  ['node:assert', ['testing']],
  ['node:buffer', [...RANKS.flat()]],
  ['node:crypto', [...RANKS.flat()]],
  ['node:url', [...RANKS.flat()]],
  ['node:util', [...RANKS.flat()]],
  ['node:zlib', ['request', 'logout', 'testing']],
  [
    'node:dns/promises',
    ['src/metadata/fetch', 'src/organizations/domain-claims/dns-resolver.ts', 'src/scim/credentials/fetch'],
  ],
  ['node:http', ['http', 'express', 'testing', 'src/metadata/guarded']],
  ['node:https', ['src/metadata/guarded']],
  ['node:net', ['testing', 'src/metadata/guarded']],
  ['node:stream', ['express', 'testing']],
  ['node:stream/web', ['express', 'testing']],
  ['node:fs', ['cli']],
  ['node:fs/promises', ['cli']],
  ['node:module', ['cli']],
  ['node:path', ['cli']],
  ['node:process', ['cli']],
]);

/** What stages of the walk return, and the only file that can make each: there the class is, unexported. */
const PROOFS: readonly string[] = [
  'src/logout/verify-logout-message.ts SignedLogoutProof',
  'src/organizations/email-address.ts EmailAddressProof',
  'src/response/check.ts ValidAssertionProof',
  'src/response/decode.ts DecodedXmlProof',
  'src/response/decrypt.ts DecryptedResponseProof',
  'src/response/decryption-permit.ts DecryptionPermitProof',
  'src/response/extract.ts SignedAssertionProof',
  'src/response/sealed-response.ts SealedResponseProof',
  'src/response/structure.ts UnverifiedResponseProof',
  'src/response/verify.ts SignedContentProof',
];

const LONGEST_FILE = 250;
/** A list of one row a code, not a program. */
const LONGEST_CATALOGUE = 400;
const LONGEST_TEST = 300;

const files = readSourceFiles('src');
const rankOf = (room: string): number => RANKS.findIndex((rooms) => rooms.includes(room));
const roomOf = (path: string): string => path.split('/')[1]?.replace(/^.*\.ts$/u, '') ?? '';

describe('the reader of imports', () => {
  it('sees packages, own files, types and names', () => {
    const path = 'src/organizations/domain-name.ts';
    expect(files.find((file) => file.path === path)?.imports).toContainEqual({
      target: 'node:url',
      own: false,
      typeOnly: false,
      names: ['domainToASCII', 'domainToUnicode'],
    });
    const late = files.find((file) => file.path === 'src/metadata/load-node-saml.cjs')?.imports;
    expect(late).toEqual([{ target: '@node-saml/node-saml', own: false, typeOnly: false, names: ['*'] }]);
    const stores = files.find((file) => file.path === `${STORE_INTERFACES}sign-in.ts`)?.imports;
    expect(stores).toContainEqual({
      target: 'src/organizations/connection.ts',
      own: true,
      typeOnly: true,
      names: ['Connection'],
    });
  });
});

describe('the house', () => {
  it('has only rooms with a rank', () => {
    expect(files.filter((file) => file.room !== '' && rankOf(file.room) < 0).map(({ path }) => path)).toEqual(
      [],
    );
    expect(files.filter((file) => file.room === '').map(({ path }) => path)).toEqual(['src/index.ts']);
  });

  it('imports files that exist', () => {
    const known = new Set(files.map(({ path }) => path));
    expect(wrong((_file, { own, target }) => own && !known.has(target))).toEqual([]);
  });

  it('imports one way: only rooms of a lower rank', () => {
    const upwards = wrong((file, { own, target, typeOnly }) => {
      if (!own || file.room === '' || (typeOnly && target.startsWith(STORE_INTERFACES))) return false;
      const room = roomOf(target);
      return room !== file.room && rankOf(room) >= rankOf(file.room);
    });
    expect(upwards).toEqual([]);
  });

  it('imports testing, cli, express and index from nowhere', () => {
    const fromBelow = wrong((file, { own, target }) => {
      if (!own) return false;
      const room = roomOf(target);
      if (room === '') return true;
      const exceptions = TOP.get(room);
      return exceptions !== undefined && room !== file.room && !exceptions.includes(file.room);
    });
    expect(fromBelow).toEqual([]);
  });

  it('knows stores by their types only, below the stores themselves', () => {
    const interfaces = files.filter(({ path }) => path.startsWith(STORE_INTERFACES));
    expect(interfaces.length).toBeGreaterThan(1);
    expect(interfaces.flatMap(({ imports }) => imports.filter(({ typeOnly }) => !typeOnly))).toEqual([]);
    const values = wrong(
      (file, { target, typeOnly }) =>
        target.startsWith('src/stores/') &&
        !typeOnly &&
        !['', 'stores', 'testing', 'cli', 'service-provider'].includes(file.room),
    );
    expect(values).toEqual([]);
  });

  it('imports each package where it may', () => {
    expect(wrong((file, found) => isPackage(found) && !allowed(PACKAGES, file, found.target))).toEqual([]);
  });

  it('imports each part of Node where it may, always with its prefix', () => {
    const isBuiltin = ({ target }: Import) => target.startsWith('node:');
    expect(wrong((file, found) => isBuiltin(found) && !allowed(BUILTINS, file, found.target))).toEqual([]);
  });

  it('has no circle of files', () => {
    expect(circles()).toEqual([]);
  });

  it(`has no file over ${LONGEST_FILE} lines and no test over ${LONGEST_TEST}`, () => {
    const long = [
      ...files.filter(({ path, lines }) =>
        path.startsWith('src/errors/catalogue/') ? lines > LONGEST_CATALOGUE : lines > LONGEST_FILE,
      ),
      ...readSourceFiles('test').filter(({ lines }) => lines > LONGEST_TEST),
    ];
    expect(long.map(({ path, lines }) => `${path}: ${lines}`)).toEqual([]);
  });

  it('keeps every proof of the walk to the file that earns it', () => {
    const proofs = files.flatMap(({ path, classes }) =>
      classes.filter(({ name }) => name.endsWith('Proof')).map((proof) => ({ path, ...proof })),
    );
    expect(proofs.map(({ path, name }) => `${path} ${name}`)).toEqual(PROOFS);
    expect(proofs.filter(({ exported, hasPrivateName }) => exported || !hasPrivateName)).toEqual([]);
  });

  it('decrypts without a reservation only in the pure walk and in inspection', () => {
    const importers = files.filter(({ imports }) =>
      imports.some(({ names }) => names.includes('permitUnreserved')),
    );
    expect(importers.map(({ path }) => path)).toEqual([
      'src/response/validate-response.ts',
      'src/testing/inspect/failed-stage.ts',
    ]);
  });

  it('mints nothing outside testing', () => {
    const makers = files
      .filter(({ room }) => room !== 'testing')
      .flatMap(({ path, exportedFunctions }) => exportedFunctions.map((name) => `${path} ${name}`))
      .filter((maker) => / (?:mint|forge|fake)/u.test(maker));
    expect(makers).toEqual([]);
  });
});

function wrong(isWrong: (file: SourceFile, found: Import) => boolean): readonly string[] {
  return files.flatMap((file) =>
    file.imports
      .filter((found) => isWrong(file, found))
      .map(({ target }) => `${file.path} imports ${target}`),
  );
}

function isPackage({ own, target }: Import): boolean {
  return !own && !target.startsWith('node:');
}

function allowed(table: ReadonlyMap<string, readonly string[]>, file: SourceFile, target: string): boolean {
  const places = table.get(target) ?? [];
  return places.some(
    (place) => place === file.room || (place.startsWith('src/') && file.path.startsWith(place)),
  );
}

/** Circles of files, found depth first; each is reported once, from where the search met it. */
function circles(): readonly string[] {
  const imports = new Map(
    files.map((file) => [file.path, file.imports.filter(({ own }) => own).map(({ target }) => target)]),
  );
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) found.push([...trail.slice(start), path].join(' → '));
    if (start >= 0 || done.has(path)) return;
    for (const target of imports.get(path) ?? []) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const path of imports.keys()) visit(path, []);
  return found;
}
