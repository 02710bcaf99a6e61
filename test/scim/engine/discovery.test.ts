import { describe, expect, it } from 'vitest';
import {
  createResourceTypes,
  defineExtension,
  resourceTypeDocuments,
  schemaDocuments,
  serviceProviderConfig,
} from '../../../src/scim/engine/index.js';
import { CUSTOM, contoso, ENTERPRISE, GROUP, types, USER } from './samples.js';

describe('discovery', () => {
  it('offers every default target of Entra, as its Logic App reads them', () => {
    const found = schemaDocuments(types, 'https://app.example/scim').flatMap((schema) =>
      targets(schema, `${schema['id']}`),
    );
    for (const target of [
      'userName',
      'active',
      'displayName',
      'title',
      'preferredLanguage',
      'name.givenName',
      'name.familyName',
      'name.formatted',
      'externalId',
      'emails[type eq "work"].value',
      'addresses[type eq "work"].formatted',
      'addresses[type eq "work"].country',
      'phoneNumbers[type eq "fax"].value',
      'phoneNumbers[type eq "mobile"].value',
      'roles[primary eq "True"].value',
      `${ENTERPRISE}:employeeNumber`,
      `${ENTERPRISE}:manager`,
      `${CUSTOM}:tag`,
      'members',
    ])
      expect(found).toContain(target);
    expect(found.filter((name) => name === 'externalId')).toHaveLength(2);
  });

  it('describes types and their extensions', () => {
    const [user, group] = resourceTypeDocuments(types, 'https://app.example/scim');
    expect(user).toMatchObject({
      id: 'User',
      endpoint: '/Users',
      schema: USER,
      schemaExtensions: [
        { schema: ENTERPRISE, required: false },
        { schema: CUSTOM, required: false },
      ],
    });
    expect(group).toMatchObject({
      id: 'Group',
      schema: GROUP,
      meta: { location: 'https://app.example/scim/ResourceTypes/Group' },
    });
    expect(group).not.toHaveProperty('schemaExtensions');
  });

  it('advertises all features, pagination where wanted', () => {
    const options = {
      baseUrl: 'https://app.example',
      maxResults: 200,
      authenticationSchemes: [{ type: 'oauthbearertoken', name: 'T', description: 'D' }],
    } as const;
    const config = serviceProviderConfig({
      ...options,
      pagination: { defaultPageSize: 100, cursorTimeout: null },
    });
    expect(config).toMatchObject({
      patch: { supported: true },
      bulk: { supported: false },
      filter: { supported: true, maxResults: 200 },
      sort: { supported: true },
      etag: { supported: true },
      changePassword: { supported: false },
      authenticationSchemes: options.authenticationSchemes,
    });
    expect(config['pagination']).toEqual({
      cursor: true,
      index: true,
      defaultPaginationMethod: 'index',
      defaultPageSize: 100,
      maxPageSize: 200,
    });
    expect(serviceProviderConfig({ ...options, pagination: null })).not.toHaveProperty('pagination');
  });

  it.each([
    ['no URN', { id: 'x', attributes: [{ name: 'a' }] }],
    ['a schema of the RFC', { id: ENTERPRISE, attributes: [{ name: 'a' }] }],
    ['no attributes', { id: 'urn:x:y', attributes: [] }],
    ['a name twice', { id: 'urn:x:y', attributes: [{ name: 'a' }, { name: 'A' }] }],
    [
      'complex in complex',
      {
        id: 'urn:x:y',
        attributes: [{ name: 'a', subAttributes: [{ name: 'b', subAttributes: [{ name: 'c' }] }] }],
      },
    ],
    ['complex without parts', { id: 'urn:x:y', attributes: [{ name: 'a', type: 'complex' as const }] }],
  ])('an extension with %s is a mistake', (_name, options) => {
    expect(() => defineExtension({ name: 'X', ...options })).toThrow(TypeError);
    expect(() => createResourceTypes({ user: [contoso, contoso] })).toThrow(TypeError);
  });
});

/** Targets of a mapping, derived from a schema document as the Logic App does. */
function targets(document: Readonly<Record<string, unknown>>, id: string): readonly string[] {
  const prefix = id === USER || id === GROUP ? '' : `${id}:`;
  return (document['attributes'] as Described[]).flatMap(
    ({ name, type, multiValued, subAttributes = [] }) => {
      if (['manager', 'members'].includes(name) || type !== 'complex') return [`${prefix}${name}`];
      const kinds = subAttributes.find((sub) => sub.name === 'type')?.canonicalValues ?? [];
      const places = !multiValued
        ? [name]
        : kinds.length > 0
          ? kinds.map((kind) => `${name}[type eq "${kind}"]`)
          : [`${name}[primary eq "True"]`];
      return places.flatMap((place) => subAttributes.map((sub) => `${prefix}${place}.${sub.name}`));
    },
  );
}

interface Described {
  readonly name: string;
  readonly type: string;
  readonly multiValued: boolean;
  readonly canonicalValues?: readonly string[];
  readonly subAttributes?: readonly Described[];
}
