/** The options that the caller gave: what hangs on the prototype was not given. */
export function ownOptions<Options extends object>(options: Options | undefined): Options {
  if (options === undefined) return Object.create(null);
  if (typeof options !== 'object' || options === null) throw new TypeError('options must be an object.');
  return Object.assign(Object.create(null), options);
}
