import { describe, expect, it } from 'vitest';
import type { Connection } from '../../src/organizations/connection.js';
import { inspectSamlResponse } from '../../src/testing/inspect-saml-response.js';
import { currentKey, encrypting, foreignKey, mintEncrypted, withKeys } from '../response/encrypted.js';
import { ACS_URL, connection, ENTITY_ID, mint, NOW, posted } from '../response/message.js';

function inspected(xml: string, to: Connection = encrypting) {
  const report = inspectSamlResponse(posted(xml), {
    connection: to,
    entityId: ENTITY_ID,
    assertionConsumerServiceUrl: ACS_URL,
    at: NOW,
    responseOnly: true,
  });
  const decrypt = report.stages.find(({ stage }) => stage === 'decrypt')?.outcome;
  return { report, decrypt };
}

describe('the report on an encrypted response', () => {
  it('decrypts with the keys of the connection', () => {
    const { report, decrypt } = inspected(mintEncrypted());
    expect(report.valid).toBe(true);
    expect(decrypt).toBe('passed');
    expect(report.assertion?.nameId.value).toBe('adele.vance@contoso.com');
    expect(String(report)).not.toContain('PRIVATE');
  });

  it('names the stage that fails', () => {
    const stageOf = (xml: string, to?: Connection) => inspected(xml, to).report.failure?.stage;
    expect(stageOf(mintEncrypted({ certificatePem: foreignKey.certificate.pem }))).toBe('decrypt');
    expect(stageOf(mintEncrypted(), connection)).toBe('decrypt');
    expect(stageOf(mint(), withKeys({ requireEncryption: true }))).toBe('decrypt');
    expect(stageOf(mintEncrypted({}, { sign: 'none' }))).toBe('verify');
    expect(stageOf(mintEncrypted({}, { audiences: ['urn:x'] }))).toBe('check');
    expect(currentKey.certificate.keyBits).toBe(2048);
  });

  it('does not tell of decryption where nothing is encrypted', () => {
    expect(inspected(mint(), connection).decrypt).toBeUndefined();
  });
});
