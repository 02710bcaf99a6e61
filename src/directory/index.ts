export type { Admission, AdmitOptions } from './admit.js';
export type { Actor, MemberName } from './change-member.js';
export { createDirectory, type Directory } from './create-directory.js';
export type {
  DirectoryEvent,
  DirectoryEventListener,
  DirectoryEventType,
} from './events.js';
export type { NewMember } from './new-member.js';
export type { PasswordAdmission } from './password.js';
export type { PolicyChanges } from './policy.js';
export type { RouteOptions, SignInRoute, SignUpRoute, SsoRoute, UnprovenRoute } from './route.js';
export type { SessionTicket } from './session.js';
export type { DirectoryOptions, FindProvisioned, ProvisionedPerson } from './settings.js';
