import { type Result, refusal, success } from '../../src/errors/index.js';
import type { FetchedFederationMetadata } from '../../src/metadata/fetch-federation-metadata.js';
import {
  type MetadataRefreshPolicy,
  type MetadataRefreshState,
  startMetadataRefresh,
} from '../../src/metadata/refresh-state.js';
import { ENDPOINTS, entity, ISSUER, key, parsed, role } from './federation-documents.js';

export const URL_OF_METADATA =
  'https://login.microsoftonline.com/t/federationmetadata/2007-06/federationmetadata.xml?appid=a';
export const T0: Date = new Date('2026-06-01T00:00:00Z');
const DAY = 86_400_000;

export function days(count: number): Date {
  return new Date(T0.getTime() + count * DAY);
}

export function documentWith(files: readonly string[], entityId: string = ISSUER): string {
  const keys = files.map((name) => key('signing', `${name}.cer`)).join('');
  return entity(role(keys + ENDPOINTS), entityId);
}

/** Metadata that list these certificate fixtures. */
export function listing(...files: readonly string[]): Result<FetchedFederationMetadata> {
  return success({ metadata: parsed(documentWith(files)), url: URL_OF_METADATA, overHttps: true });
}

export function failing(): Result<FetchedFederationMetadata> {
  return refusal('metadata_http_status', { url: URL_OF_METADATA, status: 503 });
}

export function started(
  fetched: Result<FetchedFederationMetadata> = listing('contoso'),
  policy: MetadataRefreshPolicy = {},
): MetadataRefreshState {
  if (!fetched.ok) throw fetched.error;
  const state = startMetadataRefresh(URL_OF_METADATA, fetched.value, T0, policy);
  if (!state.ok) throw state.error;
  return state.value;
}
