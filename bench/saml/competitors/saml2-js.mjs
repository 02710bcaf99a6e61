// saml2-js. It leaves the request to the application, which compares it here; the issuer it neither checks nor gives.
export function makeSaml2({ ServiceProvider, IdentityProvider }) {
  return ({ decryption, ...settings }) => {
    const sp = new ServiceProvider({
      entity_id: settings.entityId,
      // It insists on a key pair, which only encrypted messages need.
      private_key: (decryption ?? settings.spare).privateKeyPem,
      certificate: (decryption ?? settings.spare).certificatePem,
      assert_endpoint: settings.assertionConsumerServiceUrl,
      allow_unencrypted_assertion: true,
      notbefore_skew: 180,
    });
    const idp = new IdentityProvider({
      sso_login_url: settings.signInUrl,
      sso_logout_url: settings.signInUrl,
      certificates: [settings.certificatePem],
      allow_unencrypted_assertion: true,
    });
    return async (samlResponse) => {
      const answer = await new Promise((resolve, reject) => {
        const options = {
          request_body: { SAMLResponse: samlResponse },
          audience: settings.entityId,
          require_session_index: false,
        };
        sp.post_assert(idp, options, (error, found) => (error ? reject(error) : resolve(found)));
      });
      if (answer.response_header?.in_response_to !== settings.inResponseTo) throw new Error('in_response_to');
    };
  };
}
