/** What keys do, by their names. */
export type Keys = Readonly<Record<string, () => void>>;

/** Does what a key is for, unless it was done already or is a shortcut of the browser's. */
export function press(keys: Keys, event: KeyboardEvent): void {
  const action = event.altKey || event.ctrlKey || event.metaKey ? undefined : keys[event.key];
  if (action !== undefined && !event.defaultPrevented) {
    event.preventDefault();
    action();
  }
}
