import type { IdpCertificate } from '../../certificates/idp-certificate.js';
import { type Result, success } from '../../errors/index.js';
import type { ConnectionRecord } from '../../stores/interfaces/connection-records.js';
import { readCertificates } from '../connection-certificates.js';
import { takeOver } from './certificate-changes.js';
import type { Actor, ImportedMetadata } from './connections.js';
import { endsSignIns, mergeSettings } from './merge-settings.js';
import type { Step } from './step.js';
import { withoutProof } from './stored-certificates.js';

interface By {
  readonly actor: Actor;
  readonly now: Date;
}

/** Takes over what metadata say that an administrator chose. */
export function importStep(
  record: ConnectionRecord,
  metadata: ImportedMetadata,
  by: By,
): Result<Step | null> {
  const {
    authnRequestBinding,
    certificates: listed,
    issuerUrl,
    logoutBinding,
    logoutUrl,
    signInUrl,
  } = metadata;
  const read = readCertificates(listed, by.now);
  if (!read.ok) return read;
  const { settings: before } = record;
  const isOther = before.issuerUrl !== undefined && before.issuerUrl !== issuerUrl;
  // The sign-out page of the identity provider before would be left over.
  const left = isOther ? { logoutUrl: null, logoutBinding: null } : {};
  const merged = mergeSettings(before, {
    ...left,
    issuerUrl,
    signInUrl,
    ...(authnRequestBinding && { authnRequestBinding }),
    ...(logoutUrl && { logoutUrl }),
    ...(logoutBinding && { logoutBinding }),
  });
  if (!merged.ok) return merged;
  // Keys of another identity provider must not speak for this one.
  const taken = takeOver(record, read.value.certificates, () => isOther, by);
  if (!taken.ok) return taken;
  const { changed, settings } = merged.value;
  const { thumbprints } = taken.value;
  if (changed.length === 0 && thumbprints.length === 0) return success(null);
  const certificates = changed.includes('issuerUrl')
    ? withoutProof(taken.value.certificates)
    : taken.value.certificates;
  const version = record.version + (endsSignIns(changed) ? 1 : 0);
  return success({
    record: { ...record, settings, certificates, version },
    type: 'connection_metadata_imported',
    data: { fields: changed, thumbprints, version },
    entered: true,
  });
}

/** Lets the certificates that came from metadata be those that are trusted now. */
export function followStep(
  record: ConnectionRecord,
  listed: readonly IdpCertificate[],
  by: By,
): Result<Step | null> {
  const read = readCertificates(listed, by.now);
  if (!read.ok) return read;
  const taken = takeOver(record, read.value.certificates, ({ origin }) => origin === 'metadata', by);
  if (!taken.ok) return taken;
  const { certificates, thumbprints } = taken.value;
  if (thumbprints.length === 0) return success(null);
  return success({
    record: { ...record, certificates },
    type: 'connection_certificates_followed',
    data: { thumbprints },
  });
}
