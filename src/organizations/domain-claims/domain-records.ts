import type { DomainClaim } from '../../stores/interfaces/domain-claims.js';

/** A record for the administrator to make in the DNS. */
export interface DomainRecord {
  /** Fully qualified, without a dot at the end. */
  readonly name: string;
  readonly type: 'TXT';
  /** Without quotes. */
  readonly value: string;
}

/** How records of claims are named. */
export interface RecordNames {
  readonly recordPrefix: string;
  readonly challengeLabel: string;
}

const LONGEST_NAME = 253;

/** The records of a claim, either of which suffices: at the domain itself, and below it unless that name is too long. */
export function domainRecords(
  { domain, token }: Pick<DomainClaim, 'domain' | 'token'>,
  { challengeLabel, recordPrefix }: RecordNames,
): readonly DomainRecord[] {
  const challenge = `${challengeLabel}.${domain}`;
  const names = challenge.length > LONGEST_NAME ? [domain] : [domain, challenge];
  return names.map((name) => ({ name, type: 'TXT', value: `${recordPrefix}${token}` }));
}
