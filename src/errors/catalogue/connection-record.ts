import type { Rows } from '../catalogue-row.js';
import { CHECK_INPUT } from '../public-messages.js';

export interface ConnectionRecordErrors {
  connection_record_unknown: { readonly connectionId: string };
  connection_changed_meanwhile: { readonly connectionId: string };
  connection_limit_reached: { readonly maximum: number };
  connection_incomplete: { readonly connectionId: string; readonly missing: readonly string[] };
  connection_test_required: {
    readonly connectionId: string;
    readonly reason: 'not-tested' | 'refused' | 'changed-since' | 'certificate-gone';
  };
  connection_issuer_not_unique: { readonly connectionId: string; readonly issuerUrl: string };
  connection_still_enabled: { readonly connectionId: string };
  connection_certificate_unknown: { readonly thumbprint: string };
  connection_certificate_is_last: { readonly thumbprints: readonly string[] };
  connection_certificates_too_many: { readonly maximum: number };
  connection_certificate_stays_retired: { readonly thumbprint: string };
}

export const connectionRecordRows: Rows<ConnectionRecordErrors> = {
  connection_record_unknown: {
    meaning: 'The organisation has no connection with this id.',
    publicMessage: CHECK_INPUT,
    remedy: 'Load the list of connections again; somebody may have removed this one.',
  },
  connection_changed_meanwhile: {
    meaning: 'Somebody else changed the connection since it was loaded; nothing was written.',
    publicMessage: CHECK_INPUT,
    remedy: 'Load the page again, look at what is there now, and repeat the change.',
  },
  connection_limit_reached: {
    meaning: 'The organisation has as many connections as it may have.',
    publicMessage: CHECK_INPUT,
    remedy: 'Remove a connection that is not needed, or raise maximumPerOrganization.',
  },
  connection_incomplete: {
    meaning: 'An enabled connection must have everything that signing in takes, and something is missing.',
    publicMessage: CHECK_INPUT,
    remedy: 'Fill in what details.missing names; to take it away, disable the connection first.',
  },
  connection_test_required: {
    meaning:
      'A connection with shared addresses must prove its Issuer by a test sign-in, and has not, as it is now.',
    publicMessage: CHECK_INPUT,
    remedy:
      'Run the test sign-in and then enable. An enabled connection is disabled first, then changed, tested and enabled.',
  },
  connection_issuer_not_unique: {
    meaning:
      'Another enabled connection with shared addresses has the same Issuer URL and has proven the same key by a test sign-in.',
    publicMessage: CHECK_INPUT,
    remedy:
      'Give this connection addresses of its own (addresses: own) and enter them in its Entra application.',
    reference: 'saml-core 8.3.6',
  },
  connection_still_enabled: {
    meaning: 'An enabled connection cannot be removed.',
    publicMessage: CHECK_INPUT,
    remedy: 'Disable the connection, make sure that people can sign in otherwise, and remove it then.',
  },
  connection_certificate_unknown: {
    meaning: 'The connection has no certificate with this thumbprint.',
    publicMessage: CHECK_INPUT,
    remedy: 'Load the page again; somebody may have removed the certificate.',
  },
  connection_certificate_is_last: {
    meaning: 'Without this certificate nothing could verify a sign-in of an enabled connection.',
    publicMessage: CHECK_INPUT,
    remedy: 'Upload the next certificate first, or disable the connection.',
  },
  connection_certificates_too_many: {
    meaning: 'The connection would have more certificates than it may have.',
    publicMessage: CHECK_INPUT,
    remedy:
      'Remove certificates with which Entra does not sign any more; to retire them helps against too many that verify, not against too many on file.',
  },
  connection_certificate_stays_retired: {
    meaning:
      'A retired certificate of a connection that follows metadata cannot be removed: with the next refresh, metadata that still list it would have it trusted again.',
    publicMessage: CHECK_INPUT,
    remedy:
      'Leave it retired; it verifies nothing. To remove it, first make sure that the metadata do not list it any more, take the metadata address away (metadataUrl), remove it, and enter the address again.',
  },
};
