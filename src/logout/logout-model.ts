import { type ContentModel, contentModel, type Particle } from '../response/content-model.js';
import { ASSERTION, PROTOCOL } from '../response/names.js';
import { issuer, nameIdModel, signature, status } from '../response/response-model.js';

const extensions: Particle = {
  namespace: PROTOCOL,
  localName: 'Extensions',
  model: { content: 'any' },
  occurs: 'optional',
};

const identifier = (localName: string, model: ContentModel): Particle => ({
  namespace: ASSERTION,
  localName,
  model,
  occurs: 'optional',
});

/** samlp:LogoutRequest (saml-core 3.7.1). */
export const logoutRequestModel: ContentModel = contentModel({
  required: ['ID', 'Version', 'IssueInstant'],
  optional: ['Destination', 'Consent', 'NotOnOrAfter', 'Reason'],
  content: [
    issuer,
    signature,
    extensions,
    identifier('BaseID', { content: 'any' }),
    identifier('NameID', nameIdModel),
    identifier('EncryptedID', { content: 'any' }),
    { namespace: PROTOCOL, localName: 'SessionIndex', model: { content: 'text' }, occurs: 'any' },
  ],
});

/** samlp:LogoutResponse (saml-core 3.7.2). */
export const logoutResponseModel: ContentModel = contentModel({
  required: ['ID', 'Version', 'IssueInstant'],
  optional: ['Destination', 'Consent', 'InResponseTo'],
  content: [issuer, signature, extensions, status],
});
