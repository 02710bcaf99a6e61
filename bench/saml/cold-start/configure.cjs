'use strict';

// What is done with a freshly loaded library, the same for both module systems: configure, then accept one response.
module.exports = {
  claimgate: ({ parseConnection, validateResponse, readClaims }, given) => {
    const connection = parseConnection({
      id: 'contoso',
      organizationId: 'org-1',
      issuerUrl: given.issuerUrl,
      signInUrl: given.signInUrl,
      certificates: [given.certificatePem],
    });
    if (!connection.ok) throw connection.error;
    return async () => {
      const { entityId, assertionConsumerServiceUrl, inResponseTo } = given;
      const expectations = {
        connection: connection.value,
        entityId,
        assertionConsumerServiceUrl,
        inResponseTo,
        authnInstantNotBefore: null,
        now: new Date(),
      };
      const valid = validateResponse(given.sample, expectations);
      if (!valid.ok) throw valid.error;
      const claims = readClaims(valid.value);
      if (!claims.ok) throw claims.error;
    };
  },
  'node-saml': ({ SAML }, given) => {
    const saml = new SAML({
      idpCert: given.certificatePem,
      issuer: given.entityId,
      audience: given.entityId,
      callbackUrl: given.assertionConsumerServiceUrl,
      entryPoint: given.signInUrl,
      wantAssertionsSigned: true,
      wantAuthnResponseSigned: false,
      acceptedClockSkewMs: 180_000,
    });
    return async () => {
      const { profile } = await saml.validatePostResponseAsync({ SAMLResponse: given.sample });
      if (profile?.issuer !== given.issuerUrl) throw new Error('issuer');
    };
  },
};
