import type { JsonObject, ListResponse } from '../engine/index.js';

/** How a request ended that was not refused; how it is told over HTTP is not decided here. */
export type ScimOutcome =
  | {
      readonly kind: 'created' | 'resource';
      readonly body: JsonObject;
      readonly version: number;
      readonly location: string;
    }
  | { readonly kind: 'list'; readonly body: ListResponse }
  | { readonly kind: 'document'; readonly body: JsonObject }
  /** Done, and nothing is shown. The version is null where the resource is gone. */
  | { readonly kind: 'done'; readonly version: number | null }
  | { readonly kind: 'not-modified'; readonly version: number };

/** `any`: whatever it is, as long as it is there (`*`). */
export type VersionMatch = 'any' | readonly number[];
