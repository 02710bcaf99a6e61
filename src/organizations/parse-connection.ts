import { types } from 'node:util';
import { type Result, refusal, success } from '../errors/index.js';
import type { Connection, ConnectionInput, ConnectionWarning, MicrosoftCloud } from './connection.js';
import { readCertificates } from './connection-certificates.js';
import { readKeys } from './connection-keys.js';
import {
  type ConnectionOptions,
  describe,
  invalidOption,
  ownOption,
  readOptions,
} from './connection-options.js';
import { type ReadIssuerUrl, readIssuerUrl } from './issuer-url.js';
import { rememberConnection } from './known-connections.js';
import { readLogoutUrl } from './logout-url.js';
import { withoutPastedBlanks } from './pasted-text.js';
import { type ReadSignInUrl, readSignInUrl } from './sign-in-url.js';

/** `now` is the clock for the warnings about certificates; default the system's. */
export interface ParseConnectionOptions {
  readonly now?: Date;
}

/**
 * Validates the settings of a connection and makes the frozen `Connection` that all other functions take.
 *
 * Every option is checked at run time, unknown names are refused (`connection_option_invalid`), and the tenant and
 * the cloud are taken from the URLs. Leading and trailing ASCII white space of `issuerUrl` and `signInUrl` is
 * dropped, as pasting adds it; nothing else is changed, for the issuer is compared to the letter. What cannot be
 * right is refused with the likely mistake as its code; what is only unlikely is in `warnings`, since identity
 * providers other than Entra have other shapes. Throws TypeError for an object in `certificates` that
 * `parseIdpCertificate` did not make. saml-core 8.3.6.
 */
export function parseConnection(
  input: ConnectionInput,
  options?: ParseConnectionOptions,
): Result<Connection> {
  const now = options?.now ?? new Date();
  if (!types.isDate(now) || Number.isNaN(now.getTime()))
    throw new TypeError('options.now is not a valid Date.');
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    return invalidOption('connection', describe(input), 'an object');
  }
  const own = readOptions(input);
  if (!own.ok) return own;
  const issuerText = readPastedText(input, 'issuerUrl');
  if (!issuerText.ok) return issuerText;
  const issuer = readIssuerUrl(issuerText.value, [own.value.entityId, own.value.assertionConsumerServiceUrl]);
  if (!issuer.ok) return issuer;
  const signInText = readPastedText(input, 'signInUrl');
  if (!signInText.ok) return signInText;
  const signIn = readSignInUrl(signInText.value);
  if (!signIn.ok) return signIn;
  const agreed = compareUrls(issuer.value, signIn.value);
  if (!agreed.ok) return agreed;
  const logoutUrl = readLogoutUrl(own.value.logoutUrl, signIn.value);
  if (!logoutUrl.ok) return logoutUrl;
  const certificates = readCertificates(ownOption(input, 'certificates'), now);
  if (!certificates.ok) return certificates;
  const keys = readKeys(ownOption(input, 'keys'), own.value);
  if (!keys.ok) return keys;
  if (own.value.signAuthnRequests && keys.value === null) return refusal('signing_key_missing', {});
  const warnings = [
    ...issuer.value.warnings,
    ...signIn.value.warnings,
    ...agreed.value.warnings,
    ...warningsOfOptions(own.value),
    ...certificates.value.warnings,
  ];
  const connection: Connection = Object.freeze({
    ...own.value,
    issuerUrl: issuer.value.issuerUrl,
    signInUrl: signIn.value.signInUrl,
    logoutUrl: logoutUrl.value,
    certificates: certificates.value.certificates,
    keys: keys.value,
    tenantId: issuer.value.tenantId,
    cloud: agreed.value.cloud,
    warnings: Object.freeze(warnings.map((warning) => Object.freeze(warning))),
  });
  return success(rememberConnection(connection));
}

/** A pasted value without the white space around it; empty where it is absent. */
function readPastedText(input: object, name: 'issuerUrl' | 'signInUrl'): Result<string> {
  const value = ownOption(input, name) ?? '';
  if (typeof value !== 'string') return invalidOption(name, describe(value), 'a string');
  return success(withoutPastedBlanks(value));
}

/** Whether both URLs belong to one tenant of one cloud. */
function compareUrls(
  issuer: ReadIssuerUrl,
  signIn: ReadSignInUrl,
): Result<{ readonly cloud: MicrosoftCloud | null; readonly warnings: readonly ConnectionWarning[] }> {
  if (issuer.tenantId === null) {
    return success({ cloud: signIn.cloud, warnings: [signIn.cloud === null ? notEntra() : otherIssuer()] });
  }
  if (signIn.cloud === null) {
    // Two clouds share one issuer host, so the issuer alone does not always tell which it is.
    const [only, ...further] = issuer.clouds;
    return success({ cloud: further.length === 0 ? (only ?? null) : null, warnings: [otherSignIn()] });
  }
  if (!issuer.clouds.includes(signIn.cloud)) {
    return refusal('cloud_mismatch', { issuerHost: issuer.host, signInHost: signIn.host });
  }
  if (signIn.tenantId !== null && signIn.tenantId !== issuer.tenantId) {
    return refusal('tenant_mismatch', { issuerTenant: issuer.tenantId, signInTenant: signIn.tenantId });
  }
  return success({ cloud: signIn.cloud, warnings: [] });
}

function notEntra(): ConnectionWarning {
  return {
    code: 'not_entra',
    field: 'issuerUrl',
    message:
      'Neither URL is one of Microsoft Entra ID, so their spelling and their tenant cannot be checked.',
  };
}

function otherIssuer(): ConnectionWarning {
  return {
    code: 'issuer_url_unusual_for_entra',
    field: 'issuerUrl',
    message:
      'People sign in at Entra, but the issuer does not look like https://sts.windows.net/<tenant id>/.',
  };
}

function otherSignIn(): ConnectionWarning {
  return {
    code: 'sign_in_url_unusual_for_entra',
    field: 'signInUrl',
    message: 'The issuer is Entra, but the IdP Sign-in URL leads to another host.',
  };
}

function warningsOfOptions(options: ConnectionOptions): readonly ConnectionWarning[] {
  const warnings: ConnectionWarning[] = [];
  if (options.allowSha1) {
    warnings.push({
      code: 'sha1_allowed',
      field: 'allowSha1',
      message: 'SHA-1 can be forged with effort. In Entra set the Signing Algorithm to SHA-256 instead.',
    });
  }
  if (options.secondReader === 'dangerously-none') {
    warnings.push({
      code: 'second_reader_disabled',
      field: 'secondReader',
      message: 'No second reader confirms what was read from the signed bytes.',
    });
  }
  return warnings;
}
