import { UsageError } from './command.js';

/** What the library takes for a programmer's mistake (TypeError) is wrong usage where a command line caused it. */
export function withUsageErrors<Value>(make: () => Value): Value {
  try {
    return make();
  } catch (cause) {
    if (cause instanceof TypeError) throw new UsageError(named(cause.message), { cause });
    throw cause;
  }
}

/** By the name of the option instead of the library's. */
function named(message: string): string {
  return message
    .replace(/^entityId\b/, '--entity-id')
    .replace(/^assertionConsumerServiceUrl\b/, '--acs-url')
    .replace(/^signOnUrl\b/, '--sign-on-url');
}
