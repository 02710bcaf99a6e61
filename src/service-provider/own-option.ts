/** An option as the caller gave it, itself or by its class: what a polluted `Object.prototype` offers is none. */
export function ownOption<Options extends object, Key extends keyof Options>(
  options: Options,
  key: Key,
): Options[Key] | undefined {
  let holder: object | null = options;
  while (holder !== null && holder !== Object.prototype) {
    if (Object.hasOwn(holder, key)) return options[key];
    holder = Object.getPrototypeOf(holder);
  }
  return undefined;
}
