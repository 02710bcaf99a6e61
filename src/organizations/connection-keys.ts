import {
  isServiceProviderKey,
  parseServiceProviderKey,
  type ServiceProviderKey,
} from '../certificates/service-provider-key.js';
import { type Result, refusal, success } from '../errors/index.js';
import type { ConnectionKeys } from './connection.js';
import { type ConnectionOptions, describe, invalidOption } from './connection-options.js';

/** Our keys of a connection; null where it has none. What is refused never shows what was given. */
export function readKeys(
  given: unknown,
  { requireEncryption }: Pick<ConnectionOptions, 'requireEncryption'>,
): Result<ConnectionKeys | null> {
  if (given === undefined || given === null) {
    return requireEncryption
      ? invalidOption('requireEncryption', 'true without keys', 'false, or keys that decrypt')
      : success(null);
  }
  if (typeof given !== 'object' || Array.isArray(given)) {
    return invalidOption('keys', kindOf(given), 'an object with current and, if wanted, next');
  }
  const unknown = Object.keys(given).find((name) => name !== 'current' && name !== 'next');
  if (unknown !== undefined) {
    return invalidOption(`keys.${unknown.slice(0, 64)}`, 'an unknown option', 'one of current, next');
  }
  const current = readKey('keys.current', own(given, 'current'));
  if (!current.ok) return current;
  const announced = own(given, 'next');
  if (announced === undefined || announced === null) {
    return success(Object.freeze({ current: current.value, next: null }));
  }
  const next = readKey('keys.next', announced);
  if (!next.ok) return next;
  if (next.value.certificate.sha256Thumbprint === current.value.certificate.sha256Thumbprint) {
    return invalidOption('keys.next', 'the current key', 'another key');
  }
  return success(Object.freeze({ current: current.value, next: next.value }));
}

function readKey(field: string, given: unknown): Result<ServiceProviderKey> {
  if (isServiceProviderKey(given)) return success(given);
  const privateKeyPem = own(given, 'privateKeyPem');
  const certificatePem = own(given, 'certificatePem');
  if (typeof privateKeyPem !== 'string' || typeof certificatePem !== 'string') {
    return invalidOption(field, kindOf(given), 'privateKeyPem and certificatePem, or a ServiceProviderKey');
  }
  const parsed = parseServiceProviderKey({ privateKeyPem, certificatePem });
  if (parsed.ok) return parsed;
  return refusal(
    parsed.error.code as 'key_certificate_mismatch',
    { ...parsed.error.details, field } as never,
  );
}

function own(holder: unknown, name: string): unknown {
  return typeof holder === 'object' && holder !== null && Object.hasOwn(holder, name)
    ? Reflect.get(holder, name)
    : undefined;
}

/** Text in place of a key may be the key itself. */
function kindOf(value: unknown): string {
  return typeof value === 'string' ? 'a string' : describe(value);
}
