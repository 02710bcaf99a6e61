/** A target attribute of a mapping: `title`, `name.givenName`, `emails[type eq "work"].value`, `urn:…:User:department`. */
export interface TargetPath {
  readonly schema: string | null;
  readonly attribute: string;
  /** Which element of a multi-valued attribute. */
  readonly element: { readonly name: string; readonly value: string } | null;
  readonly subAttribute: string | null;
}

type Json = Record<string, unknown>;

const PATTERN =
  /^(?:(urn:[^"[\]]+):)?([$A-Za-z][\w$-]*)(?:\[([A-Za-z]+) eq "([^"]*)"\])?(?:\.([$A-Za-z][\w$-]*))?$/u;

/** Throws TypeError for what no mapping of Entra's can name. */
export function parseTargetPath(path: string): TargetPath {
  const [matched, schema = null, attribute = '', name, value = '', subAttribute = null] =
    PATTERN.exec(path) ?? [];
  if (matched === undefined) throw new TypeError(`${path} is no target attribute of a mapping.`);
  return { schema, attribute, element: name === undefined ? null : { name, value }, subAttribute };
}

/** The value that a resource of the application has there; null where it has none. */
export function readTarget(resource: unknown, path: string): unknown {
  const { attribute, element, schema, subAttribute } = parseTargetPath(path);
  const holder = schema === null ? resource : memberOf(resource, schema);
  const value = memberOf(holder, attribute);
  const chosen = element === null ? value : elementsOf(value).find((each) => isElement(each, element));
  const found = subAttribute === null ? chosen : memberOf(chosen, subAttribute);
  return found === undefined || found === '' ? null : found;
}

/** Puts a value into a resource that is being made. */
export function writeTarget(resource: Json, path: string, value: unknown): void {
  const { attribute, element, schema, subAttribute } = parseTargetPath(path);
  const holder = schema === null ? resource : childOf(resource, schema);
  if (element !== null) {
    holder[attribute] ??= [];
    const elements = holder[attribute] as Json[];
    let chosen = elements.find((each) => isElement(each, element));
    if (chosen === undefined) {
      chosen = { [element.name]: filterValue(element) };
      elements.push(chosen);
    }
    chosen[subAttribute ?? 'value'] = value;
  } else if (subAttribute !== null) {
    childOf(holder, attribute)[subAttribute] = value;
  } else {
    holder[attribute] = value;
  }
}

function childOf(holder: Json, name: string): Json {
  holder[name] ??= {};
  return holder[name] as Json;
}

/** Names of attributes have no case (RFC 7643 §2.1). */
function memberOf(holder: unknown, name: string): unknown {
  if (typeof holder !== 'object' || holder === null || Array.isArray(holder)) return undefined;
  const found = Object.entries(holder).find(([key]) => key.toLowerCase() === name.toLowerCase());
  return found?.[1];
}

function elementsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isElement(candidate: unknown, element: NonNullable<TargetPath['element']>): boolean {
  const value = memberOf(candidate, element.name);
  return String(value).toLowerCase() === element.value.toLowerCase();
}

/** Entra writes booleans as strings in its filters: `primary eq "True"`. */
function filterValue({ name, value }: NonNullable<TargetPath['element']>): unknown {
  return name === 'primary' ? value === 'True' : value;
}
