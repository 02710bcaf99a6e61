import { SAML, ValidateInResponseTo } from '@node-saml/node-saml';
import { type Fixture, index } from '../corpus/corpus.js';
import type { Identity } from './identity.js';
import { atClockOf, certificatesOf, entityIdOf, privateKeysOf } from './opponent.js';

type Parsed = Readonly<Record<string, readonly Parsed[]>> & { readonly _?: string };

/** node-saml, configured as strictly as it can be. It has one key at a time, so it is asked with each. */
export async function identityByNodeSaml(field: string, fixture: Fixture): Promise<Identity> {
  const isEncrypted = Buffer.from(field, 'base64').includes('EncryptedAssertion');
  let first: unknown = null;
  for (const privateKey of isEncrypted ? privateKeysOf(fixture) : [null]) {
    try {
      return await atClockOf(fixture, () => asked(field, fixture, privateKey));
    } catch (error) {
      first ??= error;
    }
  }
  throw first ?? new Error('no key');
}

async function asked(field: string, fixture: Fixture, privateKey: string | null): Promise<Identity> {
  const { inResponseTo, assertionConsumerServiceUrl } = fixture;
  const saml = new SAML({
    callbackUrl: assertionConsumerServiceUrl ?? index.expectations.assertionConsumerServiceUrl,
    issuer: entityIdOf(fixture),
    audience: entityIdOf(fixture),
    entryPoint: index.connection.signInUrl,
    idpIssuer: index.connection.issuerUrl,
    idpCert: certificatesOf(fixture),
    // One signature over the assertion must verify, whichever; xml-crypto alone asks about all of them.
    wantAssertionsSigned: false,
    wantAuthnResponseSigned: false,
    acceptedClockSkewMs: 180_000,
    maxAssertionAgeMs: 86_700_000,
    ...(privateKey === null ? {} : { decryptionPvk: privateKey }),
    validateInResponseTo: inResponseTo === null ? ValidateInResponseTo.never : ValidateInResponseTo.always,
    cacheProvider: {
      saveAsync: async () => null,
      getAsync: async (id: string) => (id === inResponseTo ? fixture.clock : null),
      removeAsync: async () => null,
    },
  });
  const { profile } = await saml.validatePostResponseAsync({ SAMLResponse: field });
  if (profile === null) throw new Error('no profile');
  const assertion = (profile.getAssertion?.() as { readonly Assertion: Parsed } | undefined)?.Assertion;
  const restrictions = assertion?.['Conditions']?.[0]?.['AudienceRestriction'] ?? [];
  return {
    issuer: profile.issuer,
    nameId: profile.nameID,
    audiences: restrictions.flatMap((restriction) => (restriction['Audience'] ?? []).map(({ _ }) => _ ?? '')),
    attributes: Object.entries((profile['attributes'] ?? {}) as Record<string, unknown>).map(
      ([name, value]) => [name, [value].flat().filter((one) => typeof one === 'string')],
    ),
  };
}
