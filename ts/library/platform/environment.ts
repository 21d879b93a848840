/** An environment variable, if it is set and this process may look: Deno asks for its permission. */
export function environment(name: string): string | undefined {
  try {
    return process.env[name];
  } catch {
    return undefined;
  }
}
