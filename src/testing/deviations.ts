/** A fault that a fake identity provider can build into its answer. */
export type Deviation =
  | 'namespace-not-cleared'
  | 'claim-not-added'
  | 'claim-capitalised'
  | 'no-email'
  | 'several-emails'
  | 'email-not-an-address'
  | 'foreign-domain'
  | 'wrong-tenant'
  | 'wrong-issuer'
  | 'wrong-audience'
  | 'wrong-destination'
  | 'wrong-recipient'
  | 'wrong-request'
  | 'unsolicited'
  | 'expired'
  | 'not-yet-valid'
  | 'unsigned'
  | 'wrong-key'
  | 'sha1'
  | 'tampered'
  | 'replayed'
  | 'provider-error';

/** What a person who chooses a deviation is told about it. */
export interface DeviationDescription {
  readonly name: Deviation;
  readonly label: string;
  readonly kind: 'misconfiguration' | 'attack';
}

/** All deviations in the order in which they are offered. */
export const deviations: readonly DeviationDescription[] = [
  {
    name: 'namespace-not-cleared',
    kind: 'misconfiguration',
    label: 'Namespace of the email claim not cleared',
  },
  { name: 'claim-not-added', kind: 'misconfiguration', label: 'Email claim not added: default claims only' },
  { name: 'claim-capitalised', kind: 'misconfiguration', label: 'Email claim named “Email”' },
  { name: 'no-email', kind: 'misconfiguration', label: 'No email at all: the account has no mailbox' },
  { name: 'several-emails', kind: 'misconfiguration', label: 'Two values in the email claim' },
  { name: 'email-not-an-address', kind: 'misconfiguration', label: 'Email claim is not an address' },
  { name: 'foreign-domain', kind: 'attack', label: 'Email of a domain that the organisation does not own' },
  { name: 'wrong-tenant', kind: 'attack', label: 'Tenant claim of another tenant' },
  { name: 'wrong-issuer', kind: 'misconfiguration', label: 'Issuer of another tenant' },
  { name: 'wrong-audience', kind: 'misconfiguration', label: 'Audience of another application' },
  { name: 'wrong-destination', kind: 'misconfiguration', label: 'Destination is another Reply URL' },
  { name: 'wrong-recipient', kind: 'attack', label: 'Recipient is another Reply URL' },
  { name: 'wrong-request', kind: 'attack', label: 'Answer to another request' },
  { name: 'unsolicited', kind: 'attack', label: 'Answers no request' },
  { name: 'expired', kind: 'attack', label: 'Issued two hours ago, expired' },
  { name: 'not-yet-valid', kind: 'misconfiguration', label: 'Identity provider’s clock is an hour fast' },
  { name: 'unsigned', kind: 'attack', label: 'No signature' },
  { name: 'wrong-key', kind: 'misconfiguration', label: 'Signed with a certificate that is not on file' },
  { name: 'sha1', kind: 'misconfiguration', label: 'Signed with SHA-1' },
  { name: 'tampered', kind: 'attack', label: 'Changed after signing' },
  { name: 'replayed', kind: 'attack', label: 'The previous answer once more' },
  { name: 'provider-error', kind: 'misconfiguration', label: 'Identity provider reports an error' },
];

/** Whether text from a form names a deviation. */
export function isDeviation(name: string): name is Deviation {
  return deviations.some((deviation) => deviation.name === name);
}
