import { type ContentModel, contentModel, type Particle } from './content-model.js';
import { encryptedAssertionModel } from './encrypted-assertion-model.js';
import { ASSERTION, DSIG, PROTOCOL } from './names.js';

export const nameIdModel: ContentModel = {
  optional: ['Format', 'NameQualifier', 'SPNameQualifier', 'SPProvidedID'],
  content: 'text',
};

export const issuer: Particle = { namespace: ASSERTION, localName: 'Issuer', model: nameIdModel };

/**
 * A signature’s place is told by its parent alone: Auth0 does not put it directly behind the Issuer. Its form is
 * looked at by `signatureShapeViolation`, which has one code for all that is wrong with it.
 */
export const signature: Particle = {
  namespace: DSIG,
  localName: 'Signature',
  model: { content: 'any' },
  occurs: 'optional',
  anywhere: true,
};

const statusCodeModel: ContentModel = {
  required: ['Value'],
  content: [
    {
      namespace: PROTOCOL,
      localName: 'StatusCode',
      occurs: 'optional',
      // Deeper codes are schema-valid and never read.
      model: { required: ['Value'], content: 'any' },
    },
  ],
};

/** samlp:Status (saml-core 3.2.2.1), also of a LogoutResponse. */
export const status: Particle = {
  namespace: PROTOCOL,
  localName: 'Status',
  model: {
    content: [
      { namespace: PROTOCOL, localName: 'StatusCode', model: statusCodeModel },
      { namespace: PROTOCOL, localName: 'StatusMessage', model: { content: 'text' }, occurs: 'optional' },
      { namespace: PROTOCOL, localName: 'StatusDetail', model: { content: 'any' }, occurs: 'optional' },
    ],
  },
};

/** samlp:Response (saml-core 3.3.3); the assertion has a model of its own, checked on its signed bytes. */
export const responseModel: ContentModel = contentModel({
  required: ['ID', 'Version', 'IssueInstant'],
  optional: ['Destination', 'Consent', 'InResponseTo'],
  content: [
    { ...issuer, occurs: 'optional' },
    signature,
    { namespace: PROTOCOL, localName: 'Extensions', model: { content: 'any' }, occurs: 'optional' },
    status,
    { namespace: ASSERTION, localName: 'Assertion', model: { content: 'any' }, occurs: 'any' },
    { namespace: ASSERTION, localName: 'EncryptedAssertion', model: encryptedAssertionModel, occurs: 'any' },
  ],
});
