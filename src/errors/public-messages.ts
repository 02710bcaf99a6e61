// The only sentences of claimgate that a browser sees for a refused sign-in. They tell a person what to do
// next and tell a prober nothing: all refusals of one kind share one sentence.

/** The message cannot be used as it is; a fresh attempt may succeed. */
export const START_AGAIN =
  'The sign-in could not be completed. Go back to the application and sign in again.';

/** At an address that many organisations share: one sentence, so that it does not tell them apart. */
export const START_AGAIN_OR_ASK =
  'The sign-in could not be completed. Go back to the application and sign in again. If it fails again, ask your administrator and give them the reference below.';

/** Only a change of settings helps: in the application or at the identity provider. */
export const ASK_ADMINISTRATOR =
  'Your organisation’s single sign-on is not set up correctly. Ask your administrator and give them the reference below.';

/** The person signed in at the identity provider, but this account may not come in. */
export const ACCOUNT_NOT_ADMITTED =
  'You signed in with an account that does not belong to this organisation. Sign in with your work account, or ask your administrator for access.';

/** The identity provider itself refused. */
export const PROVIDER_REFUSED =
  'Your identity provider did not sign you in. Try again, or ask your administrator and give them the reference below.';

/** Something on our own side is not working. */
export const TRY_LATER = 'Signing in is not possible at the moment. Try again in a few minutes.';

/** A value that an administrator typed or uploaded cannot be used. */
export const CHECK_INPUT = 'This value cannot be used. See the explanation beside the field.';

/** A logout that did not reach its end. The session at the application may be over, and others not. */
export const LOGOUT_INCOMPLETE =
  'You may not be signed out everywhere. To be sure, close all windows of your browser.';

/** The way to sign in is not the one that the organisation lets this person use. */
export const USE_SINGLE_SIGN_ON =
  'Your organisation does not allow this way of signing in. Use single sign-on, or ask your administrator.';

/** An account is there, and only its owner may connect it with the identity provider. */
export const PROVE_ACCOUNT =
  'An account with your address is there already. Sign in to it the way you did before, and then use single sign-on again.';

/** The session is over or cannot go on. */
export const SIGN_IN_AGAIN = 'Your session has ended. Sign in again.';
