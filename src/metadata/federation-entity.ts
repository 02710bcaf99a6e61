import { type Refusal, type Result, refusal, success } from '../errors/index.js';
import { containsPlaceholder } from '../organizations/entra-urls.js';
import { PROTOCOL } from '../response/names.js';
import { attributeOf } from '../xml/lookup.js';
import type { XmlDocument, XmlElement } from '../xml/xml-element.js';
import { METADATA, WS_FEDERATION } from './metadata-names.js';

/** One identity provider of a metadata document. */
export interface FederationEntity {
  readonly entityId: string;
  readonly descriptor: XmlElement;
  /** Its only IDPSSODescriptor for SAML 2.0. */
  readonly role: XmlElement;
}

/** saml-core 8.3.6: an entity identifier is a URI of at most 1024 characters. */
const LONGEST_URI = 1024;
const ABSOLUTE_URI = /^[A-Za-z][A-Za-z0-9+.-]*:[^\p{C}\p{Z}]+$/u;
/** Of the entity IDs in a federation, enough to choose from. */
const SHOWN = 20;

/** Finds the entity with this ID, or without one the only identity provider of the document. */
export function chooseEntity(document: XmlDocument, entityId: string | null): Result<FederationEntity> {
  const { root } = document;
  const isEntity = isMetadata(root, 'EntityDescriptor');
  if (!isEntity && !isMetadata(root, 'EntitiesDescriptor')) {
    return refusal('metadata_not_metadata', { root: root.qname });
  }
  const entities = isEntity ? [root] : entitiesOf(root);
  const candidates =
    entityId === null
      ? entities.filter((entity) => identityProviderRoles(entity).length > 0)
      : entities.filter((entity) => entityIdOf(entity) === entityId);
  const [only, ...further] = candidates;
  if (only !== undefined) return further.length === 0 ? readEntity(only) : several(candidates);
  if (entityId !== null) return refusal('metadata_entity_not_found', { entityId, found: namesOf(entities) });
  return noIdentityProvider(entities);
}

/** Entities of an EntitiesDescriptor, of nested ones too, in document order. */
function entitiesOf(group: XmlElement): readonly XmlElement[] {
  return group.children.flatMap((child) => {
    if (isMetadata(child, 'EntityDescriptor')) return [child];
    return isMetadata(child, 'EntitiesDescriptor') ? entitiesOf(child) : [];
  });
}

function readEntity(descriptor: XmlElement): Result<FederationEntity> {
  const entityId = entityIdOf(descriptor);
  if (containsPlaceholder(entityId)) return refusal('metadata_names_no_tenant', { received: entityId });
  if (entityId.length > LONGEST_URI || !ABSOLUTE_URI.test(entityId)) {
    return refusal('metadata_entity_id_malformed', { received: entityId.slice(0, LONGEST_URI) });
  }
  const roles = identityProviderRoles(descriptor);
  const [role] = roles;
  if (role === undefined) return noIdentityProvider([descriptor]);
  if (roles.length > 1) {
    return refusal('metadata_identity_provider_repeated', { entityId, count: roles.length });
  }
  return success({ entityId, descriptor, role });
}

function several(candidates: readonly XmlElement[]): Refusal {
  const found = namesOf(candidates);
  const [first = ''] = found;
  return new Set(candidates.map(entityIdOf)).size < candidates.length
    ? refusal('metadata_entity_repeated', { entityId: first })
    : refusal('metadata_entities_several', { found });
}

function noIdentityProvider(entities: readonly XmlElement[]): Refusal {
  const [entityId = ''] = namesOf(entities);
  if (containsPlaceholder(entityId)) return refusal('metadata_names_no_tenant', { received: entityId });
  const roles = entities.flatMap(({ children }) => children);
  if (roles.some((role) => isMetadata(role, 'SPSSODescriptor'))) {
    return refusal('metadata_is_service_provider', { entityId });
  }
  if (roles.some((role) => supports(role, WS_FEDERATION))) {
    return refusal('metadata_is_ws_federation', { entityId });
  }
  const protocols = [...new Set(roles.flatMap(protocolsOf))].slice(0, SHOWN);
  return refusal('metadata_no_identity_provider', { entityId, protocols });
}

function identityProviderRoles(entity: XmlElement): readonly XmlElement[] {
  return entity.children.filter(
    (child) => isMetadata(child, 'IDPSSODescriptor') && supports(child, PROTOCOL),
  );
}

/** Not taken apart for it: a hostile list is as long as the document. */
function supports(role: XmlElement, protocol: string): boolean {
  return ` ${supportedProtocols(role)} `.includes(` ${protocol} `);
}

/** The first of them, for whoever looks for the reason. */
function protocolsOf(role: XmlElement): readonly string[] {
  return supportedProtocols(role)
    .split(' ', SHOWN)
    .filter((protocol) => protocol !== '');
}

function supportedProtocols(role: XmlElement): string {
  return (attributeOf(role, 'protocolSupportEnumeration') ?? '').replace(/[\t\n\r]/g, ' ');
}

function namesOf(entities: readonly XmlElement[]): readonly string[] {
  return entities.slice(0, SHOWN).map(entityIdOf);
}

function entityIdOf(entity: XmlElement): string {
  return attributeOf(entity, 'entityID') ?? '';
}

function isMetadata({ namespace, localName }: XmlElement, name: string): boolean {
  return namespace === METADATA && localName === name;
}
