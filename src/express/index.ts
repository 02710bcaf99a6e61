export type { RequestLike } from './request-of.js';
export { type ExpressHandler, type ExpressOptions, toExpress } from './to-express.js';
export { toExpressScim } from './to-express-scim.js';
