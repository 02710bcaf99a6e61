/** NameID of the subject, as signed. */
export interface NameId {
  readonly value: string;
  /** Absent means `urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified`. */
  readonly format: string | null;
  readonly nameQualifier: string | null;
  readonly spNameQualifier: string | null;
}

/** One SubjectConfirmation. Times are epoch milliseconds. */
export interface SubjectConfirmation {
  readonly method: string;
  readonly data: {
    readonly recipient: string | null;
    readonly inResponseTo: string | null;
    readonly notBefore: number | null;
    readonly notOnOrAfter: number | null;
  } | null;
}

/** Conditions of the assertion. Each AudienceRestriction is a list of which one Audience must fit; all must fit. */
export interface Conditions {
  readonly notBefore: number | null;
  readonly notOnOrAfter: number | null;
  readonly audienceRestrictions: readonly (readonly string[])[];
  readonly oneTimeUseCount: number;
  readonly proxyRestrictionCount: number;
}

export interface AuthnStatement {
  readonly authnInstant: number;
  readonly sessionIndex: string | null;
  readonly sessionNotOnOrAfter: number | null;
  readonly authnContextClassRef: string | null;
}

/** One value of an attribute: text, nothing (`xsi:nil`), or structured content, which is never surfaced. */
export type AttributeValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'nil' }
  | { readonly kind: 'structured' };

/** Content of an assertion, read from signed bytes only. Times are epoch milliseconds. */
export interface Assertion {
  readonly id: string;
  readonly issueInstant: number;
  readonly issuer: string;
  readonly nameId: NameId;
  readonly subjectConfirmations: readonly SubjectConfirmation[];
  readonly conditions: Conditions;
  readonly authnStatements: readonly AuthnStatement[];
  /** By Name; values of repeated Attribute elements and several AttributeStatements are merged in order. */
  readonly attributes: ReadonlyMap<string, readonly AttributeValue[]>;
}
