// Further libraries that validate SAML responses, each asked in its own way, configured as strictly as it can be.
import { readFileSync } from 'node:fs';
import { ACS, CLOCK, ENTITY_ID, ISSUER, SIGN_IN_URL } from '../../fixtures/generate/message.mjs';

const RealDate = globalThis.Date;

class FixtureDate extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(CLOCK);
    else super(...given);
  }

  static now() {
    return new RealDate(CLOCK).getTime();
  }
}

/** Sets the clock of this process to that of the fixtures. */
export function stopClock() {
  globalThis.Date = FixtureDate;
}

/**
 * Ways of asking by the name of the API. Each takes the loaded package, the row of the index and the posted field, and
 * returns what the application would get: `{ nameId, values }`; it throws or rejects where the message is refused.
 */
export const askers = {
  'node-saml': askNodeSaml,
  'passport-saml': askPassportSaml,
  samlify: askSamlify,
  'saml2-js': askSaml2,
  saml20: askSaml20,
};

async function askNodeSaml({ SAML }, row, field) {
  const saml = new SAML(nodeSamlOptions(row));
  const { profile } = await saml.validatePostResponseAsync({ SAMLResponse: field });
  return { nameId: profile?.nameID, values: profile };
}

async function askPassportSaml({ SAML }, row, field) {
  const known = (id, answer) => answer(null, id === row.inResponseTo ? CLOCK : null);
  const options = nodeSamlOptions(row);
  // Version 1 asks with callbacks, and takes true in place of always.
  const saml = new SAML({
    ...options,
    cert: certificatesOf(row).map(bodyOf),
    cacheProvider: { ...options.cacheProvider, get: known, save: known, remove: known },
  });
  if (saml.validatePostResponseAsync !== undefined) {
    const { profile } = await saml.validatePostResponseAsync({ SAMLResponse: field });
    return { nameId: profile?.nameID, values: profile };
  }
  const profile = await new Promise((resolve, reject) => {
    saml.validatePostResponse({ SAMLResponse: field }, (error, found) =>
      error ? reject(error) : resolve(found),
    );
  });
  return { nameId: profile?.nameID, values: profile };
}

function nodeSamlOptions(row) {
  const outstanding = async (id) => (id === row.inResponseTo ? CLOCK : null);
  return {
    callbackUrl: ACS,
    issuer: row.entityId ?? ENTITY_ID,
    audience: row.entityId ?? ENTITY_ID,
    entryPoint: SIGN_IN_URL,
    idpIssuer: ISSUER,
    idpCert: certificatesOf(row),
    wantAssertionsSigned: row.signing !== 'response',
    wantAuthnResponseSigned: row.signing === 'response' || row.signing === 'both',
    acceptedClockSkewMs: 180_000,
    maxAssertionAgeMs: 86_700_000,
    ...(row.keys === undefined ? {} : { decryptionPvk: privateKeyOf(row) }),
    validateInResponseTo: row.inResponseTo === null ? 'never' : 'always',
    cacheProvider: { saveAsync: async () => null, getAsync: outstanding, removeAsync: async () => null },
  };
}

async function askSamlify(samlify, row, field) {
  // It wants a validator; none of the usual ones is part of it, and none of them knows signatures.
  samlify.setSchemaValidator({ validate: async () => 'not asked' });
  const encrypted = row.keys !== undefined;
  const idp = samlify.IdentityProvider({
    entityID: ISSUER,
    signingCert: certificatesOf(row),
    isAssertionEncrypted: encrypted,
    messageSigningOrder: 'sign-then-encrypt',
    singleSignOnService: [
      { Binding: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect', Location: SIGN_IN_URL },
    ],
  });
  const sp = samlify.ServiceProvider({
    entityID: row.entityId ?? ENTITY_ID,
    wantAssertionsSigned: row.signing !== 'response',
    wantMessageSigned: row.signing === 'response' || row.signing === 'both',
    assertionConsumerService: [{ Binding: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST', Location: ACS }],
    clockDrifts: [-180_000, 180_000],
    ...(encrypted ? { encPrivateKey: privateKeyOf(row) } : {}),
  });
  const { extract } = await sp.parseLoginResponse(idp, 'post', { body: { SAMLResponse: field } });
  // Audience and request are the application's to compare.
  const audiences = [extract.audience].flat(2);
  if (!audiences.includes(row.entityId ?? ENTITY_ID)) throw new Error('audience');
  if (row.inResponseTo !== null && extract.response?.inResponseTo !== row.inResponseTo)
    throw new Error('inResponseTo');
  return { nameId: extract.nameID, values: extract };
}

async function askSaml2({ ServiceProvider, IdentityProvider }, row, field) {
  const key = row.keys === undefined ? privateKeyPem('service-provider') : privateKeyOf(row);
  const sp = new ServiceProvider({
    entity_id: row.entityId ?? ENTITY_ID,
    private_key: key,
    certificate: certificatePem('service-provider.cer'),
    assert_endpoint: ACS,
    allow_unencrypted_assertion: true,
    notbefore_skew: 180,
  });
  const idp = new IdentityProvider({
    sso_login_url: SIGN_IN_URL,
    sso_logout_url: SIGN_IN_URL,
    certificates: certificatesOf(row),
    allow_unencrypted_assertion: true,
  });
  const answer = await new Promise((resolve, reject) => {
    const options = { request_body: { SAMLResponse: field }, audience: row.entityId ?? ENTITY_ID };
    sp.post_assert(idp, { ...options, require_session_index: false }, (error, found) =>
      error ? reject(error) : resolve(found),
    );
  });
  // The request is the application's to compare.
  if (row.inResponseTo !== null && answer.response_header?.in_response_to !== row.inResponseTo)
    throw new Error('in_response_to');
  return { nameId: answer.user?.name_id, values: answer };
}

async function askSaml20(saml20, row, field) {
  const validate = saml20.default?.validate ?? saml20.validate;
  const xml = Buffer.from(field, 'base64').toString('utf8');
  const [first] = certificatesOf(row);
  const options = {
    publicKey: bodyOf(first),
    audience: row.entityId ?? ENTITY_ID,
    strictAudienceValidation: true,
    ...(row.inResponseTo === null ? {} : { inResponseTo: row.inResponseTo }),
    ...(row.keys === undefined ? {} : { privateKey: privateKeyOf(row) }),
  };
  // Its callback is called again after a refusal, so the first answer counts.
  const profile = await (validate.length > 2
    ? new Promise((resolve, reject) => {
        validate(xml, options, (error, found) => (error ? reject(error) : resolve(found)));
      })
    : validate(xml, options));
  const claims = profile.claims ?? {};
  const nameId = claims['http://schemas.xmlsoap.org/ws/2005/05/identity/claims/nameidentifier'];
  return { nameId, values: profile };
}

function certificatesOf(row) {
  return (row.certificates ?? ['contoso.cer']).map(certificatePem);
}

function certificatePem(file) {
  return readFileSync(new URL(`../../fixtures/certificates/${file}`, import.meta.url), 'utf8');
}

function privateKeyOf(row) {
  return privateKeyPem(row.keys.current);
}

function privateKeyPem(name) {
  return readFileSync(new URL(`../../fixtures/certificates/keys/${name}.pem`, import.meta.url), 'utf8');
}

function bodyOf(pem) {
  return pem.replace(/-----[A-Z ]+-----|\s/g, '');
}
