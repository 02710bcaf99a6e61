import type { ScimSettings } from '../service/settings.js';

/** What a path below the base address means. */
export type Route =
  | { readonly kind: 'resources'; readonly type: 'user' | 'group' }
  | { readonly kind: 'search'; readonly type: 'user' | 'group' }
  | { readonly kind: 'resource'; readonly type: 'user' | 'group'; readonly id: string }
  /** The base address itself, and a search there: over both types. */
  | { readonly kind: 'root' | 'root-search' }
  | { readonly kind: 'service-provider-config' | 'me' | 'bulk' | 'unknown' }
  | { readonly kind: 'resource-types' | 'schemas'; readonly id: string | null };

const UNKNOWN: Route = { kind: 'unknown' };

/**
 * The path below the prefix, without slashes at its ends; null for a path that is not ours. Entra's administrators paste
 * addresses with a slash at the end, so doubled slashes mean one, and in a case of their own, which does not count.
 */
export function pathBelow({ pathPrefix }: Pick<ScimSettings, 'pathPrefix'>, pathname: string): string | null {
  const path = singleSlashes(pathname);
  const rest = path.slice(pathPrefix.length);
  if (!isSameName(path.slice(0, pathPrefix.length), pathPrefix)) return null;
  if (rest === '') return '';
  return rest.startsWith('/') ? rest.slice(1) : null;
}

export function isTokenPath({ tokenPath }: Pick<ScimSettings, 'tokenPath'>, pathname: string): boolean {
  return tokenPath !== null && isSameName(singleSlashes(pathname), tokenPath);
}

/** Whether a path is one that the handlers answer other than by 404. */
export function servesPath(
  settings: Pick<ScimSettings, 'pathPrefix' | 'tokenPath'>,
  pathname: string,
): boolean {
  return isTokenPath(settings, pathname) || pathBelow(settings, pathname) !== null;
}

/** Finds what a path below the prefix means; names without regard to case, ids to the letter. */
export function routeOf(path: string): Route {
  const segments: string[] = [];
  for (const segment of path === '' ? [] : path.split('/')) {
    const decoded = decode(segment);
    if (decoded === null) return UNKNOWN;
    segments.push(decoded);
  }
  const [first = '', second, ...more] = segments;
  if (more.length > 0) return UNKNOWN;
  switch (first.toLowerCase()) {
    case 'users':
      return resourceRoute('user', second);
    case 'groups':
      return resourceRoute('group', second);
    case 'resourcetypes':
      return { kind: 'resource-types', id: second ?? null };
    case 'schemas':
      return { kind: 'schemas', id: second ?? null };
    case 'me':
      return { kind: 'me' };
  }
  return second === undefined ? singleRoute(first.toLowerCase()) : UNKNOWN;
}

function resourceRoute(type: 'user' | 'group', id: string | undefined): Route {
  if (id === undefined) return { kind: 'resources', type };
  return id.toLowerCase() === '.search' ? { kind: 'search', type } : { kind: 'resource', type, id };
}

function singleRoute(name: string): Route {
  switch (name) {
    case '':
      return { kind: 'root' };
    case '.search':
      return { kind: 'root-search' };
    case 'serviceproviderconfig':
      return { kind: 'service-provider-config' };
    case 'bulk':
      return { kind: 'bulk' };
    default:
      return UNKNOWN;
  }
}

function singleSlashes(pathname: string): string {
  const single = pathname.replaceAll(/\/{2,}/gu, '/');
  return single.endsWith('/') ? single.slice(0, -1) : single;
}

/** Paths of URLs are ASCII. */
function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function decode(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}
