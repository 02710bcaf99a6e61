// claimgate, decode to claims, with one of its three settings of the second reader.
import { parseConnection, readClaims, validateResponse } from '../../../dist/index.js';

export const makeClaimgate =
  (secondReader) =>
  ({
    issuerUrl,
    signInUrl,
    entityId,
    assertionConsumerServiceUrl,
    inResponseTo,
    certificatePem,
    decryption,
  }) => {
    const connection = parseConnection({
      id: 'contoso',
      organizationId: 'contoso',
      issuerUrl,
      signInUrl,
      certificates: [certificatePem],
      secondReader,
      keys: decryption === null ? null : { current: decryption },
    });
    if (!connection.ok) throw connection.error;
    return (samlResponse) => {
      const expectations = {
        connection: connection.value,
        entityId,
        assertionConsumerServiceUrl,
        inResponseTo,
        authnInstantNotBefore: null,
        now: new Date(),
      };
      const valid = validateResponse(samlResponse, expectations, { decryption: 'dangerously-unreserved' });
      if (!valid.ok) throw valid.error;
      const claims = readClaims(valid.value);
      if (!claims.ok) throw claims.error;
    };
  };
