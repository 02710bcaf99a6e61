import { type LogoutMessageName, type Refusal, refusal } from '../errors/index.js';
import { PROTOCOL } from '../response/names.js';
import { attributeOf } from '../xml/lookup.js';
import type { XmlElement } from '../xml/xml-element.js';

/** Refuses a root that is not the message of this name in SAML 2.0; null when it is. */
export function requireRoot(root: XmlElement, expected: LogoutMessageName): Refusal | null {
  if (root.localName !== expected || root.namespace !== PROTOCOL) {
    return refusal('logout_message_unexpected', {
      expected,
      received: `{${root.namespace}}${root.localName}`,
    });
  }
  const received = attributeOf(root, 'Version');
  return received === '2.0' ? null : refusal('logout_version_not_supported', { received });
}
