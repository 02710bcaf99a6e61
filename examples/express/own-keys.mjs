import { newKey } from './single-sign-on.mjs';

/**
 * Changes our key without an outage, in two steps: Contoso's administrator imports the certificate of the next key,
 * while both keys decrypt; then it becomes the current one, and another one is made to follow it.
 */
export class OwnKeys {
  #connection;
  #tenant;
  #application;
  #imported;

  constructor({ connection, tenant, application }) {
    this.#connection = connection;
    this.#tenant = tenant;
    this.#application = application;
    this.#import(this.current.certificate);
  }

  get current() {
    return this.#connection.current.keys.current;
  }

  get next() {
    return this.#connection.current.keys.next;
  }

  /** Whether the tenant encrypts for the next key already. */
  get nextIsImported() {
    return this.#imported.sha256Thumbprint === this.next.certificate.sha256Thumbprint;
  }

  importNext() {
    this.#import(this.next.certificate);
  }

  /** Nothing happens before the import: what the tenant encrypts could not be read any more. */
  async promoteNext() {
    if (!this.nextIsImported) return;
    const following = await newKey();
    // A second click may have been faster.
    if (!this.nextIsImported) return;
    this.#connection.change({ keys: { current: this.next, next: following } });
    this.#import(this.current.certificate);
  }

  /** What an administrator does in Entra under *Token encryption* and *Verification certificates*. */
  #import(certificate) {
    this.#imported = certificate;
    this.#tenant.registerApplication({
      ...this.#application,
      encryptionCertificatePem: certificate.pem,
      verificationCertificates: [this.current, this.next].map((key) => key.certificate.pem),
    });
  }
}
