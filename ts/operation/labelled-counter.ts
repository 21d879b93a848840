import { Counter, type Registry } from 'prom-client';

/**
 * A counter with one label, whose values are all set to 0 at the start, so that the first count of each shows as an
 * increase.
 */
export function labelledCounter<Label extends string>(
  registry: Registry,
  { name, help, label }: { readonly name: string; readonly help: string; readonly label: Label },
  values: readonly string[],
): Counter<Label> {
  const counter = new Counter({ name, help, labelNames: [label], registers: [registry] });
  for (const value of values) {
    counter.labels(value).inc(0);
  }
  return counter;
}
