// The same route written with node-saml: Express, its own cache in memory, the checks that it leaves to the application.
import { SAML } from '@node-saml/node-saml';
import express from 'express';

export function mountNodeSaml(app, settings) {
  let nextId = '';
  const saml = new SAML({
    idpCert: settings.certificatePem,
    issuer: settings.entityId,
    audience: settings.entityId,
    callbackUrl: settings.assertionConsumerServiceUrl,
    entryPoint: settings.signInUrl,
    wantAssertionsSigned: true,
    wantAuthnResponseSigned: false,
    acceptedClockSkewMs: 180_000,
    validateInResponseTo: 'always',
    generateUniqueId: () => nextId,
  });
  app.post(
    new URL(settings.assertionConsumerServiceUrl).pathname,
    express.urlencoded({ extended: false, limit: '400kb' }),
    async (request, response) => {
      const { profile } = await saml.validatePostResponseAsync(request.body);
      if (profile?.issuer !== settings.issuerUrl) throw new Error('issuer');
      response.setHeader('Set-Cookie', `session=${encodeURIComponent(profile.email)}; Path=/; HttpOnly`);
      response.redirect(303, '/home');
    },
  );
  let count = 0;
  return async () => {
    count += 1;
    nextId = `_${String(count).padStart(40, '0')}`;
    await saml.getAuthorizeUrlAsync('', '', {});
    return { requestId: nextId, relayState: '', cookie: 'none=1' };
  };
}
