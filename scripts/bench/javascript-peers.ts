import improvedZiggurat from '@stdlib/random-base-improved-ziggurat';
import normal from '@stdlib/random-base-normal';
import { randomNormal } from 'd3-random';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import seedrandom from 'seedrandom';
import type { Distribution } from '../../ts/job.ts';

/** What else a JavaScript program could sum. */
export interface Peer {
  readonly name: string;
  readonly distribution: Distribution;
  sum(samples: number): number;
}

const SEED = 42;

// Made once, since V8 inlines calls to a closure that it has seen often.
const xoroshiro = xoroshiro128plus(SEED);
const arc4 = seedrandom(String(SEED));
const alea = seedrandom.alea(String(SEED));
const seededZiggurat = improvedZiggurat.factory({ seed: SEED });
const d3Normal = randomNormal();

// Every peer has a loop of its own, since one loop shared by all of them would stop V8 from inlining any.
export const PEERS: readonly Peer[] = [
  {
    name: 'Math.random (no seed)',
    distribution: 'uniform',
    sum(samples) {
      let total = 0;
      for (let i = 0; i < samples; i++) {
        total += Math.random();
      }
      return total;
    },
  },
  {
    name: 'pure-rand xoroshiro128plus, 53 bits',
    distribution: 'uniform',
    sum(samples) {
      let total = 0;
      for (let i = 0; i < samples; i++) {
        total += uniformFloat64(xoroshiro);
      }
      return total;
    },
  },
  {
    name: 'pure-rand xoroshiro128plus, joined by hand',
    distribution: 'uniform',
    sum(samples) {
      let total = 0;
      for (let i = 0; i < samples; i++) {
        const high = xoroshiro.next() >>> 5;
        total += (high * 0x4000000 + (xoroshiro.next() >>> 6)) * 2 ** -53;
      }
      return total;
    },
  },
  {
    name: 'seedrandom (ARC4)',
    distribution: 'uniform',
    sum(samples) {
      let total = 0;
      for (let i = 0; i < samples; i++) {
        total += arc4();
      }
      return total;
    },
  },
  {
    name: 'seedrandom (Alea, 53 bits)',
    distribution: 'uniform',
    sum(samples) {
      let total = 0;
      for (let i = 0; i < samples; i++) {
        total += alea.double();
      }
      return total;
    },
  },
  {
    name: '@stdlib improved ziggurat, seeded',
    distribution: 'gaussian',
    sum(samples) {
      let total = 0;
      for (let i = 0; i < samples; i++) {
        total += seededZiggurat();
      }
      return total;
    },
  },
  {
    name: '@stdlib improved ziggurat (its own seed)',
    distribution: 'gaussian',
    sum(samples) {
      let total = 0;
      for (let i = 0; i < samples; i++) {
        total += improvedZiggurat();
      }
      return total;
    },
  },
  {
    name: '@stdlib normal (its own seed)',
    distribution: 'gaussian',
    sum(samples) {
      let total = 0;
      for (let i = 0; i < samples; i++) {
        total += normal(0, 1);
      }
      return total;
    },
  },
  {
    name: 'd3-random normal with Math.random (no seed)',
    distribution: 'gaussian',
    sum(samples) {
      let total = 0;
      for (let i = 0; i < samples; i++) {
        total += d3Normal();
      }
      return total;
    },
  },
  {
    name: 'polar method with Math.random (no seed)',
    distribution: 'gaussian',
    sum(samples) {
      let total = 0;
      for (let i = 0; i < samples; i += 2) {
        let x: number;
        let y: number;
        let square: number;
        do {
          x = 2 * Math.random() - 1;
          y = 2 * Math.random() - 1;
          square = x * x + y * y;
        } while (square >= 1 || square === 0);
        const scale = Math.sqrt((-2 * Math.log(square)) / square);
        total += x * scale;
        if (i + 1 < samples) {
          total += y * scale;
        }
      }
      return total;
    },
  },
];
