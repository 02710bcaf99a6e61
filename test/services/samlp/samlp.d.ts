// node-samlp has no types of its own; this is what the tests use of it.
declare module 'samlp' {
  import type { NextFunction, Request, Response } from 'express';

  type Middleware = (req: Request, res: Response, next: NextFunction) => void;
  type Callback<Value> = (error: Error | null, value?: Value) => void;

  export function auth(options: Readonly<Record<string, unknown>>): Middleware;
  export function logout(options: Readonly<Record<string, unknown>>): Middleware;
  export function parseRequest(
    req: Request,
    options: Readonly<Record<string, unknown>>,
    callback: Callback<{ readonly forceAuthn?: string }>,
  ): void;
}

declare module 'samlp/lib/sessionParticipants/index.js' {
  class SessionParticipants {
    constructor(participants: unknown[]);
  }

  // biome-ignore lint/style/noDefaultExport: this is how node-samlp exports it
  export { SessionParticipants as default };
}
