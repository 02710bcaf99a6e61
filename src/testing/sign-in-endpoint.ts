import { isDeviation } from './deviations.js';
import type { AnswerOptions, FakeApplication } from './fake-entra-options.js';
import type { FakeTenant } from './fake-tenant.js';
import type { MintStatus } from './mint-options.js';
import { accountPage, SIGNING_OPTIONS } from './pages/account-page.js';
import { errorPage } from './pages/error-page.js';
import { postPage } from './pages/post-page.js';
import { readAuthnRequest } from './read-authn-request.js';

/** A sign-in that an application or a tile asked for, checked against what is registered. */
interface SignInRequest {
  readonly application: FakeApplication;
  readonly replyUrl: string;
  /** Null when IdP-initiated. */
  readonly requestId: string | null;
  readonly forceAuthn: boolean;
  readonly isPassive: boolean;
}

type Checked =
  | { readonly ok: true; readonly value: SignInRequest }
  | { readonly ok: false; readonly page: Response };

const NO_PASSIVE: MintStatus = {
  code: 'urn:oasis:names:tc:SAML:2.0:status:Responder',
  secondLevel: 'urn:oasis:names:tc:SAML:2.0:status:NoPassive',
  message: 'AADSTS50058: A silent sign-in was requested, but nobody is signed in.',
};
/** People stay signed in at Entra for long, and applications must not mind an old AuthnInstant. */
const SESSION_AGE_MILLISECONDS = 8 * 3_600_000;

/** `GET /<tenant id>/saml2`: the Login URL, asked by the HTTP-Redirect binding. */
export function showAccounts(tenant: FakeTenant, parameters: URLSearchParams): Response {
  const checked = requestedSignIn(tenant, parameters);
  if (!checked.ok) return checked.page;
  const { application, isPassive } = checked.value;
  if (isPassive) return answerPage(tenant, checked.value, parameters, { status: NO_PASSIVE });
  return accountPage({
    applicationName: application.name,
    people: tenant.people,
    loginHint: parameters.get('login_hint'),
    sign: application.sign ?? 'assertion',
    canEncrypt: application.encryptionCertificatePem !== undefined,
    hidden: ['SAMLRequest', 'RelayState', 'app'].flatMap((name): [string, string][] => {
      const value = parameters.get(name);
      return value === null ? [] : [[name, value]];
    }),
    action: `${tenant.base}/reply`,
  });
}

/** `POST /<tenant id>/reply`: the choice that was made on the page of accounts. */
export function replyToApplication(tenant: FakeTenant, form: URLSearchParams): Response {
  const checked = requestedSignIn(tenant, form);
  if (!checked.ok) return checked.page;
  const person = tenant.people.find(({ objectId }) => objectId === form.get('person'));
  if (person === undefined) return errorPage('AADSTS50020', form.get('person'), tenant.now());
  const deviation = form.get('deviation') ?? '';
  const now = tenant.now();
  const age = checked.value.forceAuthn ? 0 : SESSION_AGE_MILLISECONDS;
  return answerPage(tenant, checked.value, form, {
    person,
    deviation: isDeviation(deviation) ? deviation : null,
    ...chosenProtection(checked.value.application, form),
    authnInstant: new Date(now.getTime() - age),
  });
}

/** *Signing option* and *Token encryption*, as chosen for this one answer. */
function chosenProtection(
  { encryptionCertificatePem }: FakeApplication,
  form: URLSearchParams,
): AnswerOptions {
  const sign = SIGNING_OPTIONS.find(({ name }) => name === form.get('sign'))?.name;
  const encrypts = form.get('encryption') === 'on' && encryptionCertificatePem !== undefined;
  return {
    ...(sign === undefined ? {} : { sign }),
    ...(encrypts ? { encrypt: { certificatePem: encryptionCertificatePem } } : {}),
  };
}

/** `GET /<tenant id>/tile?app=…`: leads to the Sign-on URL, or starts an IdP-initiated sign-in. */
export function openTile(tenant: FakeTenant, parameters: URLSearchParams): Response {
  const identifier = parameters.get('app') ?? '';
  const signOnUrl = tenant.applications.get(identifier)?.signOnUrl;
  if (signOnUrl === undefined) return showAccounts(tenant, new URLSearchParams({ app: identifier }));
  return new Response(null, { status: 302, headers: { location: signOnUrl, 'cache-control': 'no-store' } });
}

function requestedSignIn(tenant: FakeTenant, parameters: URLSearchParams): Checked {
  const identifier = parameters.get('app');
  if (identifier !== null) return checkedAgainstApplication(tenant, identifier, null, {});
  const reading = readAuthnRequest(parameters.get('SAMLRequest'));
  if (!reading.ok) return { ok: false, page: errorPage(reading.code, null, tenant.now()) };
  const { issuer, assertionConsumerServiceUrl, ...asked } = reading.request;
  return checkedAgainstApplication(tenant, issuer, assertionConsumerServiceUrl, asked);
}

function checkedAgainstApplication(
  tenant: FakeTenant,
  identifier: string,
  askedUrl: string | null,
  asked: { readonly id?: string; readonly forceAuthn?: boolean; readonly isPassive?: boolean },
): Checked {
  const application = tenant.applications.get(identifier);
  if (application === undefined) {
    return { ok: false, page: errorPage('AADSTS700016', identifier, tenant.now()) };
  }
  const replyUrl = askedUrl ?? application.replyUrls[0];
  if (replyUrl === undefined) return { ok: false, page: errorPage('AADSTS900971', null, tenant.now()) };
  if (!application.replyUrls.includes(replyUrl)) {
    return { ok: false, page: errorPage('AADSTS50011', replyUrl, tenant.now()) };
  }
  const { id = null, forceAuthn = false, isPassive = false } = asked;
  return { ok: true, value: { application, replyUrl, requestId: id, forceAuthn, isPassive } };
}

function answerPage(
  tenant: FakeTenant,
  { application, replyUrl, requestId }: SignInRequest,
  parameters: URLSearchParams,
  choices: AnswerOptions,
): Response {
  const minted = tenant.answer({
    ...choices,
    application: application.identifier,
    assertionConsumerServiceUrl: replyUrl,
    inResponseTo: requestId,
  });
  if (minted.assertionId !== null && choices.person !== undefined) {
    const { displayName: person } = choices.person;
    tenant.addSession(minted.assertionId, { application: application.identifier, person });
  }
  return postPage({
    applicationName: application.name,
    assertionConsumerServiceUrl: replyUrl,
    samlResponse: minted.samlResponse,
    relayState: parameters.get('RelayState'),
    xml: minted.xml,
  });
}
