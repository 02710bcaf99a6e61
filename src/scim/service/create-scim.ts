import type { Result } from '../../errors/index.js';
import { type LinkRequest, linkUser } from './link-user.js';
import { readScimOptions, type ScimOptions, type ScimSettings } from './settings.js';

/** Provisioning, put together. `createScimHandlers` serves it. */
export interface Scim {
  /** The Tenant URL that the administrator of a customer pastes into Entra; one for all organisations. */
  readonly baseUrl: string;
  /** Token endpoint for Entra's OAuth 2.0 client credentials; null where there is none. */
  readonly tokenUrl: string | null;
  /** Where both are served, for whoever mounts the handlers. */
  readonly pathPrefix: string;
  readonly tokenPath: string | null;
  /**
   * Leads a provisioned user to a member, by decision of an administrator of the application: for owners and admins, whom
   * provisioning never takes by itself. The user must be active, with an address in a verified domain. Refuses
   * `scim_user_unknown`, `scim_link_refused` and `store_unavailable`.
   */
  linkUser(request: LinkRequest): Promise<Result<null>>;
}

const settingsByScim = new WeakMap<Scim, ScimSettings>();

/** Puts provisioning by SCIM 2.0 together (RFC 7643, RFC 7644, RFC 9865). Throws TypeError for wrong options. */
export function createScim(options: ScimOptions): Scim {
  const settings = readScimOptions(options);
  const { baseUrl, origin, pathPrefix, tokenPath } = settings;
  const tokenUrl = tokenPath === null ? null : `${origin}${tokenPath}`;
  const scim = Object.freeze<Scim>({
    ...{ baseUrl, tokenUrl, pathPrefix, tokenPath },
    linkUser: (request) => linkUser(settings, request),
  });
  settingsByScim.set(scim, settings);
  return scim;
}

/** Throws TypeError for what `createScim` did not make. */
export function scimSettings(scim: Scim): ScimSettings {
  const settings = settingsByScim.get(scim);
  if (settings === undefined) throw new TypeError('scim must be what createScim made');
  return settings;
}
