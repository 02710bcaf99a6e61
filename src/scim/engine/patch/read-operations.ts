import { success } from '../../../errors/index.js';
import { type ScimResult, scimRefusal } from '../../scim-error.js';
import { isObject, withoutSingleton } from '../value/json.js';

/** One operation of a request, not yet looked up in the schema. */
export interface PatchOperation {
  readonly op: 'add' | 'remove' | 'replace';
  /** Null: the resource itself. */
  readonly path: string | null;
  /** Undefined where there is none. */
  readonly value: unknown;
}

const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:patchop';
const MAX_OPERATIONS = 1_000;

/**
 * Reads the body of a PATCH (RFC 7644 §3.5.2), names and operations without regard to case; members that it does not know
 * are passed over. Refuses with `invalidSyntax` what is no such body, with `noTarget` a removal without a path, with
 * `invalidValue` an addition or replacement without a value, and with 413 more than 1,000 operations.
 */
export function readOperations(body: unknown): ScimResult<readonly PatchOperation[]> {
  const schemas = member(body, 'schemas');
  const operations = member(body, 'operations');
  if (!Array.isArray(schemas) || !schemas.some(isPatchOp))
    return syntax('The body must be a PatchOp message');
  if (!Array.isArray(operations)) return syntax('Operations must be an array');
  if (operations.length > MAX_OPERATIONS) {
    return scimRefusal(413, null, `A request has at most ${MAX_OPERATIONS} operations`);
  }
  const read: PatchOperation[] = [];
  for (const given of operations) {
    const operation = readOperation(given);
    if (!operation.ok) return operation;
    read.push(operation.value);
  }
  return success(read);
}

function readOperation(given: unknown): ScimResult<PatchOperation> {
  const name = member(given, 'op');
  const op = typeof name === 'string' ? name.toLowerCase() : null;
  if (op !== 'add' && op !== 'remove' && op !== 'replace') return syntax('op must be add, remove or replace');
  const path = member(given, 'path') ?? null;
  if (path !== null && typeof path !== 'string')
    return scimRefusal(400, 'invalidPath', 'path must be a string');
  const value = member(given, 'value');
  const pathless = path === null || path.trim() === '';
  if (pathless && op === 'remove') return scimRefusal(400, 'noTarget', 'A removal must have a path');
  if (op !== 'remove' && value === undefined) return invalid('An addition or replacement must have a value');
  if (!pathless) return success({ op, path, value });
  const attributes = withoutSingleton(value);
  return isObject(attributes)
    ? success({ op, path: null, value: attributes })
    : invalid('Without a path the value must be an object');
}

/** A member of its own of an object, without regard to the case of its name. */
function member(value: unknown, name: string): unknown {
  if (!isObject(value)) return undefined;
  const key = Object.keys(value).find((candidate) => candidate.toLowerCase() === name);
  return key === undefined ? undefined : value[key];
}

function isPatchOp(schema: unknown): boolean {
  return typeof schema === 'string' && schema.toLowerCase() === PATCH_OP;
}

function syntax(detail: string): ScimResult<never> {
  return scimRefusal(400, 'invalidSyntax', detail);
}

function invalid(detail: string): ScimResult<never> {
  return scimRefusal(400, 'invalidValue', detail);
}
