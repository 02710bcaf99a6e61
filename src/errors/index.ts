export { type ErrorCode, type ErrorDetails, errorCatalogue } from './catalogue/index.js';
export type { LogoutMessageName } from './catalogue/logout.js';
export type { CatalogueRow, Stage } from './catalogue-row.js';
export { type Refusal, type Result, refusal, type Success, success } from './result.js';
export { type AnySsoError, isSsoError, SsoError } from './sso-error.js';
