import fc from 'fast-check';
import { type ParameterValue, toParameters } from '../../../ts/library/distributions/definition.ts';
import { type Distribution, definitionOf } from '../../../ts/library/distributions/registry.ts';

/** A function that gives parameters that a distribution takes, by name, made of these values: numbers, and lists of them. */
export function parametersFrom(
  values: Readonly<Record<'number' | 'numbers' | 'rows', fc.Arbitrary<ParameterValue>>>,
): (distribution: Distribution) => fc.Arbitrary<Record<string, ParameterValue>> {
  return (distribution) => {
    const definition = definitionOf(distribution);
    const any = fc.record(
      Object.fromEntries(definition.list.map(({ name, list }) => [name, values[list ?? 'number']])),
    );
    return any.filter((given) => {
      try {
        toParameters(definition, given);
        return true;
      } catch {
        return false;
      }
    });
  };
}
