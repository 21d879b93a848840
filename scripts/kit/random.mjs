/** Whole numbers below a limit, at random, from a seed by which they can be had again. */
export function randomBelow(seed) {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
