import { type Result, success } from '../../errors/index.js';
import type { ConnectionSettings } from '../../stores/interfaces/connection-records.js';
import { describe, invalidOption, isServiceUrl, SERVICE_URL } from '../connection-options.js';
import { withoutPastedBlanks } from '../pasted-text.js';
import type { ConnectionSettingsChange } from './connections.js';

export interface MergedSettings {
  readonly settings: ConnectionSettings;
  /** Names of what is another value now, sorted. */
  readonly changed: readonly (keyof ConnectionSettings)[];
}

/** Each setting, and whether a sign-in under way survives a change of it: it has no part in what is accepted. */
const SURVIVED: { readonly [Name in keyof Required<ConnectionSettings>]: boolean } = {
  issuerUrl: false,
  signInUrl: false,
  addresses: false,
  entityId: false,
  assertionConsumerServiceUrl: false,
  signaturePolicy: false,
  allowSha1: false,
  expiredCertificates: false,
  requireEncryption: false,
  encryptionPolicy: false,
  clockSkewSeconds: false,
  maxLifetimeSeconds: false,
  secondReader: false,
  emailAttribute: false,
  firstNameAttribute: false,
  lastNameAttribute: false,
  requireTenantClaim: false,
  allowIdpInitiated: false,
  landingPath: true,
  signAuthnRequests: false,
  authnRequestBinding: false,
  logoutUrl: true,
  logoutBinding: true,
  metadataUrl: true,
};
const PASTED: readonly string[] = ['issuerUrl', 'signInUrl', 'logoutUrl', 'metadataUrl'];

/** Puts new values over those on file. Here only names and kinds are checked; `parseConnection` checks the rest. */
export function mergeSettings(
  before: ConnectionSettings,
  given: ConnectionSettingsChange,
): Result<MergedSettings> {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    return invalidOption('settings', describe(given), 'an object');
  }
  const settings: Record<string, unknown> = { ...before };
  const changed: (keyof ConnectionSettings)[] = [];
  for (const [name, value] of Object.entries(given)) {
    if (!isSetting(name)) {
      const names = Object.keys(SURVIVED).join(', ');
      return invalidOption(name.slice(0, 64), 'an unknown setting', `one of ${names}`);
    }
    if (value === undefined) continue;
    const next = PASTED.includes(name) && typeof value === 'string' ? withoutPastedBlanks(value) : value;
    if (name === 'metadataUrl' && next !== null && next !== '' && !isServiceUrl(next)) {
      return invalidOption(name, describe(next), SERVICE_URL);
    }
    const had = Object.hasOwn(settings, name) ? settings[name] : undefined;
    if (next === null || next === '') delete settings[name];
    else settings[name] = next;
    if (had !== (next === null || next === '' ? undefined : next)) changed.push(name);
  }
  return success({ settings: settings as ConnectionSettings, changed: changed.sort() });
}

/** Whether a sign-in that was started before must be refused after the change. */
export function endsSignIns(changed: readonly (keyof ConnectionSettings)[]): boolean {
  return changed.some((name) => !SURVIVED[name]);
}

function isSetting(name: string): name is keyof ConnectionSettings {
  return Object.hasOwn(SURVIVED, name);
}
