import { type Fixture, index } from '../corpus/corpus.js';
import type { Identity } from './identity.js';
import { atClockOf, certificatesOf, entityIdOf, type Opponent, privateKeysOf } from './opponent.js';

/** What is used of samlify, which is installed on demand (bench/peers). */
export interface Samlify {
  setSchemaValidator(validator: { validate(xml: string): Promise<string> }): void;
  IdentityProvider(options: object): object;
  ServiceProvider(options: object): {
    parseLoginResponse(idp: object, binding: 'post', request: object): Promise<{ readonly extract: Extract }>;
  };
}

interface Extract {
  readonly issuer: string;
  readonly nameID: string;
  readonly audience: string | readonly string[];
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly response?: { readonly inResponseTo?: string };
}

/** samlify, configured as strictly as it can be. Audience and request are the application's to compare. */
export function samlifyOpponent(samlify: Samlify): Opponent {
  // It wants a validator; none of the usual ones is part of it, and none of them knows signatures.
  samlify.setSchemaValidator({ validate: async () => 'not asked' });
  return async (field, fixture) => {
    const keys = privateKeysOf(fixture);
    const isEncrypted = Buffer.from(field, 'base64').includes('EncryptedAssertion');
    let first: unknown = null;
    for (const key of isEncrypted ? keys : [null]) {
      try {
        return await atClockOf(fixture, () => asked(samlify, field, fixture, key));
      } catch (error) {
        first ??= error;
      }
    }
    throw first ?? new Error('no key');
  };
}

async function asked(
  samlify: Samlify,
  field: string,
  fixture: Fixture,
  privateKey: string | null,
): Promise<Identity> {
  const { signing, inResponseTo } = fixture;
  const idp = samlify.IdentityProvider({
    entityID: index.connection.issuerUrl,
    signingCert: certificatesOf(fixture),
    isAssertionEncrypted: privateKey !== null,
    messageSigningOrder: 'sign-then-encrypt',
    singleSignOnService: [
      { Binding: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect', Location: index.connection.signInUrl },
    ],
  });
  const sp = samlify.ServiceProvider({
    entityID: entityIdOf(fixture),
    wantAssertionsSigned: signing !== 'response',
    wantMessageSigned: signing === 'response' || signing === 'both',
    assertionConsumerService: [
      {
        Binding: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST',
        Location: index.expectations.assertionConsumerServiceUrl,
      },
    ],
    clockDrifts: [-180_000, 180_000],
    ...(privateKey === null ? {} : { encPrivateKey: privateKey }),
  });
  const { extract } = await sp.parseLoginResponse(idp, 'post', { body: { SAMLResponse: field } });
  const audiences = [extract.audience].flat(2);
  if (!audiences.includes(entityIdOf(fixture))) throw new Error('audience');
  if (inResponseTo !== null && extract.response?.inResponseTo !== inResponseTo)
    throw new Error('inResponseTo');
  return {
    issuer: extract.issuer,
    nameId: extract.nameID,
    audiences,
    attributes: Object.entries(extract.attributes ?? {}).map(([name, value]) => [
      name,
      [value].flat(3).filter((one) => typeof one === 'string'),
    ]),
  };
}
