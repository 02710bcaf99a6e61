const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/u;

/** Whether a part of an address is an id as our stores make them. */
export function isId(text) {
  return typeof text === 'string' && UUID.test(text);
}

/** A page from a cursor; from the beginning where somebody changed the cursor in the address. */
export async function firstPageWhereWrong(pageFrom, cursor) {
  try {
    return await pageFrom(cursor);
  } catch (error) {
    if (cursor === null || !(error instanceof TypeError || error instanceof SyntaxError)) throw error;
    return pageFrom(null);
  }
}
