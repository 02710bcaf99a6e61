import type { IdpCertificate } from '../../certificates/idp-certificate.js';
import { parseIdpCertificates } from '../../certificates/parse-idp-certificate.js';
import { type Refusal, type Result, refusal, success } from '../../errors/index.js';
import type {
  ConnectionRecord,
  StoredCertificate,
  StoredCertificateState,
} from '../../stores/interfaces/connection-records.js';
import { MOST_CERTIFICATES } from '../connection-certificates.js';
import type { AddCertificatesOptions } from './connections.js';
import type { Step } from './step.js';
import { isUsable, storedCertificate } from './stored-certificates.js';

/** With those that are retired. */
const MOST_ON_FILE = 30;
const LONGEST_FILE_NAME = 255;

/** Puts the certificates of an upload on file; one that was retired is taken up again, as somebody chose it. */
export function addUpload(
  record: ConnectionRecord,
  upload: string | Uint8Array,
  options: AddCertificatesOptions,
  by: { readonly actor: string | null; readonly now: Date },
): Result<Step | null> {
  const parsed = parseIdpCertificates(upload, { now: by.now });
  if (!parsed.ok) return parsed;
  const { fileName = null, state = 'current' } = options;
  const certificates = [...record.certificates];
  const thumbprints: string[] = [];
  for (const certificate of parsed.value) {
    const index = certificates.findIndex(({ pem }) => pem === certificate.pem);
    const known = certificates[index];
    if (known !== undefined && (known.state === state || known.state === 'current')) continue;
    thumbprints.push(certificate.sha1Thumbprint);
    if (known !== undefined) certificates[index] = { ...known, state };
    else {
      const given = { state, origin: 'upload', fileName: shownName(fileName) } as const;
      certificates.push(
        storedCertificate(record, certificate, { ...given, addedAt: by.now, addedBy: by.actor }),
      );
    }
  }
  if (thumbprints.length === 0) return success(null);
  const data = { thumbprints, state };
  return (
    tooMany(certificates) ??
    success({ record: { ...record, certificates }, type: 'connection_certificates_added', data })
  );
}

/** Gives one certificate another state; null takes it off the file, but for what the metadata could bring back. */
export function changeState(
  record: ConnectionRecord,
  thumbprint: string,
  state: StoredCertificateState | null,
): Result<Step | null> {
  const found = record.certificates.find((each) => each.thumbprint === thumbprint);
  if (found === undefined) {
    return refusal('connection_certificate_unknown', { thumbprint: String(thumbprint).slice(0, 64) });
  }
  if (found.state === state) return success(null);
  if (state === null && !isUsable(found) && record.settings.metadataUrl !== undefined) {
    // That it is on file is all that keeps the next refresh from trusting its key again.
    return refusal('connection_certificate_stays_retired', { thumbprint });
  }
  const certificates = record.certificates.flatMap((each): readonly StoredCertificate[] => {
    if (each === found) return state === null ? [] : [{ ...each, state }];
    // Another certificate of the key would go on verifying what it signs.
    const isSameKey = state === 'retired' && each.publicKeyHash === found.publicKeyHash;
    return [isSameKey ? { ...each, state } : each];
  });
  const type = `connection_certificate_${state === 'retired' ? 'retired' : state === null ? 'removed' : 'promoted'}`;
  // What the key signed a moment ago is not to be trusted either.
  const version = record.version + (isUsable(found) && state !== 'current' ? 1 : 0);
  return (
    tooMany(certificates) ??
    lastOne(record, certificates) ??
    success({
      record: { ...record, certificates, version },
      type,
      data: { thumbprints: [thumbprint], version },
    })
  );
}

/**
 * Puts the certificates of metadata on file. A key that somebody retired stays retired, whatever new certificate it has:
 * metadata list inactive certificates, too. `isDropped` says which of those on file go when the metadata do not list
 * them.
 */
export function takeOver(
  record: ConnectionRecord,
  listed: readonly IdpCertificate[],
  isDropped: (stored: StoredCertificate) => boolean,
  by: { readonly actor: string | null; readonly now: Date },
): Result<{ readonly certificates: readonly StoredCertificate[]; readonly thumbprints: readonly string[] }> {
  const { certificates: before } = record;
  const pems = new Set(listed.map(({ pem }) => pem));
  const stays = (stored: StoredCertificate): boolean =>
    pems.has(stored.pem) || !isUsable(stored) || !isDropped(stored);
  const kept = before
    .filter(stays)
    .map(
      (stored): StoredCertificate =>
        pems.has(stored.pem) && stored.state === 'staged' ? { ...stored, state: 'current' } : stored,
    );
  const known = new Set(before.map(({ pem }) => pem));
  const retired = new Set(before.filter((each) => !isUsable(each)).map((each) => each.publicKeyHash));
  const given = { state: 'current', origin: 'metadata', fileName: null } as const;
  const added = listed
    .filter(({ pem }) => !known.has(pem))
    .map((certificate) =>
      storedCertificate(record, certificate, { ...given, addedAt: by.now, addedBy: by.actor }),
    )
    .filter((stored) => !retired.has(stored.publicKeyHash));
  const certificates = [...kept, ...added];
  const touched = [
    ...before.filter((stored) => !stays(stored)),
    ...certificates.filter((each) => !before.includes(each)),
  ];
  const thumbprints = touched.map(({ thumbprint }) => thumbprint);
  return tooMany(certificates) ?? lastOne(record, certificates) ?? success({ certificates, thumbprints });
}

/** Of the retired ones none gives way by itself: whether one is still of use is not for a program to say. */
function tooMany(certificates: readonly StoredCertificate[]): Refusal | null {
  if (certificates.filter(isUsable).length > MOST_CERTIFICATES) {
    return refusal('connection_certificates_too_many', { maximum: MOST_CERTIFICATES });
  }
  return certificates.length > MOST_ON_FILE
    ? refusal('connection_certificates_too_many', { maximum: MOST_ON_FILE })
    : null;
}

function lastOne(record: ConnectionRecord, after: readonly StoredCertificate[]): Refusal | null {
  if (record.status !== 'enabled' || after.some(isUsable)) return null;
  const thumbprints = record.certificates.filter(isUsable).map(({ thumbprint }) => thumbprint);
  return refusal('connection_certificate_is_last', { thumbprints });
}

/** A name comes from a browser: one line, and without what turns text around. */
function shownName(fileName: string | null): string | null {
  if (fileName === null) return null;
  if (typeof fileName !== 'string') throw new TypeError('fileName must be a string or null');
  const shown = fileName.replace(/\p{C}/gu, '').slice(-LONGEST_FILE_NAME);
  return shown === '' ? null : shown;
}
