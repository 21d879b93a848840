// The loops of generator-jobs.mjs.

/** The side of a map. */
export const SIDE = 100;

/** A value for each place of a map, row by row, or backwards. */
export function mapOf(valueAt, backwards = false) {
  const values = new Float64Array(SIDE * SIDE);
  for (let n = 0; n < values.length; n++) {
    const at = backwards ? values.length - 1 - n : n;
    values[at] = valueAt(at % SIDE, Math.floor(at / SIDE));
  }
  return values;
}

/** What each of so many numbered things draws first. */
export function firstOf(numberOf, count) {
  const values = new Float64Array(count);
  for (let n = 0; n < count; n++) {
    values[n] = numberOf(n);
  }
  return values;
}

/** So many picks, one by one. */
export function picksOf(pick, count) {
  const picks = new Uint16Array(count);
  for (let n = 0; n < count; n++) {
    picks[n] = pick();
  }
  return picks;
}

/** Rows of test data, as texts of a thousand rows. */
export function rowsOf({ uuid, pause, product, quantity, factor }, count) {
  const texts = [];
  let time = 0;
  for (let row = 0; row < count; row += 1000) {
    let text = '';
    for (let n = row; n < row + 1000 && n < count; n++) {
      time += pause();
      const { name, price } = product();
      const amount = quantity() * price * factor();
      text += `${uuid()},${Math.round(time)},${name},${amount.toFixed(2)}\n`;
    }
    // As bytes, as it would be written: a text that is only put together is not there yet.
    texts.push(Buffer.from(text));
  }
  return texts;
}

/** Items in random order, by hand: Fisher and Yates. */
export function shuffled(below, array) {
  for (let n = array.length - 1; n > 0; n--) {
    const k = below(n + 1);
    const item = array[n];
    array[n] = array[k];
    array[k] = item;
  }
  return array;
}
