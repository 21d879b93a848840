/** The sum of so many samples, one call each. */
export function sumOf(next, samples) {
  let total = 0;
  for (let n = 0; n < samples; n++) {
    total += next();
  }
  return total;
}

/** An array full of samples, one call each. */
export function filled(next, array) {
  for (let n = 0; n < array.length; n++) {
    array[n] = next();
  }
  return array;
}
