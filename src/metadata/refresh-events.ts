import type { CertificateEvent } from '../certificates/certificate-life.js';
import type { AnySsoError } from '../errors/index.js';

/** What following the metadata of a connection tells the application’s log. */
export type MetadataRefreshEvent =
  | CertificateEvent
  | FollowedCertificateEvent
  | SignInUrlChanged
  | MetadataRefreshFailed
  | MetadataStale;

/**
 * - `certificate_staged`: the metadata list a new one; Entra may sign with it from now on.
 * - `certificate_promoted`: a staged one became current. - `certificate_vanished`: the metadata do not list it any more;
 * it is trusted until `trustedUntil`. - `certificate_returned`: they list it again.
 * - `certificate_retired`: it verifies nothing any more.
 */
export interface FollowedCertificateEvent {
  readonly type:
    | 'certificate_staged'
    | 'certificate_promoted'
    | 'certificate_vanished'
    | 'certificate_returned'
    | 'certificate_retired';
  readonly at: Date;
  readonly sha1Thumbprint: string;
  readonly sha256Thumbprint: string;
  readonly subject: string;
  readonly notAfter: Date;
  /** For `certificate_vanished`; null otherwise. */
  readonly trustedUntil: Date | null;
}

/** The metadata name another Login URL. It is not taken over: where people are sent is the administrator’s decision. */
export interface SignInUrlChanged {
  readonly type: 'sign_in_url_changed';
  readonly at: Date;
  readonly from: string | null;
  readonly to: string | null;
}

/** A refresh brought nothing that can be used; the certificates stay what they were. */
export interface MetadataRefreshFailed {
  readonly type: 'metadata_refresh_failed';
  readonly at: Date;
  readonly error: AnySsoError;
  readonly lastSuccessAt: Date;
}

/** No refresh succeeded for a day. Comes once, until one succeeds again. */
export interface MetadataStale {
  readonly type: 'metadata_stale';
  readonly at: Date;
  readonly lastSuccessAt: Date;
}
