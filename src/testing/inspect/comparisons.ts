import type { Expectations } from '../../response/expectations.js';
import type { ReceivedMessage } from './received-message.js';

/** One value of the message beside what it must be. `fits` is null where the value may be absent and is. */
export interface Comparison {
  readonly what: string;
  readonly expected: string;
  readonly received: string | null;
  readonly fits: boolean | null;
}

/**
 * Every expected value beside the received one, also those that the walk never came to: a misconfigured
 * application often has more than one fault. For the eye only; the verdict is the walk's.
 */
export function comparisons(message: ReceivedMessage, expectations: Expectations): readonly Comparison[] {
  const { connection, entityId, assertionConsumerServiceUrl, inResponseTo } = expectations;
  const compared: Comparison[] = [
    optional('Response/Issuer', connection.issuerUrl, message.responseIssuer),
    optional('Response/@Destination', assertionConsumerServiceUrl, message.destination),
    request('Response/@InResponseTo', inResponseTo, message.inResponseTo),
  ];
  if (message.assertionId === null) return compared;
  return [
    ...compared,
    required('Assertion/Issuer', connection.issuerUrl, message.issuer),
    required('SubjectConfirmationData/@Recipient', assertionConsumerServiceUrl, message.recipient),
    request('SubjectConfirmationData/@InResponseTo', inResponseTo, message.subjectInResponseTo),
    {
      what: 'Audience',
      expected: entityId,
      received: message.audiences.length === 0 ? null : message.audiences.join(', '),
      fits: message.audiences.includes(entityId),
    },
  ];
}

function required(what: string, expected: string, received: string | null): Comparison {
  return { what, expected, received, fits: received === expected };
}

function optional(what: string, expected: string, received: string | null): Comparison {
  return { what, expected, received, fits: received === null ? null : received === expected };
}

function request(what: string, expected: string | null, received: string | null): Comparison {
  return { what, expected: expected ?? 'none (unsolicited)', received, fits: received === expected };
}
