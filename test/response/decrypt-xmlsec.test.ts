import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { currentKey, decrypted, encrypting } from './encrypted.js';
import { codeOf, mint, replaced } from './message.js';

// An independent encryptor: what xmlsec1 writes must be read. Where it is not installed, the tests say so.

const XENC = 'http://www.w3.org/2001/04/xmlenc#';
const XENC11 = 'http://www.w3.org/2009/xmlenc11#';
const DSIG = 'http://www.w3.org/2000/09/xmldsig#';
const installed = spawnSync('xmlsec1', ['--version']).status === 0;
const folder = installed ? mkdtempSync(join(tmpdir(), 'claimgate-xmlsec-')) : '';
afterAll(() => {
  if (installed) rmSync(folder, { recursive: true });
});

/** Replaces the assertion by what xmlsec1 encrypts to our certificate. */
function encryptedByXmlsec(xml: string, data: string, bits: 128 | 256): string {
  const file = (name: string, content: string): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  const assertion = /<Assertion .*<\/Assertion>/s.exec(xml)?.[0] ?? '';
  const method = `<EncryptionMethod Algorithm="${XENC}rsa-oaep-mgf1p"><DigestMethod xmlns="${DSIG}" Algorithm="${DSIG}sha1"/></EncryptionMethod>`;
  const cipher = '<CipherData><CipherValue/></CipherData>';
  const template =
    `<EncryptedData xmlns="${XENC}" Type="${XENC}Element"><EncryptionMethod Algorithm="${data}"/>` +
    `<KeyInfo xmlns="${DSIG}"><EncryptedKey xmlns="${XENC}">${method}${cipher}</EncryptedKey></KeyInfo>${cipher}</EncryptedData>`;
  const written = execFileSync('xmlsec1', [
    '--encrypt',
    '--pubkey-cert-pem',
    file('certificate.pem', currentKey.certificate.pem),
    '--session-key',
    `aes-${bits}`,
    '--xml-data',
    file('assertion.xml', assertion),
    file('template.xml', template),
  ]).toString();
  const element = written.replace(/^<\?xml[^>]*\?>\s*/, '').trim();
  return replaced(
    xml,
    assertion,
    `<EncryptedAssertion xmlns="urn:oasis:names:tc:SAML:2.0:assertion">${element}</EncryptedAssertion>`,
  );
}

describe('what xmlsec1 encrypts', () => {
  it.runIf(!installed)('cannot be compared: xmlsec1 is not installed', () => {
    expect(installed).toBe(false);
  });

  it.runIf(installed).each([
    ['aes256-cbc', `${XENC}aes256-cbc`, 256],
    ['aes128-cbc', `${XENC}aes128-cbc`, 128],
    ['aes256-gcm', `${XENC11}aes256-gcm`, 256],
    ['aes128-gcm', `${XENC11}aes128-gcm`, 128],
  ] as const)('is read with %s', (_name, algorithm, bits) => {
    const xml = encryptedByXmlsec(mint({ nameId: { value: 'zoë@contoso.com' } }), algorithm, bits);
    const result = decrypted(xml, encrypting);
    expect(codeOf(result)).toBe('ok');
    expect(result.ok && result.value.assertion.nameId.value).toBe('zoë@contoso.com');
  });
});
