import type { ContentModel, Particle } from './content-model.js';
import { DSIG, XENC, XENC11 } from './names.js';

const xenc = (localName: string, model: ContentModel): Particle => ({ namespace: XENC, localName, model });
const dsig = (localName: string, model: ContentModel): Particle => ({ namespace: DSIG, localName, model });
const optional = (particle: Particle): Particle => ({ ...particle, occurs: 'optional' });
const anywhere = (particle: Particle): Particle => ({ ...particle, anywhere: true });

/** Names of keys and certificates for people; which key decrypts is never taken from them. */
const unread: ContentModel = { content: 'any' };
const text: ContentModel = { content: 'text' };
const algorithm: ContentModel = { required: ['Algorithm'], content: 'empty' };

/** CipherReference, which names a place to fetch the ciphertext from, is not in the model. */
const cipherData: Particle = xenc('CipherData', { content: [xenc('CipherValue', text)] });

const encryptedKey: Particle = {
  ...xenc('EncryptedKey', {
    optional: ['Id', 'Type', 'MimeType', 'Encoding', 'Recipient'],
    content: [
      xenc('EncryptionMethod', {
        required: ['Algorithm'],
        content: [
          optional(xenc('OAEPparams', text)),
          anywhere(optional(dsig('DigestMethod', algorithm))),
          anywhere(optional({ namespace: XENC11, localName: 'MGF', model: algorithm })),
        ],
      }),
      optional(dsig('KeyInfo', unread)),
      cipherData,
      optional(xenc('ReferenceList', unread)),
      optional(xenc('CarriedKeyName', text)),
    ],
  }),
  occurs: 'any',
};

const encryptedData: Particle = xenc('EncryptedData', {
  optional: ['Id', 'Type', 'MimeType', 'Encoding'],
  content: [
    xenc('EncryptionMethod', algorithm),
    optional(
      dsig('KeyInfo', {
        optional: ['Id'],
        content: [
          anywhere(encryptedKey),
          anywhere(
            optional(dsig('RetrievalMethod', { required: ['URI'], optional: ['Type'], content: 'empty' })),
          ),
          anywhere({ ...dsig('KeyName', unread), occurs: 'any' }),
          anywhere({ ...dsig('X509Data', unread), occurs: 'any' }),
        ],
      }),
    ),
    cipherData,
  ],
});

/**
 * The part of XML Encryption that SAML uses (saml-core 2.3.4): the EncryptedKey within KeyInfo, or behind the
 * EncryptedData, where KeyInfo refers to it.
 */
export const encryptedAssertionModel: ContentModel = { content: [encryptedData, encryptedKey] };
