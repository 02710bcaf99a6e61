export { createServiceProvider, type ServiceProvider } from './create-service-provider.js';
export type {
  EventListener,
  LogoutAnswered,
  LogoutFinished,
  LogoutRefused,
  LogoutStarted,
  ReadersDisagree,
  ServiceProviderEvent,
  SignInAccepted,
  SignInRefused,
  SignInStarted,
  TestSignInPassed,
  TestSignInRefused,
} from './events.js';
export type { FinishedSignIn } from './finish-sign-in.js';
export type {
  AnsweredLogout,
  EndSessions,
  FinishedLogout,
  LogoutRedirect,
  LogoutStep,
  LogoutSubject,
  ReceivedLogout,
  SessionsLeft,
  SignedInSubject,
  StartLogoutOptions,
} from './logout.js';
export type { PostedAnswer } from './posted-answer.js';
export type { ReferencedRefusal } from './refused.js';
export type { ConnectionUrls } from './service-provider-urls.js';
export type { NewSession } from './session-index.js';
export type { ServiceProviderOptions } from './settings.js';
export type { Identity, SignIn } from './sign-in.js';
export type {
  SignInRedirect,
  SignInSubject,
  StartSignInOptions,
  TestSubject,
} from './start-sign-in.js';
export type {
  PassedTestSignIn,
  RefusedTestSignIn,
  TestSignIn,
} from './test-sign-in.js';
