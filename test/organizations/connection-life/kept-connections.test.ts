import { describe, expect, it } from 'vitest';
import {
  parseServiceProviderKey,
  type ServiceProviderKeyPem,
} from '../../../src/certificates/service-provider-key.js';
import type { ConnectionKeysInput } from '../../../src/organizations/connection.js';
import { createConnections } from '../../../src/organizations/connection-life/create-connections.js';
import type { ConnectionRecord } from '../../../src/stores/interfaces/connection-records.js';
import { createTestKeyPair } from '../../../src/testing/test-key-pair.js';
import { NOW } from '../../certificates/fixture.js';
import { accepted, createScene, ENTRA, ORG, OTHER_ORG } from './scene.js';
import { CONTOSO, recordOf, storedOf } from './stored.js';

const ISSUER = ENTRA.issuerUrl ?? '';
const READY = recordOf([storedOf(CONTOSO, { provenAt: NOW })], { status: 'enabled' });
const SHARED = { ...READY, settings: { ...ENTRA, addresses: 'shared' } } as const;
const DRAFT = recordOf([], { id: 'draft', status: 'draft', settings: {} });

/** What sign-in reads of a store that gives these records, whatever it is asked for. */
function storeOf(
  records: unknown,
  options: { readonly clock?: () => Date; readonly keys?: () => unknown } = {},
) {
  const { clock = () => NOW, keys = () => null } = options;
  const found = async () => records as readonly ConnectionRecord[];
  return createConnections({
    store: {
      ...createScene().store,
      findConnectionOfAddress: async (id) => (await found()).find((each) => each.id === id) ?? null,
      listConnections: found,
      listSharedByIssuer: found,
    },
    keys: async () => keys() as ConnectionKeysInput | null,
    clock,
  }).store();
}

describe('connections that a store lists for sign-in', () => {
  it('are those of the organisation, or of the Issuer, that was asked for', async () => {
    const issuerUrl = 'https://idp.example/';
    const others = [
      DRAFT,
      { ...SHARED, id: 'fabrikam', organizationId: OTHER_ORG },
      { ...SHARED, id: 'okta', settings: { ...SHARED.settings, issuerUrl, signInUrl: issuerUrl } },
    ];
    const store = storeOf([...others, SHARED]);
    const ids = (listed: readonly { readonly id: string }[]) => listed.map(({ id }) => id);
    expect(ids(await store.findByOrganization(ORG))).toEqual(['okta', 'c']);
    expect(ids(await store.findByOrganization(OTHER_ORG))).toEqual(['fabrikam']);
    expect(ids(await store.findByIssuer(ISSUER))).toEqual(['fabrikam', 'c']);
    expect(ids(await store.findByIssuer(issuerUrl))).toEqual(['okta']);
    expect(await store.findByIssuer(ISSUER.toUpperCase())).toEqual([]);
    expect(await store.findById('draft')).toBeNull();
  });

  it.each([[null], [undefined], [{}], ['x'], [{ length: 0 }]])(
    'come as an array, not as %j',
    async (listed) => {
      const store = storeOf(listed);
      const refused = new TypeError('A list of connections came back as no array');
      await expect(store.findByOrganization(ORG)).rejects.toThrow(refused);
      await expect(store.findByIssuer(ISSUER)).rejects.toThrow(refused);
    },
  );
});

describe('an enabled connection that cannot be used', () => {
  it('is told with all that is missing', async () => {
    const store = storeOf([{ ...READY, settings: {} }]);
    await expect(store.findById('c')).rejects.toThrow(
      new Error('The enabled connection c cannot be used: issuerUrl, signInUrl'),
    );
  });

  it('is told with its problem as the cause', async () => {
    const settings = { ...ENTRA, issuerUrl: 'https://sts.windows.net/common/' };
    const read = storeOf([{ ...READY, settings }]).findById('c');
    await expect(read).rejects.toThrow(
      new Error('The enabled connection c cannot be used: issuer_url_is_common'),
    );
    const cause = await read.catch((error: Error) => error.cause);
    expect(cause).toMatchObject({ code: 'issuer_url_is_common' });
  });
});

describe('a connection that was read before', () => {
  it('is read again where the clock was put back', async () => {
    let now = NOW;
    const store = storeOf([READY], { clock: () => now });
    const first = await store.findById('c');
    expect(await store.findById('c')).toBe(first);
    now = new Date(NOW.getTime() - 1);
    expect(await store.findById('c')).not.toBe(first);
  });

  it('is kept beside 999 others, and gives way to the next one', async () => {
    const ready = ['first', 'second'].map((id) => ({ ...READY, id }));
    const others = Array.from({ length: 999 }, (_, index) => ({ ...DRAFT, id: `draft-${index}` }));
    const store = storeOf([...ready, ...others]);
    const [first, second] = [await store.findById('first'), await store.findById('second')];
    for (const { id } of others.slice(1)) await store.findById(id);
    expect(await store.findById('first')).toBe(first);
    await store.findById('draft-0');
    expect(await store.findById('second')).toBe(second);
    expect(await store.findById('first')).not.toBe(first);
  });
});

describe('our keys of a connection', () => {
  const [one, other, third] = [newKey(), newKey(), newKey()];
  const made = [one, other, third].map((pem) => accepted(parseServiceProviderKey(pem)));

  /** Whether the connection is the same after other keys came. */
  async function isKept(before: unknown, after: unknown): Promise<boolean> {
    let keys = before;
    const store = storeOf([READY], { keys: () => keys });
    const first = await store.findById('c');
    expect(first).not.toBeNull();
    keys = after;
    return (await store.findById('c')) === first;
  }

  it.each<[string, unknown, unknown]>([
    ['no keys', null, undefined],
    ['the same texts', { current: one }, { current: { ...one } }],
    ['the same two texts', { current: one, next: other }, { current: { ...one }, next: { ...other } }],
    ['the same key that was made of them', { current: made[0] }, { current: made[0] }],
    ['the same without a next one', { current: one, next: null }, { current: { ...one }, next: null }],
  ])('are the same with %s', async (_name, before, after) => {
    expect(await isKept(before, after)).toBe(true);
  });

  it.each<[string, unknown, unknown]>([
    ['a first one', null, { current: one }],
    ['none any more', { current: one }, null],
    ['another text', { current: one }, { current: other }],
    ['another that was made', { current: made[0] }, { current: made[1] }],
    ['one that was made of the text', { current: one }, { current: made[0] }],
    ['a next one', { current: one }, { current: one, next: other }],
    ['a next one that was made', { current: one, next: null }, { current: one, next: made[1] }],
    ['another next one that was made', { current: one, next: made[1] }, { current: one, next: made[2] }],
    ['the two the other way round', { current: one, next: other }, { current: other, next: one }],
  ])('are others with %s', async (_name, before, after) => {
    expect(await isKept(before, after)).toBe(false);
  });

  it.each<[string, unknown, unknown]>([
    ['instead of none', null, one.privateKeyPem],
    ['instead of good ones', { current: one }, one.privateKeyPem],
    ['in place of the current one', { current: one }, { current: other.privateKeyPem }],
    ['in place of the next one', { current: one }, { current: one, next: other.privateKeyPem }],
    ['that are null', { current: one }, { current: null }],
    ['without a certificate', { current: one }, { current: { privateKeyPem: one.privateKeyPem } }],
  ])('are refused where they are none, %s, and are not shown', async (_name, before, after) => {
    await expect(isKept(before, after)).rejects.toThrow(
      new Error('The enabled connection c cannot be used: connection_option_invalid'),
    );
  });
});

function newKey(): ServiceProviderKeyPem {
  const { certificatePem, privateKeyPem } = createTestKeyPair();
  return { certificatePem, privateKeyPem };
}
