import { describe, expect, it } from 'vitest';
import type { DomainLook } from '../../../src/organizations/domain-claims/look.js';
import { findMisplaced, findNearMisses } from '../../../src/organizations/domain-claims/near-misses.js';
import type { TxtAnswer } from '../../../src/organizations/domain-claims/txt-resolver.js';

const TOKEN = '0123456789abcdef0123456789abcdef';
const PREFIX = 'Verify=';
const VALUE = `${PREFIX}${TOKEN}`;
const RECORDS = [
  { name: 'contoso.com', type: 'TXT', value: VALUE },
  { name: '_c.contoso.com', type: 'TXT', value: VALUE },
] as const;

function lookAt(...texts: string[]): DomainLook {
  const answer: TxtAnswer = { kind: 'records', records: texts };
  const nothing: TxtAnswer = { kind: 'absent', reason: 'NODATA' };
  const answers = [
    { name: 'contoso.com', answer },
    { name: '_c.contoso.com', answer: nothing },
  ];
  const finding = { resolver: 'r', outcome: 'absent', answers } as const;
  return { outcome: 'absent', seen: false, findings: [finding, { ...finding, resolver: 's' }] };
}

describe('findNearMisses', () => {
  it.each([
    ['quotes', `"${VALUE}"`],
    ['quotes', ` “${VALUE}” `],
    ['blanks', ` ${VALUE}`],
    ['blanks', `${PREFIX} ${TOKEN}`],
    ['blanks', `\t${PREFIX}${TOKEN.slice(0, 16)} ${TOKEN.slice(16)}`],
    ['letter-case', VALUE.toUpperCase()],
    ['letter-case', ` ${VALUE.toLowerCase()} `],
    ['prefix-missing', TOKEN],
    ['prefix-twice', `${PREFIX}${VALUE}`],
    ['prefix-twice', `${PREFIX}${PREFIX}${VALUE}`],
    ['other-text', `${VALUE};`],
    ['other-text', `x ${TOKEN}`],
    ['other-text', `${PREFIX}${PREFIX}${TOKEN}x`],
    ['other-text', `x${PREFIX}${VALUE}`],
    ['other-token', `${PREFIX}abc`],
    ['other-token', ` ${PREFIX.toLowerCase()}abc`],
  ])('finds %s in %j, once however many resolvers see it', (kind, text) => {
    expect(findNearMisses(lookAt(text), RECORDS, PREFIX)).toMatchObject([
      { kind, name: 'contoso.com', seen: text },
    ]);
  });

  it.each(['', 'v=spf1 -all', `x${PREFIX}abc`, TOKEN.slice(0, 31), VALUE])('finds nothing in %j', (text) => {
    expect(findNearMisses(lookAt(text), RECORDS, PREFIX)).toEqual([]);
  });

  it('tells of at most ten, and 300 characters of each', () => {
    const texts = Array.from({ length: 11 }, (_, index) => `${PREFIX}${index}${'x'.repeat(300)}`);
    const found = findNearMisses(lookAt('v=spf1 -all', ...texts), RECORDS, PREFIX);
    expect(found.map(({ seen }) => seen)).toEqual(texts.slice(0, 10).map((text) => text.slice(0, 300)));
  });

  it('tells texts apart, and the same text at two names', () => {
    const look = lookAt(`${VALUE};`, TOKEN);
    const [finding] = look.findings;
    if (finding === undefined) throw new Error('no finding');
    const there = { name: '_c.contoso.com', answer: { kind: 'records', records: [TOKEN] } } as const;
    const both = { ...look, findings: [{ ...finding, answers: [...finding.answers, there] }] };
    expect(findNearMisses(both, RECORDS, PREFIX).map(({ kind, name }) => [kind, name])).toEqual([
      ['other-text', 'contoso.com'],
      ['prefix-missing', 'contoso.com'],
      ['prefix-missing', '_c.contoso.com'],
    ]);
  });
});

describe('findMisplaced', () => {
  async function misplaced(records: typeof RECORDS | readonly [], texts: readonly string[]) {
    const asked: string[] = [];
    const resolver = {
      name: 'r',
      async resolveTxt(name: string): Promise<TxtAnswer> {
        asked.push(name);
        return name.startsWith('www.')
          ? { kind: 'records', records: texts }
          : { kind: 'absent', reason: 'NXDOMAIN' };
      },
    };
    return { found: await findMisplaced(resolver, records, PREFIX, 1_000), asked };
  }

  it('asks below www, below the prefix, and at each name with the domain twice', async () => {
    const { asked, found } = await misplaced(RECORDS, ['v=spf1 -all', `x${TOKEN}`]);
    expect(asked).toEqual([
      'www.contoso.com',
      'verify.contoso.com',
      'contoso.com.contoso.com',
      '_c.contoso.com.contoso.com',
    ]);
    expect(found).toMatchObject([{ kind: 'wrong-name', name: 'www.contoso.com', seen: `x${TOKEN}` }]);
  });

  it('asks nothing of a claim without a record', async () => {
    expect(await misplaced([], [TOKEN])).toEqual({ found: [], asked: [] });
  });

  it('tells of at most ten', async () => {
    const { found } = await misplaced(
      RECORDS,
      Array.from({ length: 11 }, (_, index) => `${TOKEN}${index}`),
    );
    expect(found.map(({ seen }) => seen)).toEqual(
      Array.from({ length: 10 }, (_, index) => `${TOKEN}${index}`),
    );
  });

  it('asks for no name of more than 253 characters', async () => {
    const asked: string[] = [];
    const name = `${'a.'.repeat(122)}contoso`;
    expect(`www.${name}`).toHaveLength(255);
    const resolver = {
      name: 'r',
      async resolveTxt(question: string): Promise<TxtAnswer> {
        asked.push(question);
        return { kind: 'absent', reason: 'NXDOMAIN' };
      },
    };
    const short = name.slice(2);
    await findMisplaced(resolver, [{ name, type: 'TXT', value: VALUE }], PREFIX, 1_000);
    expect(asked).toEqual([]);
    await findMisplaced(resolver, [{ name: short, type: 'TXT', value: VALUE }], PREFIX, 1_000);
    expect(asked).toEqual([`www.${short}`]);
  });
});
