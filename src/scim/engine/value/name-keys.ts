/** Fullwidth and halfwidth forms, which RFC 8265 §3.3.1 maps to what they stand for. */
const WIDTH_FORMS = /[\u3000\uFF01-\uFFEF]/gu;

/**
 * What makes two user names the same: width, case and composition do not count (UsernameCaseMapped, RFC 8265 §3.3;
 * RFC 7644 §5). Nothing is refused here. Applied twice it changes nothing.
 */
export function userNameKey(value: string): string {
  const narrow = value.replace(WIDTH_FORMS, (form) => form.normalize('NFKC'));
  // The form of sigma depends on where it stands; as one letter it does not.
  return narrow.normalize('NFC').toLowerCase().replaceAll('ς', 'σ').normalize('NFC');
}

/** What makes two names of groups the same: what makes two user names so. */
export function displayNameKey(value: string): string {
  return userNameKey(value);
}
