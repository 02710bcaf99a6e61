// samlify. It leaves audience and request to the application, which compares them here.
export function makeSamlify(samlify) {
  // It insists on a schema validator; none is part of it, and this one costs nothing.
  samlify.setSchemaValidator({ validate: async () => 'not asked' });
  return ({ decryption, sign, ...settings }) => {
    const idp = samlify.IdentityProvider({
      entityID: settings.issuerUrl,
      signingCert: settings.certificatePem,
      isAssertionEncrypted: decryption !== null,
      messageSigningOrder: 'sign-then-encrypt',
      singleSignOnService: [
        { Binding: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect', Location: settings.signInUrl },
      ],
    });
    const sp = samlify.ServiceProvider({
      entityID: settings.entityId,
      wantAssertionsSigned: sign !== 'response',
      wantMessageSigned: sign !== 'assertion',
      assertionConsumerService: [
        {
          Binding: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST',
          Location: settings.assertionConsumerServiceUrl,
        },
      ],
      clockDrifts: [-180_000, 180_000],
      ...(decryption === null ? {} : { encPrivateKey: decryption.privateKeyPem }),
    });
    return async (samlResponse) => {
      const { extract } = await sp.parseLoginResponse(idp, 'post', { body: { SAMLResponse: samlResponse } });
      if (![extract.audience].flat(2).includes(settings.entityId)) throw new Error('audience');
      if (extract.response?.inResponseTo !== settings.inResponseTo) throw new Error('inResponseTo');
    };
  };
}
