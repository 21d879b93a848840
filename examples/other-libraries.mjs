// A generator behind libraries that bring no seed, or one of their own: what they draw follows from it alone, so that a
// state that is saved goes on anywhere, on any engine.
import { base, en, Faker } from '@faker-js/faker';
import { randomExponential, randomPoisson } from 'd3-random';
import fc from 'fast-check';
import { Generator } from 'offloop';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { readOptions } from './options.mjs';

const { seed } = readOptions('Draws from one generator through other libraries.', {
  seed: { initial: 42n, help: 'the same seed gives the same draws' },
});
const rng = new Generator(seed);

// d3-random takes a function like Math.random, as many libraries do: `random` is bound, and can be handed on.
const wait = randomExponential.source(rng.random)(1 / 5);
const arrivals = randomPoisson.source(rng.random)(12);
console.log(`d3-random: a wait of ${wait().toFixed(3)} minutes, ${arrivals()} arrivals`);

// Faker takes an object with a function next.
const faker = new Faker({ locale: [en, base], randomizer: { next: rng.random, seed() {} } });
console.log(`faker: ${faker.person.fullName()}, ${faker.location.city()}`);

/** What pure-rand's distributions draw from: 32 bits at a time, and copies that go on by themselves. */
class PureRand {
  #rng;

  constructor(rng) {
    this.#rng = rng;
  }

  next() {
    return this.#rng.integer(-(2 ** 31), 2 ** 31);
  }

  clone() {
    return new PureRand(Generator.from(this.#rng.state));
  }

  getState() {
    return [this.#rng.positions.uniform];
  }
}

const dice = new PureRand(rng);
console.log(`pure-rand: ${Array.from({ length: 10 }, () => uniformInt(dice, 1, 6)).join(' ')}`);

// fast-check draws what it tries from such a generator, too.
const randomType = (seed) => new PureRand(new Generator(seed >>> 0));
console.log(`fast-check: ${fc.sample(fc.nat(99), { numRuns: 8, seed: 42, randomType }).join(' ')}`);

// A state is plain JSON.
const saved = JSON.stringify(rng.state);
const again = Generator.from(JSON.parse(saved), { engine: 'typescript' });
console.log(`saved as ${saved}`);
console.log(`then ${rng.random()}, and from the saved state ${again.random()}`);
