// @node-saml/node-saml. It checks InResponseTo against a cache of its own, which says yes to the one request here; the
// issuer it leaves to the application, which compares it here.
export function makeNodeSaml({ SAML }) {
  return ({ decryption, sign, ...settings }) => {
    const known = async (id) => (id === settings.inResponseTo ? new Date().toISOString() : null);
    const saml = new SAML({
      idpCert: settings.certificatePem,
      issuer: settings.entityId,
      audience: settings.entityId,
      callbackUrl: settings.assertionConsumerServiceUrl,
      entryPoint: settings.signInUrl,
      idpIssuer: settings.issuerUrl,
      wantAssertionsSigned: sign !== 'response',
      wantAuthnResponseSigned: sign !== 'assertion',
      acceptedClockSkewMs: 180_000,
      validateInResponseTo: 'always',
      cacheProvider: { saveAsync: async () => null, getAsync: known, removeAsync: async () => null },
      ...(decryption === null ? {} : { decryptionPvk: decryption.privateKeyPem }),
    });
    return async (samlResponse) => {
      const { profile } = await saml.validatePostResponseAsync({ SAMLResponse: samlResponse });
      if (profile?.issuer !== settings.issuerUrl) throw new Error('issuer');
    };
  };
}
