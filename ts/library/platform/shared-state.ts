/**
 * What all copies of this package in a thread share: its ESM and its CommonJS build, duplicates in node_modules, other
 * versions. Whoever asks first makes it. It is kept on the global object, by name: since other versions know it by that
 * name, too, a state of another shape needs another name.
 */
export function sharedState<T extends object>(name: string, make: () => T): T {
  const key = Symbol.for(`offloop ${name}`);
  if (Object.hasOwn(globalThis, key)) {
    return (globalThis as unknown as Record<symbol, T>)[key]!;
  }
  const state = make();
  // Where the global object is frozen each copy is alone.
  Reflect.defineProperty(globalThis, key, { value: state });
  return state;
}
