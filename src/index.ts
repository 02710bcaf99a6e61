export type { CertificateWarning, IdpCertificate } from './certificates/idp-certificate.js';
export { parseIdpCertificate, parseIdpCertificates } from './certificates/parse-idp-certificate.js';
export * from './errors/index.js';
export type {
  Connection,
  ConnectionInput,
  ConnectionWarning,
  MicrosoftCloud,
  SecondReader,
  SignaturePolicy,
} from './organizations/connection.js';
export { parseConnection } from './organizations/parse-connection.js';
export type {
  Assertion,
  AttributeValue,
  AuthnStatement,
  Conditions,
  NameId,
  SubjectConfirmation,
} from './response/assertion.js';
export type { ValidAssertion } from './response/check.js';
export { type Claims, readClaims } from './response/claims.js';
export type { Expectations } from './response/expectations.js';
export { validateResponse } from './response/validate-response.js';
