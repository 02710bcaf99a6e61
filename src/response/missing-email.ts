import { type Refusal, refusal } from '../errors/index.js';

/** Entra's default claim for `user.mail`. */
const DEFAULT_EMAIL_CLAIM = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress';

/**
 * Tells why the email claim is not there, each cause with the code whose remedy mends it: a namespace that was
 * not cleared, another spelling, only Entra's default claim, or nothing at all.
 */
export function diagnoseMissingEmail(expected: string, attributes: readonly string[]): Refusal {
  const namespaced = attributes.find((name) => name !== DEFAULT_EMAIL_CLAIM && name.endsWith(`/${expected}`));
  if (namespaced !== undefined) {
    return refusal('email_namespace_not_cleared', { expected, found: namespaced, attributes });
  }
  const misspelt = attributes.find((name) => looksLike(name, expected));
  if (misspelt !== undefined)
    return refusal('email_name_misspelt', { expected, found: misspelt, attributes });
  if (attributes.includes(DEFAULT_EMAIL_CLAIM)) {
    return refusal('email_only_default_claim', { expected, found: DEFAULT_EMAIL_CLAIM, attributes });
  }
  return refusal('email_missing', { expected, attributes });
}

const USUAL_SPELLINGS: ReadonlySet<string> = new Set([
  'email',
  'mail',
  'emailaddress',
  'usermail',
  'useremail',
]);

function looksLike(name: string, expected: string): boolean {
  const plain = plainName(name);
  return (
    plain === plainName(expected) || (USUAL_SPELLINGS.has(plain) && USUAL_SPELLINGS.has(plainName(expected)))
  );
}

/** Lower case, without what people put between words. A name with a namespace stays unlike any other. */
function plainName(name: string): string {
  return name.toLowerCase().replace(/[-_. ]/g, '');
}
