import { randomUUID } from 'node:crypto';
import type { AnySsoError } from '../../errors/index.js';
import type { ScimRequestEntry } from '../../stores/interfaces/scim-credentials.js';
import type { ScimClient } from '../credentials/authenticate.js';
import type { ScimSettings } from '../service/settings.js';
import { whyRefused } from './refused-client.js';
import type { HttpRefusal } from './respond.js';

interface Noted {
  readonly path: string;
  readonly startedAt: Date;
  readonly status: number;
  readonly error: HttpRefusal | null;
}

const LONGEST_PATH = 300;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Keeps how the request ended, for the administrator and for the log. A log that fails changes no answer. */
export async function note(
  settings: ScimSettings,
  { organizationId, credentialId }: ScimClient,
  request: Request,
  { path, startedAt, status, error }: Noted,
): Promise<void> {
  const milliseconds = Math.max(0, settings.now().getTime() - startedAt.getTime());
  const told = {
    ...{ at: startedAt, organizationId, credentialId, status, milliseconds },
    method: methodOf(request),
    path: `/${path}`.slice(0, LONGEST_PATH),
    code: error?.scimType ?? error?.code ?? null,
    detail: error?.detail ?? null,
  };
  settings.emit({ type: 'scim_request', ...told });
  await append(settings, { id: randomUUID(), ...told });
}

/**
 * Keeps that a client was refused whose credential is known, so that the administrator sees why nothing arrives. Who has
 * the whole credential is told once a minute; who has it not may be anybody who saw an id, and is told once an hour for
 * the organisation, without what was sent: nobody fills a log whose 200 entries are the customer's. `path` is null at
 * the token endpoint.
 */
export async function noteRefused(
  settings: ScimSettings,
  error: AnySsoError,
  request: Request,
  { path, status }: { readonly path: string | null; readonly status: number },
): Promise<void> {
  const why = whyRefused(error);
  if (why === null) return;
  const { credentialId, detail, isProved, organizationId } = why;
  const isOwn = isProved && path !== null;
  const key = isOwn ? ['own', credentialId, detail] : ['anybody', organizationId, path === null];
  const at = settings.now();
  const passedOver = settings.sparseNotes(JSON.stringify(key), isOwn ? MINUTE : HOUR, at.getTime());
  if (passedOver === null) return;
  const ownPath = isOwn ? `/${path}`.slice(0, LONGEST_PATH) : '/';
  await append(settings, {
    ...{ id: randomUUID(), at, organizationId, credentialId, status, milliseconds: 0 },
    method: methodOf(request),
    path: path === null ? (settings.tokenPath ?? '/') : ownPath,
    code: error.code,
    detail: passedOver === 0 ? detail : `${detail} ${passedOver} more were refused since the last one here.`,
  });
}

async function append({ emit, requestLog }: ScimSettings, entry: ScimRequestEntry): Promise<void> {
  try {
    await requestLog?.append(entry);
  } catch (cause) {
    emit({ type: 'scim_store_failed', at: entry.at, store: 'requestLog', cause });
  }
}

function methodOf({ method }: Request): string {
  return method.slice(0, 20);
}
