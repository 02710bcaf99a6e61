import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mintResponse } from '../../src/testing/mint-response.js';
import { acsUrl, connectionInput, entityId, keyPair, minting } from '../testing/test-connection.js';
import { cli, file } from './run-cli.js';

const { samlResponse, xml } = mintResponse(minting);
const good = file('good.txt', samlResponse);
const certificate = file('contoso.cer', keyPair.certificatePem);
const connection = file('connection.json', JSON.stringify(connectionInput));
const at = ['--at', '2026-01-02T03:04:05Z'];
const byOptions = [
  ...['--issuer', connectionInput.issuerUrl, '--certificate', certificate],
  ...['--entity-id', entityId, '--acs-url', acsUrl],
];

describe('claimgate inspect', () => {
  it('exits with 0 for a valid response and prints the report', async () => {
    const { exitCode, stdout, stderr } = await cli(['inspect', good, '--connection', connection, ...at]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('SAML response: VALID\n');
    expect(stdout).toContain('own InResponseTo id0123456789 was taken');
    expect(stderr).toBe('');
  });

  it('needs no file for the connection', async () => {
    const { exitCode, stderr } = await cli(['inspect', good, ...byOptions, '--at', 'issue']);
    expect(exitCode).toBe(0);
    expect(stderr).toBe('');
  });

  it('reads standard input, and XML as well as a form', async () => {
    const posted = `SAMLResponse=${encodeURIComponent(samlResponse)}&RelayState=x`;
    expect(await cli(['inspect', '-', ...byOptions, ...at], posted)).toMatchObject({ exitCode: 0 });
    expect(await cli(['inspect', '-', ...byOptions, ...at], xml)).toMatchObject({ exitCode: 0 });
  });

  it('exits with 1 for a refused response and says what to do', async () => {
    const wrong = file('wrong.txt', mintResponse({ ...minting, deviation: 'wrong-audience' }).samlResponse);
    const { exitCode, stdout } = await cli(['inspect', wrong, '--connection', connection, ...at]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('audience_mismatch');
    expect(stdout).toContain('Identifier (Entity ID) must be exactly');
  });

  it('prints JSON', async () => {
    const { stdout } = await cli(['inspect', good, '--connection', connection, ...at, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ valid: true, failure: null, expectations: { entityId } });
  });

  it('puts options before the file', async () => {
    const args = ['inspect', good, '--connection', connection, ...at, '--json'];
    const { exitCode, stdout } = await cli([...args, '--entity-id', 'urn:other']);
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      failure: { code: 'audience_mismatch', details: { expected: 'urn:other', received: [entityId] } },
    });
  });

  it.each([
    [['--in-response-to', 'id0123456789'], 0, undefined],
    [['--in-response-to', 'id9'], 1, 'response_in_response_to_mismatch'],
    [['--in-response-to', 'none'], 1, 'response_in_response_to_unsolicited'],
    [['--at', '2026-01-02T09:00:00Z'], 1, 'subject_confirmation_expired'],
    [['--email-attribute', 'contact'], 1, 'email_only_default_claim'],
    [['--email-attribute', 'contact', '--response-only'], 0, undefined],
    [['--claimed-domain', 'contoso.com'], 0, undefined],
    [['--claimed-domain', 'fabrikam.com'], 1, 'email_domain_not_claimed'],
  ])('with %j exits with %i', async (options, exitCode, code) => {
    const clock = options.includes('--at') ? [] : at;
    const outcome = await cli(['inspect', good, '--connection', connection, '--json', ...clock, ...options]);
    expect(outcome.exitCode).toBe(exitCode);
    expect(JSON.parse(outcome.stdout).failure?.code).toBe(code);
  });

  it('accepts SHA-1 only where asked to', async () => {
    const old = file('sha1.txt', mintResponse({ ...minting, deviation: 'sha1' }).samlResponse);
    expect((await cli(['inspect', old, ...byOptions, ...at])).stdout).toContain('sha1_not_allowed');
    const allowed = await cli(['inspect', old, ...byOptions, ...at, '--allow-sha1']);
    expect(allowed.exitCode).toBe(0);
    expect(allowed.stderr).toContain('warning: allowSha1');
  });

  it('says what a file of bytes is that is no text', async () => {
    const utf16 = file('utf16.xml', Buffer.from(`\uFEFF${xml}`, 'utf16le'));
    expect((await cli(['inspect', utf16, ...byOptions])).stdout).toContain('response_utf16');
  });

  it('takes certificate files relative to the connection file', async () => {
    const { certificates: _, ...rest } = connectionInput;
    const path = file(
      'relative.json',
      `\uFEFF${JSON.stringify({ ...rest, certificateFiles: ['contoso.cer'] })}`,
    );
    expect(await cli(['inspect', good, '--connection', path, ...at])).toMatchObject({ exitCode: 0 });
  });

  it.each<[string, string[], string]>([
    ['no FILE', byOptions, 'FILE is missing'],
    ['two FILEs', [good, good, ...byOptions], 'one FILE only'],
    ['an unknown option', [good, ...byOptions, '--frobnicate'], '--frobnicate'],
    ['an option without value', [good, '--connection'], '--connection'],
    ['an option twice', [good, ...byOptions, '--issuer', 'x'], 'more than once'],
    ['no connection', [good], 'not given: --issuer, --certificate, --entity-id, --acs-url'],
    ['a missing response file', ['nowhere.txt', ...byOptions], 'there is no such file'],
    ['a folder', ['src', ...byOptions], 'it is a folder'],
    ['a missing connection file', [good, '--connection', 'nowhere.json'], 'cannot read nowhere.json'],
    ['a connection file that is no JSON', [good, '--connection', good], 'is not JSON'],
    ['a connection file with a list', [good, '--connection', file('list.json', '[]')], 'one JSON object'],
    [
      'odd certificateFiles',
      [good, '--connection', file('odd.json', '{"certificateFiles":1}')],
      'list of paths',
    ],
    [
      'an unknown member in the connection file',
      [good, '--connection', file('typo.json', JSON.stringify({ ...connectionInput, emailAtribute: 'x' }))],
      'emailAtribute',
    ],
    [
      'an issuer that is a login URL',
      [good, ...byOptions.with(1, connectionInput.signInUrl)],
      'issuer_url_is_sign_in_url',
    ],
    ['a certificate that is none', [good, ...byOptions.with(3, good)], 'connection cannot be used'],
    ['an odd time', [good, ...byOptions, '--at', 'yesterday'], '--at is'],
    ['an empty request ID', [good, ...byOptions, '--in-response-to', ''], '--in-response-to is'],
    ['a domain that is none', [good, ...byOptions, '--claimed-domain', 'a b'], 'domain_invalid'],
    [
      'domains without claims',
      [good, ...byOptions, '--claimed-domain', 'contoso.com', '--response-only'],
      '--response-only leaves out',
    ],
  ])('exits with 2 for %s', async (_what, args, message) => {
    const { exitCode, stdout, stderr } = await cli(['inspect', ...args]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).toContain('claimgate inspect --help explains');
    expect(stdout).toBe('');
  });
});

const captures = join(import.meta.dirname, '../../../shared/data/entra-responses');

// Genuine responses, where they lie beside the repository.
describe.runIf(existsSync(captures))('claimgate inspect of genuine Entra responses', () => {
  const claim = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims';

  it.each([
    ['04', `${claim}/name`],
    ['08', `${claim}/emailaddress`],
  ])('validates %s, and each wrong setting gives its own code', async (name, emailAttribute) => {
    const path = (of: string): string => join(captures, name, of);
    const meta = JSON.parse(readFileSync(path('meta.json'), 'utf8'));
    const inspect = async (
      changes: Record<string, string> = {},
      ...flags: string[]
    ): Promise<[number, string | undefined]> => {
      const options = {
        issuer: meta.issuer,
        certificate: path('cert.pem'),
        'entity-id': meta.audiences[0],
        'acs-url': meta.destination,
        'in-response-to': meta.inResponseTo,
        'email-attribute': emailAttribute,
        at: meta.issueInstant,
        ...changes,
      };
      const args = Object.entries(options).flatMap(([option, value]) => [`--${option}`, value]);
      const { exitCode, stdout } = await cli(['inspect', path('response.xml'), ...args, ...flags, '--json']);
      return [exitCode, JSON.parse(stdout).failure?.code];
    };
    expect(await inspect()).toEqual([0, undefined]);
    expect(await inspect({ 'email-attribute': 'email' }, '--response-only')).toEqual([0, undefined]);
    expect((await inspect({ 'email-attribute': 'email' }))[0]).toBe(1);
    expect(await inspect({ certificate })).toEqual([1, 'signing_certificate_unknown']);
    expect(await inspect({ 'entity-id': 'urn:other' })).toEqual([1, 'audience_mismatch']);
    expect(await inspect({ 'acs-url': 'https://other.example/acs' })).toEqual([1, 'destination_mismatch']);
    expect(await inspect({ 'in-response-to': 'id9' })).toEqual([1, 'response_in_response_to_mismatch']);
    expect(await inspect({ issuer: connectionInput.issuerUrl })).toEqual([1, 'response_issuer_mismatch']);
    expect(await inspect({ at: '2026-01-01T00:00:00Z' })).toEqual([1, 'issue_instant_too_old']);
  });
});
