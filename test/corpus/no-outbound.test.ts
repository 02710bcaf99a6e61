import dns from 'node:dns';
import fs from 'node:fs';
import http from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
// The second reader loads it when a connection asks for it first, which reads its files once, whatever the message is.
import 'xml-crypto';
import { parseIdpCertificates } from '../../src/certificates/parse-idp-certificate.js';
import type { SecondReader } from '../../src/organizations/connection.js';
import { expectationsOf, fixturePath, index, judge, optionsOf, postedField } from './corpus.js';

// Whatever asks for something outside of this process goes through one of these.
const WAYS_OUT: readonly (readonly [string, object, string])[] = [
  ['a connection', net.Socket.prototype, 'connect'],
  ['a request', http, 'request'],
  ['a name', dns, 'lookup'],
  ['a name', dns.promises, 'lookup'],
  ['a file', fs, 'openSync'],
  ['a file', fs, 'readFileSync'],
  ['a file', fs, 'open'],
  ['a file', fs, 'readFile'],
  ['a file', fs.promises, 'open'],
  ['a file', fs.promises, 'readFile'],
];

/** What was asked for while `run` ran. */
function askedFor(run: () => void): readonly string[] {
  const asked: string[] = [];
  for (const [what, module, name] of WAYS_OUT)
    vi.spyOn(module as Record<string, () => unknown>, name).mockImplementation(() => {
      asked.push(what);
      throw new Error(`${what} was asked for`);
    });
  const fetched = vi.spyOn(globalThis, 'fetch').mockRejectedValue(new Error('a fetch'));
  syncBuiltinESMExports();
  try {
    run();
  } finally {
    asked.push(...fetched.mock.calls.map(() => 'a fetch'));
    vi.restoreAllMocks();
    syncBuiltinESMExports();
  }
  return asked;
}

afterEach(() => {
  vi.restoreAllMocks();
});

it('what is watched would be seen', () => {
  const asked = askedFor(() => {
    expect(() => net.connect(9, '127.0.0.1')).toThrow();
    expect(() => fs.readFileSync('/etc/hostname')).toThrow();
    void fetch('http://127.0.0.1:9/').catch(() => {});
  });
  expect(asked).toEqual(['a connection', 'a file', 'a fetch']);
});

it.each<SecondReader>(['xmldom', 'xml-crypto'])(
  'no message opens a connection, looks up a name or reads a file (SIG-05, SIG-12, DTD-02, DTD-11, DTD-12); second reader %s',
  (secondReader) => {
    const prepared = index.fixtures.map((fixture) => ({
      field: postedField(fixture),
      expectations: expectationsOf(fixture, secondReader),
      options: optionsOf(fixture),
    }));
    const asked = askedFor(() => {
      for (const { field, expectations, options } of prepared) judge(field, expectations, options);
    });
    expect(asked).toEqual([]);
  },
);

it('no certificate is looked up in a revocation list or at its issuer (DTD-12)', () => {
  const files = [
    'contoso.cer',
    'authority.cer',
    'chain-authority-first.pem',
    'long-oid.cer',
    'tenant-wide.cer',
  ];
  const uploads = files.map((file) => fs.readFileSync(fixturePath(`certificates/${file}`)));
  const asked = askedFor(() => {
    for (const upload of uploads) expect(parseIdpCertificates(upload).ok).toBe(true);
  });
  expect(asked).toEqual([]);
});
