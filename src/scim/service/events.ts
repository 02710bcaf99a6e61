import type { UnlinkedReason } from './unlinked-reason.js';

/** What provisioning tells the application's log. No event holds a body, a token or a person's attributes. */
export type ScimEvent =
  /** Each request of a client that was let in, and how it ended. */
  | {
      readonly type: 'scim_request';
      readonly at: Date;
      readonly organizationId: string;
      readonly credentialId: string;
      readonly method: string;
      /** Below the base address, without the query. */
      readonly path: string;
      readonly status: number;
      /** `scimType` of a refusal; null where there is none. */
      readonly code: string | null;
      readonly detail: string | null;
      readonly milliseconds: number;
    }
  /** A user is kept, but leads to no member of the organisation, or to one who may not come in. */
  | {
      readonly type: 'scim_user_unlinked';
      readonly at: Date;
      readonly organizationId: string;
      readonly scimUserId: string;
      readonly reason: UnlinkedReason;
    }
  /** A store failed; the client was told to come again. */
  | { readonly type: 'scim_store_failed'; readonly at: Date; readonly store: string; readonly cause: unknown }
  /** Something that should not happen: the client was answered 500 without a word of it. */
  | { readonly type: 'scim_failed'; readonly at: Date; readonly reference: string; readonly cause: unknown };

/** Receives the events. What it throws or rejects with is dropped: a log never decides over a request. */
export type ScimEventListener = (event: ScimEvent) => unknown;
