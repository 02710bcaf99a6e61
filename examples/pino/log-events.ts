import type { EventListener } from 'claimgate';
import type { Logger } from 'pino';

/**
 * Writes every event of a service provider as one line of JSON: pass it as `onEvent`. Details of a refusal may hold
 * what a sender wrote; as values of JSON they can neither end the line nor pass for a field.
 */
export function logEvents(logger: Logger): EventListener {
  return (event) => {
    switch (event.type) {
      case 'sign_in_refused':
      case 'logout_refused': {
        const { error, ...told } = event;
        logger.warn({ ...told, details: error.details, remedy: error.remedy }, error.message);
        break;
      }
      case 'readers_disagree': // somebody found a message that two readers read differently: wake somebody up
        logger.error(event, 'two XML readers disagree over a signed message');
        break;
      default:
        logger.info(event, event.type);
    }
  };
}
