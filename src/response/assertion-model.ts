import { type ContentModel, contentModel, type Particle } from './content-model.js';
import { ASSERTION } from './names.js';
import { issuer, nameIdModel, signature } from './response-model.js';

const one = (localName: string, model: ContentModel): Particle => ({
  namespace: ASSERTION,
  localName,
  model,
});
const optional = (localName: string, model: ContentModel): Particle => ({
  ...one(localName, model),
  occurs: 'optional',
});
const any = (localName: string, model: ContentModel): Particle => ({
  ...one(localName, model),
  occurs: 'any',
});

/** Schema-valid content that claimgate never reads. */
const unread: ContentModel = { content: 'any' };
const text: ContentModel = { content: 'text' };

const subjectConfirmationModel: ContentModel = {
  required: ['Method'],
  content: [
    optional('BaseID', unread),
    optional('NameID', nameIdModel),
    optional('EncryptedID', unread),
    optional('SubjectConfirmationData', {
      optional: ['NotBefore', 'NotOnOrAfter', 'Recipient', 'InResponseTo', 'Address'],
      anyAttribute: true,
      content: 'any',
    }),
  ],
};

const subjectModel: ContentModel = {
  content: [
    optional('BaseID', unread),
    optional('NameID', nameIdModel),
    optional('EncryptedID', unread),
    any('SubjectConfirmation', subjectConfirmationModel),
  ],
};

const authnStatementModel: ContentModel = {
  required: ['AuthnInstant'],
  optional: ['SessionIndex', 'SessionNotOnOrAfter'],
  content: [
    optional('SubjectLocality', { optional: ['Address', 'DNSName'], content: 'empty' }),
    one('AuthnContext', {
      content: [
        optional('AuthnContextClassRef', text),
        optional('AuthnContextDecl', unread),
        optional('AuthnContextDeclRef', text),
        any('AuthenticatingAuthority', text),
      ],
    }),
  ],
};

const attributeModel: ContentModel = {
  required: ['Name'],
  optional: ['NameFormat', 'FriendlyName'],
  anyAttribute: true,
  content: [any('AttributeValue', unread)],
};

/**
 * The statements may come in any order among themselves. Unknown Conditions are let through here, because
 * the extract stage answers them with a code of its own (saml-core 2.5.1.1: indeterminate).
 */
const statements: readonly string[] = [
  'Statement',
  'AuthnStatement',
  'AuthzDecisionStatement',
  'AttributeStatement',
];
const statementModels: Readonly<Record<string, ContentModel>> = {
  Statement: unread,
  AuthzDecisionStatement: { content: 'any', required: ['Resource', 'Decision'] },
  AuthnStatement: authnStatementModel,
  AttributeStatement: {
    content: [any('Attribute', attributeModel), any('EncryptedAttribute', unread)],
  },
};

/** saml:Assertion (saml-core 2.3.3). */
export const assertionModel: ContentModel = contentModel({
  required: ['Version', 'ID', 'IssueInstant'],
  content: [
    issuer,
    signature,
    optional('Subject', subjectModel),
    optional('Conditions', {
      optional: ['NotBefore', 'NotOnOrAfter'],
      content: 'any',
    }),
    optional('Advice', unread),
    ...statements.map(
      (name): Particle => ({ ...any(name, statementModels[name] ?? unread), anywhere: true }),
    ),
  ],
});

export const audienceRestrictionModel: ContentModel = contentModel({
  content: [{ ...one('Audience', text), occurs: 'some' }],
});
export const proxyRestrictionModel: ContentModel = contentModel({
  optional: ['Count'],
  content: [any('Audience', text)],
});
