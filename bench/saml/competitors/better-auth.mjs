// @better-auth/sso. It validates inside the endpoint that takes the post, and nothing of that can be called by itself:
// what is measured is the endpoint over the memory adapter, from the request to the reservation of the assertion, which
// comes after all its checks. The same message posted again ends there, in `replay_detected`; that answer means valid.
// Its request state is off, as each request could be answered once only.
const PROVIDER = 'contoso';

export function makeBetterAuth({ betterAuth }, { memoryAdapter }, { sso }) {
  return ({ decryption, sign, ...settings }) => {
    const origin = new URL(settings.assertionConsumerServiceUrl).origin;
    const tables = ['user', 'session', 'account', 'verification', 'ssoProvider'];
    const auth = betterAuth({
      baseURL: origin,
      secret: 'a secret of this benchmark, of no use elsewhere',
      database: memoryAdapter(Object.fromEntries(tables.map((name) => [name, []]))),
      telemetry: { enabled: false },
      rateLimit: { enabled: false },
      logger: { disabled: true },
      plugins: [
        sso({
          defaultSSO: [providerOf(settings, decryption, sign)],
          saml: { enableInResponseToValidation: false },
        }),
      ],
    });
    const target = `${origin}/api/auth/sso/saml2/sp/acs/${PROVIDER}`;
    const headers = { 'content-type': 'application/x-www-form-urlencoded', origin };
    return async (samlResponse) => {
      const body = new URLSearchParams({ SAMLResponse: samlResponse }).toString();
      const answer = await auth.handler(new Request(target, { method: 'POST', headers, body }));
      const location = new URL(answer.headers.get('location') ?? 'about:blank', origin);
      const error = location.searchParams.get('error');
      if (error !== null && error !== 'replay_detected')
        throw new Error(`${error} ${location.searchParams.get('error_description')}`);
      if (error === null && answer.headers.get('set-cookie') === null) throw new Error(`${answer.status}`);
    };
  };
}

function providerOf(settings, decryption, sign) {
  return {
    providerId: PROVIDER,
    domain: 'contoso.com',
    samlConfig: {
      issuer: settings.issuerUrl,
      entryPoint: settings.signInUrl,
      cert: settings.certificatePem,
      callbackUrl: `${new URL(settings.assertionConsumerServiceUrl).origin}/`,
      audience: settings.entityId,
      wantAssertionsSigned: sign !== 'response',
      idpMetadata: {
        entityID: settings.issuerUrl,
        cert: settings.certificatePem,
        isAssertionEncrypted: decryption !== null,
        singleSignOnService: [
          { Binding: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect', Location: settings.signInUrl },
        ],
      },
      spMetadata: {
        metadata: settings.serviceProviderMetadata,
        ...(decryption === null
          ? {}
          : { isAssertionEncrypted: true, encPrivateKey: decryption.privateKeyPem }),
      },
      identifierFormat: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
    },
  };
}
