// Entra shows these on its own page; nothing is posted to the application. The numbers are Entra's, so that a
// developer who meets one here recognises it there; the sentences are ours.
const meanings = {
  AADSTS50011: {
    title: 'The Reply URL does not match',
    meaning: 'The AssertionConsumerServiceURL of the request is not a Reply URL of the application.',
    remedy:
      'Enter it under Basic SAML Configuration › Reply URL (Assertion Consumer Service URL), letter by letter.',
  },
  AADSTS700016: {
    title: 'The application was not found in this directory',
    meaning: 'No application of this tenant has the Issuer of the request as its Identifier.',
    remedy: 'Enter it under Basic SAML Configuration › Identifier (Entity ID), letter by letter.',
  },
  AADSTS900971: {
    title: 'No reply address',
    meaning: 'The application has no Reply URL.',
    remedy: 'Fill in Basic SAML Configuration › Reply URL (Assertion Consumer Service URL).',
  },
  AADSTS90002: {
    title: 'The tenant was not found',
    meaning: 'The tenant in the address does not exist here.',
    remedy: 'Copy “Login URL” from Set up <application> once more.',
  },
  AADSTS50020: {
    title: 'The account does not exist in this tenant',
    meaning: 'Nobody with this object id is among the test users.',
    remedy: 'Go back and choose one of the test users.',
  },
  AADSTS750054: {
    title: 'SAMLRequest is missing',
    meaning: 'The Login URL was opened without SAMLRequest.',
    remedy: 'Start the sign-in at the application; the Sign-on URL must point to the application.',
  },
  AADSTS75005: {
    title: 'Not a valid SAML request',
    meaning:
      'SAMLRequest is not base64 of a deflated AuthnRequest with ID, Version, IssueInstant and Issuer.',
    remedy: 'Deflate without zlib header, then base64, then percent-encode.',
  },
  AADSTS90107: {
    title: 'Not valid XML',
    meaning: 'SAMLRequest holds no well-formed XML without document type declaration.',
    remedy: 'Check how the request is built.',
  },
  AADSTS90015: {
    title: 'The request is too long',
    meaning: 'The query string is longer than the identity provider reads.',
    remedy: 'Send a shorter request.',
  },
  AADSTS75003: {
    title: 'Unsupported binding',
    meaning: 'ProtocolBinding asks for something else than HTTP-POST.',
    remedy: 'Leave ProtocolBinding out or set it to HTTP-POST.',
  },
  AADSTS75016: {
    title: 'Unsupported NameID format',
    meaning: 'NameIDPolicy asks for a format that is none of the four supported ones.',
    remedy: 'Leave NameIDPolicy out.',
  },
  AADSTS7500529: {
    title: 'Invalid ID',
    meaning: 'The ID of the request begins with a digit or is not an XML ID.',
    remedy: 'Begin it with a letter, such as “id”.',
  },
  AADSTS900236: {
    title: 'Subject is not supported',
    meaning: 'The request carries a Subject.',
    remedy: 'Send login_hint as a query parameter instead.',
  },
  AADSTS90011: {
    title: 'SPNameQualifier is not supported',
    meaning: 'NameIDPolicy carries SPNameQualifier.',
    remedy: 'Leave NameIDPolicy out.',
  },
  AADSTS76021: {
    title: 'The request is not signed',
    meaning:
      'The application requires signed requests, and none of its verification certificates made a signature.',
    remedy:
      'Set signAuthnRequests and upload the certificate under SAML Certificates › Verification certificates.',
  },
  AADSTS7500530: {
    title: 'The LogoutRequest has no NameID',
    meaning: 'A LogoutRequest names the person whose sessions end.',
    remedy: 'Send the NameID of the sign-in.',
  },
} as const;

/** Number of an error that Entra shows on its own page. */
export type EntraErrorCode = keyof typeof meanings;

export interface EntraErrorMeaning {
  readonly title: string;
  readonly meaning: string;
  readonly remedy: string;
}

export function entraErrorMeaning(code: EntraErrorCode): EntraErrorMeaning {
  return meanings[code];
}
