// Who speaks with whom in every message: one service provider, one Entra tenant, keys of this run.
import { serviceProviderMetadata } from '../../dist/index.js';
import { createTestKeyPair } from '../../dist/testing.js';

export const tenantId = '0f5b6a5e-8b1e-4f0c-9c43-3d1d7a5a9e11';
const address = 'https://app.example.com/saml/contoso';

/** All that a competitor is configured with. */
export const settings = {
  issuerUrl: `https://sts.windows.net/${tenantId}/`,
  signInUrl: `https://login.microsoftonline.com/${tenantId}/saml2`,
  entityId: `${address}/metadata`,
  assertionConsumerServiceUrl: `${address}/acs`,
  inResponseTo: '_4f1c2d3e5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c0d',
};

/** Entra's, which signs. */
export const keyPair = createTestKeyPair();
/** Ours, which decrypts. */
export const decryptionKeyPair = createTestKeyPair();

/** What competitors are configured with for a message: the settings, the keys, and the same as metadata. */
export function settingsFor({ sign, encrypted = false }, sample) {
  return {
    ...settings,
    sign,
    sample,
    certificatePem: keyPair.certificatePem,
    decryption: encrypted ? decryptionKeyPair : null,
    /** For those that insist on a key pair of ours. */
    spare: decryptionKeyPair,
    serviceProviderMetadata: serviceProviderMetadata({
      entityId: settings.entityId,
      assertionConsumerServiceUrl: settings.assertionConsumerServiceUrl,
      wantAssertionsSigned: sign !== 'response',
      ...(encrypted ? { encryptionCertificates: [decryptionKeyPair.certificatePem] } : {}),
    }),
    identityProviderMetadata: identityProviderMetadata(),
  };
}

function identityProviderMetadata() {
  const certificate = keyPair.certificatePem.replace(/-----[A-Z ]+-----|\s/g, '');
  return (
    `<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${settings.issuerUrl}">` +
    `<IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><KeyDescriptor use="signing">` +
    `<KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data><X509Certificate>${certificate}</X509Certificate>` +
    `</X509Data></KeyInfo></KeyDescriptor><SingleSignOnService Location="${settings.signInUrl}" ` +
    `Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"/></IDPSSODescriptor></EntityDescriptor>`
  );
}
