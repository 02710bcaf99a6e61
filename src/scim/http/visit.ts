import type { ScimClient } from '../credentials/authenticate.js';
import type { ScimOutcome } from '../service/outcome.js';
import type { ScimSettings } from '../service/settings.js';
import type { HttpRefusal } from './respond.js';
import type { Route } from './route.js';

/** A request of a client that was let in. */
export interface ScimVisit {
  readonly settings: ScimSettings;
  readonly client: ScimClient;
  readonly request: Request;
  readonly url: URL;
  readonly route: Route;
}

export type Answer =
  | { readonly ok: true; readonly value: ScimOutcome }
  | { readonly ok: false; readonly error: HttpRefusal };
