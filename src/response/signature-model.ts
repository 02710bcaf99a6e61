import { type ContentModel, contentModel, type Particle } from './content-model.js';
import { DSIG, EXC_C14N } from './names.js';

const required = (localName: string, model: ContentModel): Particle => ({
  namespace: DSIG,
  localName,
  model,
});

/** An algorithm whose only parameter may be the PrefixList of exclusive canonicalisation. */
const withInclusiveNamespaces: ContentModel = {
  required: ['Algorithm'],
  content: [
    {
      namespace: EXC_C14N,
      localName: 'InclusiveNamespaces',
      model: { required: ['PrefixList'], content: 'empty' },
      occurs: 'optional',
    },
  ],
};
const algorithm: ContentModel = { required: ['Algorithm'], content: 'empty' };

export const signedInfoModel: ContentModel = contentModel({
  optional: ['Id'],
  content: [
    required('CanonicalizationMethod', withInclusiveNamespaces),
    required('SignatureMethod', algorithm),
    {
      namespace: DSIG,
      localName: 'Reference',
      occurs: 'some',
      model: {
        optional: ['URI', 'Id', 'Type'],
        content: [
          required('Transforms', {
            content: [
              { namespace: DSIG, localName: 'Transform', model: withInclusiveNamespaces, occurs: 'some' },
            ],
          }),
          required('DigestMethod', algorithm),
          required('DigestValue', { content: 'text' }),
        ],
      },
    },
  ],
});

/** The part of XML Signature that SAML uses (saml-core 5.4): no Object, no HMAC, no parameters but PrefixList. */
export const signatureModel: ContentModel = contentModel({
  optional: ['Id'],
  content: [
    required('SignedInfo', signedInfoModel),
    required('SignatureValue', { optional: ['Id'], content: 'text' }),
    // Never a source of keys: only after a failure does the diagnosis look at the certificate in it.
    {
      namespace: DSIG,
      localName: 'KeyInfo',
      model: { optional: ['Id'], content: 'any' },
      occurs: 'optional',
    },
  ],
});
