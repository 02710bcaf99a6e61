import { parseServiceProviderKey } from 'claimgate';
import { newKeyPem } from './access.mjs';

/**
 * Changes our key without an outage, in two steps: Contoso's administrator imports the certificate of the next key,
 * while both keys decrypt; then it becomes the current one, and another one is made to follow it.
 */
export class OwnKeys {
  #remembered;
  #tenant;
  #application;
  #name;

  constructor({ remembered, tenant, application, connectionId }) {
    this.#remembered = remembered;
    this.#tenant = tenant;
    this.#application = application;
    this.#name = `keys:${connectionId}`;
  }

  /** Both keys, and whether the tenant encrypts for the next one already. */
  async state() {
    const kept = await this.#remembered.get(this.#name);
    const [current, next] = [kept.current, kept.next].map(keyOf);
    const nextIsImported = kept.imported === next.certificate.sha256Thumbprint;
    return { kept, current, next, nextIsImported };
  }

  /** At the start: the tenant knows the current key, or the next one where it was imported before. */
  async register() {
    const { current, next, nextIsImported } = await this.state();
    this.#import({ current, next }, nextIsImported ? next : current);
  }

  async importNext() {
    const { kept, current, next } = await this.state();
    await this.#remembered.set(this.#name, { ...kept, imported: next.certificate.sha256Thumbprint });
    this.#import({ current, next }, next);
  }

  /** Nothing happens before the import: what the tenant encrypts could not be read any more. */
  async promoteNext() {
    const following = await newKeyPem();
    const { kept, next, nextIsImported } = await this.state();
    if (!nextIsImported) return;
    await this.#remembered.set(this.#name, { current: kept.next, next: following });
    this.#import({ current: next, next: keyOf(following) }, next);
  }

  /** What an administrator does in Entra under *Token encryption* and *Verification certificates*. */
  #import({ current, next }, encryptFor) {
    this.#tenant.registerApplication({
      ...this.#application,
      encryptionCertificatePem: encryptFor.certificate.pem,
      verificationCertificates: [current, next].map((key) => key.certificate.pem),
    });
  }
}

function keyOf(pem) {
  const key = parseServiceProviderKey(pem);
  if (!key.ok) throw key.error;
  return key.value;
}
