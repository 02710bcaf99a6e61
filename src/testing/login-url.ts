import type { FakeTenant } from './fake-tenant.js';
import { answerLogoutRequest, isSignedAsDemanded, readLogoutRequest } from './logout-endpoint.js';
import { errorPage } from './pages/error-page.js';
import { html } from './pages/html.js';
import { page } from './pages/layout.js';
import { readAuthnRequest } from './read-authn-request.js';
import { showAccounts } from './sign-in-endpoint.js';

/** `GET /<tenant id>/saml2`: Login URL and Logout URL in one, as at Entra. `rawQuery` is what a signature is over. */
export function openLoginUrl(tenant: FakeTenant, parameters: URLSearchParams, rawQuery: string): Response {
  const samlRequest = parameters.get('SAMLRequest');
  const logout = samlRequest === null ? null : readLogoutRequest(samlRequest);
  if (logout !== null) return answerLogoutRequest(tenant, logout, parameters.get('RelayState'));
  if (parameters.has('SAMLResponse')) {
    return page('Signed out', html`<h1>Signed out</h1><p>The application has answered the logout.</p>`);
  }
  const reading = readAuthnRequest(samlRequest);
  const application = reading.ok ? tenant.applications.get(reading.request.issuer) : undefined;
  if (application !== undefined && !isSignedAsDemanded(application, rawQuery)) {
    return errorPage('AADSTS76021', null, tenant.now());
  }
  return showAccounts(tenant, parameters);
}
