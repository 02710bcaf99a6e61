// Validates posted responses with claimgate. A function for each reader, which answers `ok` or the code of the refusal.
import { parseConnection, readClaims, validateResponse } from '../../dist/index.js';
import { ACS, CLOCK, ENTITY_ID, ISSUER, REQUEST, SIGN_IN_URL } from '../../fixtures/generate/message.mjs';
import { keyPair, ownKey } from './message.mjs';

/** By name of the second reader. */
export function validatorOf(secondReader) {
  const connection = connectionOf({ secondReader });
  const expectations = {
    connection,
    entityId: ENTITY_ID,
    assertionConsumerServiceUrl: ACS,
    inResponseTo: REQUEST,
    authnInstantNotBefore: null,
    now: new Date(CLOCK),
  };
  return (field) => {
    const valid = validateResponse(field, expectations, { decryption: 'dangerously-unreserved' });
    if (!valid.ok) return valid.error.code;
    const claims = readClaims(valid.value);
    return claims.ok ? 'ok' : claims.error.code;
  };
}

export function connectionOf(input) {
  const connection = parseConnection({
    id: 'contoso',
    organizationId: 'contoso',
    issuerUrl: ISSUER,
    signInUrl: SIGN_IN_URL,
    certificates: [keyPair.certificatePem],
    keys: { current: ownKey },
    ...input,
  });
  if (!connection.ok) throw connection.error;
  return connection.value;
}
