// @boxyhq/saml20. It leaves the issuer to the application, which compares it here.
export function makeSaml20(saml20) {
  const validate = saml20.default?.validate ?? saml20.validate;
  return ({ decryption, ...settings }) => {
    const options = {
      publicKey: settings.certificatePem.replace(/-----[A-Z ]+-----|\s/g, ''),
      audience: settings.entityId,
      strictAudienceValidation: true,
      inResponseTo: settings.inResponseTo,
      ...(decryption === null ? {} : { privateKey: decryption.privateKeyPem }),
    };
    return async (samlResponse) => {
      const profile = await validate(Buffer.from(samlResponse, 'base64').toString(), options);
      if (profile.issuer !== settings.issuerUrl) throw new Error('issuer');
    };
  };
}
