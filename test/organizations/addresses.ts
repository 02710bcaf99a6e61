import { type EmailAddress, parseEmailAddress } from '../../src/organizations/email-address.js';

/** A genuine address; throws where the text is none. */
export function emailAddress(text: string): EmailAddress {
  const reading = parseEmailAddress(text);
  if (!reading.ok) throw new Error(`${text}: ${reading.reason}`);
  return reading.value;
}
