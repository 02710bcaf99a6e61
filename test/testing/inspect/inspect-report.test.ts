import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readClaims } from '../../../src/response/claims.js';
import { validateResponse } from '../../../src/response/validate-response.js';
import { type InspectOptions, inspectSamlResponse } from '../../../src/testing/inspect-saml-response.js';
import { mintResponse } from '../../../src/testing/mint-response.js';
import { acsUrl, entityId, minting, now, testConnection } from '../test-connection.js';

const connection = testConnection();
const options: InspectOptions = { connection, at: now, inResponseTo: 'id0123456789' };

describe('the printed report', () => {
  const refused = inspectSamlResponse(
    mintResponse({ ...minting, deviation: 'wrong-audience' }).samlResponse,
    options,
  );

  it('is what util.inspect and a failing assertion print', () => {
    expect(inspect(refused)).toBe(refused.toString());
    expect(refused.toString()).toContain('SAML response: REFUSED: audience_mismatch');
    expect(refused.toString()).toContain('Basic SAML Configuration');
    expect(refused.toString()).toMatch(/✗ Audience\n\s+expected {2}https:\/\/app\.example\/saml\/c1\n/);
    expect(refused.toString()).toContain('NOT verified');
  });

  it('has colours only where asked to', () => {
    expect(refused.toString()).not.toContain('\u001b');
    expect(refused.toString({ color: true })).toContain('\u001b[31m');
  });

  it('tells a valid response with refused claims apart', () => {
    const { samlResponse } = mintResponse({ ...minting, deviation: 'no-email' });
    expect(inspectSamlResponse(samlResponse, options).toString()).toContain(
      'SAML response: VALID, but REFUSED at claims: email_missing',
    );
  });

  it('shows characters that would steer a terminal as escapes, and cuts long values', () => {
    const attributes = { email: 'a@contoso.com', note: `\u009b31m\u202e${'x'.repeat(5_000)}` };
    const text = inspectSamlResponse(
      mintResponse({ ...minting, attributes }).samlResponse,
      options,
    ).toString();
    expect(text).toContain('\\u{9b}31m\\u{202e}');
    expect(text).toContain('(5005 characters)');
    expect(text.length).toBeLessThan(6_000);
  });

  it('becomes JSON with dates and attributes, also one named __proto__', () => {
    const attributes = new Map([
      ['email', 'a@contoso.com'],
      ['__proto__', 'p'],
    ]);
    const report = inspectSamlResponse(mintResponse({ ...minting, attributes }).samlResponse, options);
    const json = JSON.parse(JSON.stringify(report));
    expect(json.valid).toBe(true);
    expect(json.expectations.at).toBe(now.toISOString());
    expect(Object.entries(json.claims.attributes)).toEqual([
      ['email', ['a@contoso.com']],
      ['__proto__', ['p']],
    ]);
  });
});

describe('the verdict of an inspection', () => {
  const { xml } = mintResponse(minting);

  it('is that of validateResponse and readClaims for every mutation of a good message', () => {
    let refused = 0;
    fc.assert(
      fc.property(
        fc.nat(xml.length),
        fc.nat(30),
        fc.constantFrom('', 'x', '<', '</Assertion>', '&', ' ', '<!---->', 'ID="_1"', '\u0000', 'alice'),
        fc.boolean(),
        (at, length, inserted, asXml) => {
          const mutant = xml.slice(0, at) + inserted + xml.slice(at + length);
          const samlResponse = Buffer.from(mutant).toString('base64');
          const report = inspectSamlResponse(asXml ? mutant : samlResponse, options);
          const validated = validateResponse(samlResponse, {
            connection,
            entityId,
            assertionConsumerServiceUrl: acsUrl,
            inResponseTo: 'id0123456789',
            authnInstantNotBefore: null,
            now,
          });
          const ok = validated.ok && readClaims(validated.value).ok;
          if (!ok) refused += 1;
          if (asXml && report.valid !== ok) {
            // Pasted XML loses blanks around it and may stop being recognised, never the other way.
            expect(report.valid).toBe(false);
            return;
          }
          expect(report.valid).toBe(ok);
          expect(report.failure === null).toBe(ok);
          expect(report.toString().length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 400 },
    );
    expect(refused).toBeGreaterThan(0);
  });

  it('is never an exception, whatever was pasted', () => {
    const pasted = fc.oneof(fc.string({ unit: 'binary' }), fc.base64String(), fc.json());
    fc.assert(
      fc.property(
        pasted,
        fc.constantFrom<InspectOptions['at'][]>('now', 'issue-instant', now),
        (text, at) => {
          const report = inspectSamlResponse(text, { connection, ...(at === undefined ? {} : { at }) });
          expect(report.valid).toBe(false);
          expect(JSON.stringify(report)).toContain('"valid":false');
        },
      ),
    );
  });
});
