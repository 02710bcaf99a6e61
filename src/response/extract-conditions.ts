import { type Result, refusal, success } from '../errors/index.js';
import { attributeOf } from '../xml/lookup.js';
import { textOf } from '../xml/text.js';
import type { XmlAttribute, XmlElement } from '../xml/xml-element.js';
import type { Conditions } from './assertion.js';
import { audienceRestrictionModel, proxyRestrictionModel } from './assertion-model.js';
import { type ContentModel, contentModel, hasText, violationOf } from './content-model.js';
import { TimeReader } from './date-time.js';
import { ASSERTION, XSI } from './names.js';

const known: ReadonlyMap<string, ContentModel> = new Map([
  ['AudienceRestriction', audienceRestrictionModel],
  ['OneTimeUse', contentModel({ content: 'empty' })],
  ['ProxyRestriction', proxyRestrictionModel],
]);

/**
 * Reads Conditions (saml-core 2.5.1). A condition that is not understood makes the assertion's validity
 * indeterminate, which is refused (2.5.1.1).
 */
export function extractConditions(element: XmlElement): Result<Conditions> {
  if (hasText(element)) return refusal('text_unexpected', { element: 'Conditions' });
  const audienceRestrictions: string[][] = [];
  const counts = { OneTimeUse: 0, ProxyRestriction: 0 };
  for (const condition of element.children) {
    const model = condition.namespace === ASSERTION ? known.get(condition.localName) : undefined;
    // An xsi:type makes another condition of it, whatever its name (saml-core 2.5.1).
    if (model === undefined || condition.attributes.some(isXsiType))
      return refusal('condition_unknown', { element: condition.qname });
    const violation = violationOf(condition, model);
    if (violation !== null) return violation;
    if (condition.localName === 'OneTimeUse') counts.OneTimeUse++;
    else if (condition.localName === 'ProxyRestriction') counts.ProxyRestriction++;
    else audienceRestrictions.push(condition.children.map(textOf));
  }
  const times = new TimeReader();
  const notBefore = times.read('Conditions', 'NotBefore', attributeOf(element, 'NotBefore'));
  const notOnOrAfter = times.read('Conditions', 'NotOnOrAfter', attributeOf(element, 'NotOnOrAfter'));
  if (times.failure !== null) return times.failure;
  return success({
    notBefore,
    notOnOrAfter,
    audienceRestrictions,
    oneTimeUseCount: counts.OneTimeUse,
    proxyRestrictionCount: counts.ProxyRestriction,
  });
}

function isXsiType({ localName, namespace }: XmlAttribute): boolean {
  return localName === 'type' && namespace === XSI;
}
