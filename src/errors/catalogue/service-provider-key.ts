import type { CatalogueRow, Rows } from '../catalogue-row.js';
import { CHECK_INPUT } from '../public-messages.js';

/** `field` says which key of a connection is meant; absent where a key was read by itself. */
interface Place {
  readonly field?: string;
}

export interface ServiceProviderKeyErrors {
  private_key_malformed: Place & { readonly reason: string };
  private_key_type: Place & { readonly keyType: string };
  private_key_too_short: Place & { readonly bits: number; readonly minimum: number };
  private_key_too_long: Place & { readonly bits: number; readonly maximum: number };
  key_certificate_malformed: Place & { readonly reason: string };
  key_certificate_mismatch: Place;
}

const MAKE_ONE = 'Make a key with its certificate by createServiceProviderKey.';
const row = (meaning: string, remedy: string = MAKE_ONE): CatalogueRow => ({
  meaning,
  publicMessage: CHECK_INPUT,
  remedy,
});

export const serviceProviderKeyRows: Rows<ServiceProviderKeyErrors> = {
  private_key_malformed: row(
    'The private key is not one PEM block that can be read.',
    'Give PKCS#8 or PKCS#1 as PEM, without a passphrase. Keep it where the application keeps its other secrets.',
  ),
  private_key_type: row('The private key is not an RSA key; identity providers encrypt to RSA keys.'),
  private_key_too_short: row('The RSA key is too short to be trusted.'),
  private_key_too_long: row('The RSA key is so long that each decryption would cost too much.'),
  key_certificate_malformed: row('The certificate of the key is not one PEM block that can be read.'),
  key_certificate_mismatch: row(
    'The certificate belongs to another private key.',
    'Give the certificate that was made for this key: whatever is encrypted to the other one cannot be decrypted.',
  ),
};
