import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  type ConnectionInput,
  type ErrorCode,
  type Expectations,
  parseConnection,
  parseIdpCertificate,
  readClaims,
  type SecondReader,
  validateResponse,
} from '../../src/index.js';

// Genuine captures lie beside the project where it is developed; they are not part of it.
const folder = new URL('../../../shared/data/entra-responses/', import.meta.url);
const captures = existsSync(folder) ? readdirSync(folder) : [];
const fabrikam = readFileSync(new URL('../../fixtures/certificates/fabrikam.cer', import.meta.url));

if (captures.length === 0) {
  it('genuine Entra responses are not beside this checkout: nothing to validate', () => {
    expect(captures).toEqual([]);
  });
}

describe.each(captures)('genuine Entra response %s', (name) => {
  const read = (file: string): Buffer => readFileSync(new URL(`${name}/${file}`, folder));
  const meta = JSON.parse(read('meta.json').toString()) as Record<string, string> & { audiences: string[] };
  const samlResponse = read('response.xml').toString('base64');
  const issuedAt = new Date(meta['issueInstant'] as string);

  const connection = (changes: Partial<ConnectionInput> = {}): Expectations['connection'] => {
    const issuerUrl = meta['issuer'] as string;
    const parsed = parseConnection({
      id: 'genuine',
      organizationId: 'genuine',
      issuerUrl,
      signInUrl: `https://login.microsoftonline.com/${new URL(issuerUrl).pathname.replaceAll('/', '')}/saml2`,
      certificates: [read('cert.pem')],
      emailAttribute: 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name',
      requireTenantClaim: true,
      ...changes,
    });
    if (!parsed.ok) throw parsed.error;
    return parsed.value;
  };
  const expectations = (changes: Partial<Expectations> = {}): Expectations => ({
    connection: connection(),
    entityId: meta.audiences[0] as string,
    assertionConsumerServiceUrl: meta['destination'] as string,
    inResponseTo: meta['inResponseTo'] as string,
    authnInstantNotBefore: null,
    now: issuedAt,
    ...changes,
  });

  it.each<SecondReader>(['xmldom', 'xml-crypto', 'dangerously-none'])(
    'validates with second reader %s',
    (secondReader) => {
      const result = validateResponse(
        samlResponse,
        expectations({ connection: connection({ secondReader }) }),
      );
      if (!result.ok) throw result.error;
      const claims = readClaims(result.value);
      if (!claims.ok) throw claims.error;
      expect(claims.value.tenantId).toBe(new URL(meta['issuer'] as string).pathname.replaceAll('/', ''));
      expect(claims.value.email.address).toContain('@');
    },
  );

  const otherTenant = 'https://sts.windows.net/11111111-2222-4333-8444-555555555555/';
  const wrong: [string, () => Expectations, ErrorCode][] = [
    [
      'certificate',
      () => expectations({ connection: connection({ certificates: [fabrikam] }) }),
      'signing_certificate_unknown',
    ],
    ['audience', () => expectations({ entityId: 'https://other.example/' }), 'audience_mismatch'],
    [
      'issuer',
      () =>
        expectations({
          connection: connection({
            issuerUrl: otherTenant,
            signInUrl: 'https://login.microsoftonline.com/contoso.com/saml2',
          }),
        }),
      'response_issuer_mismatch',
    ],
    [
      'recipient',
      () => expectations({ assertionConsumerServiceUrl: 'https://other.example/acs' }),
      'destination_mismatch',
    ],
    ['request id', () => expectations({ inResponseTo: '_another' }), 'response_in_response_to_mismatch'],
    [
      'unsolicited expectation',
      () => expectations({ inResponseTo: null }),
      'response_in_response_to_unsolicited',
    ],
    [
      'time, too late',
      () => expectations({ now: new Date(issuedAt.getTime() + 2 * 3_600_000) }),
      'subject_confirmation_expired',
    ],
    [
      'time, too early',
      () => expectations({ now: new Date(issuedAt.getTime() - 3_600_000) }),
      'response_issue_instant_in_future',
    ],
  ];
  it.each(wrong)('is refused with its own code when the %s is wrong', (_, make, code) => {
    const result = validateResponse(samlResponse, make());
    expect(result.ok ? 'accepted' : result.error.code).toBe(code);
  });

  it('tells that only the default email claim, or none, came', () => {
    const result = validateResponse(
      samlResponse,
      expectations({ connection: connection({ emailAttribute: 'email' }) }),
    );
    if (!result.ok) throw result.error;
    const claims = readClaims(result.value);
    expect(claims.ok ? 'accepted' : claims.error.code).toMatch(/^email_(?:missing|only_default_claim)$/);
  });

  it('accepts the certificate that came with it', () => {
    const parsed = parseIdpCertificate(read('cert.pem'), { now: issuedAt });
    expect(parsed.ok && parsed.value.subject).toBe('CN=Microsoft Azure Federated SSO Certificate');
  });
});
