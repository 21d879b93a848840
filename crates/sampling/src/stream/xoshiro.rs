//! xoshiro128++: Blackman and Vigna, "Scrambled linear pseudorandom number generators" (ACM TOMS 47:4, 2021). Sixteen
//! generators side by side, one per lane.

use fearless_simd::{Bytes, Simd, SimdBase, u32x16, u64x8};

use super::block::Source;
use super::philox::philox4x32_10;

/// The generators of a block.
pub(crate) const LANES: usize = 16;

/// The steps that `JUMPS` skips, doubled from one to the next.
const JUMP: usize = 512;

/// `x^JUMP`, `x^(2 JUMP)`, … modulo the characteristic polynomial of a step, from the coefficient of 1 on.
const JUMPS: [[u32; 4]; 4] = [
    [0x7b0b_f49a, 0x4152_f743, 0x4411_8d9b, 0x38d2_b436],
    [0x845a_09b1, 0x94b5_4ba1, 0x503a_9ae6, 0x5f7a_a4ff],
    [0x0a1f_06b6, 0xece7_bc8e, 0x9ab5_cf0e, 0x780f_1aed],
    [0x8fcf_f8d3, 0xd66b_4f59, 0x07ee_277a, 0xeb3e_4975],
];

/// The generators of one block: word `i` of all sixteen states in `state[i]`, except that each step leaves the last
/// term of `s2`, the exclusive-or with `previous_s1 << 9`, to the next.
#[derive(Clone, Copy)]
pub(crate) struct Lanes<S: Simd> {
    state: [u32x16<S>; 4],
    previous_s1: u32x16<S>,
}

impl<S: Simd> Lanes<S> {
    /// The generators of a word of block `block`, each started from one Philox output.
    #[cfg_attr(not(target_arch = "wasm32"), inline(always))]
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    pub(crate) fn of_block(simd: S, source: &Source, block: u64, word: u32) -> Self {
        let first_lane = source.first_lane(word);
        let counter = [
            u32x16::splat(simd, block as u32),
            u32x16::splat(simd, (block >> 32) as u32),
            u32x16::from_fn(simd, |lane| first_lane + lane as u32),
            u32x16::splat(simd, source.stream),
        ];
        Self::of_state(simd, philox4x32_10(simd, source.seed, counter))
    }

    #[inline(always)]
    fn of_state(simd: S, state: [u32x16<S>; 4]) -> Self {
        Self { state, previous_s1: u32x16::splat(simd, 0) }
    }

    /// Restores the generators that `into_words` gave.
    #[inline(always)]
    pub(crate) fn of_words(simd: S, words: &[u32; 4 * LANES]) -> Self {
        let (states, _) = words.as_chunks::<LANES>();
        let mut state = [u32x16::splat(simd, 0); 4];
        for (state, words) in state.iter_mut().zip(states) {
            *state = u32x16::from_slice(simd, words);
        }
        Self::of_state(simd, state)
    }

    /// The states as plain words: the first of all sixteen, then the second, and so on.
    #[inline(always)]
    pub(crate) fn into_words(self) -> [u32; 4 * LANES] {
        let [s0, s1, s2, s3] = self.state;
        let mut words = [0; 4 * LANES];
        let (states, _) = words.as_chunks_mut::<LANES>();
        for (words, state) in states.iter_mut().zip([s0, s1, s2 ^ (self.previous_s1 << 9), s3]) {
            state.store_slice(words);
        }
        words
    }

    /// The next output of every lane.
    ///
    /// It takes nine operations with AVX-512, which has rotations and three-operand exclusive-ors. Postponing the last
    /// term of `s2` saves one of them (8% of a uniform sum): otherwise LLVM computes `s0 ^ s1` separately to share it
    /// between the new `s0` and `s1`, which leaves only one three-operand exclusive-or and two more of two operands.
    #[inline(always)]
    pub(crate) fn step(&mut self) -> u32x16<S> {
        let [s0, s1, s2, s3] = self.state;
        let result = rotate_left::<7, S>(s0 + s3) + s0;
        let s2 = s2 ^ (self.previous_s1 << 9) ^ s0;
        let s3 = s3 ^ s1;
        self.state = [s0 ^ s3, s1 ^ s2, s2, rotate_left::<11, S>(s3)];
        self.previous_s1 = s1;
        result
    }

    /// Skips so many steps, fewer than a block has.
    #[cfg_attr(not(target_arch = "wasm32"), inline(always))]
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    pub(crate) fn skip(&mut self, steps: usize) {
        debug_assert!(steps < JUMP << JUMPS.len(), "{steps} steps");
        for (n, polynomial) in JUMPS.iter().enumerate() {
            if (steps / JUMP) >> n & 1 == 1 {
                self.jump(polynomial);
            }
        }
        for _ in 0..steps % JUMP {
            self.step();
        }
    }

    /// Skips many steps: the state after them is the sum of those states, of the next 128, whose bits are set.
    #[inline(always)]
    fn jump(&mut self, polynomial: &[u32; 4]) {
        let zero = u32x16::splat(self.previous_s1.simd, 0);
        let mut sum = [zero; 4];
        for bit in 0..u128::BITS {
            if polynomial[bit as usize / 32] >> (bit % 32) & 1 == 1 {
                let [s0, s1, s2, s3] = self.state;
                let state = [s0, s1, s2 ^ (self.previous_s1 << 9), s3];
                for n in 0..state.len() {
                    sum[n] ^= state[n];
                }
            }
            self.step();
        }
        self.previous_s1 = zero;
        self.state = sum;
    }

    /// The next eight 64-bit words: word `j` has lane `2j` in its low half and lane `2j + 1` in its
    /// high half.
    #[inline(always)]
    pub(crate) fn words(&mut self) -> u64x8<S> {
        // A reinterpretation of a little-endian register, no shuffle.
        self.step().bitcast()
    }
}

#[inline(always)]
fn rotate_left<const N: u32, S: Simd>(value: u32x16<S>) -> u32x16<S> {
    (value << N) | (value >> (32 - N))
}

#[cfg(test)]
mod tests {
    use fearless_simd::{SimdBase, dispatch, u32x16};

    use super::{LANES, Lanes};
    use crate::available_levels;

    #[test]
    fn skipped_steps_are_those_that_are_taken() {
        for level in available_levels() {
            dispatch!(level, simd => {
                let mut taken = Lanes::of_state(simd, [1, 2, 3, 4].map(|word| u32x16::from_fn(simd, |lane| word + lane as u32)));
                let first = taken;
                for steps in 0..8192 {
                    if steps % 511 == 0 || [1, 512, 513, 1024, 4096, 8191].contains(&steps) {
                        let mut skipped = first;
                        skipped.skip(steps);
                        assert_eq!(skipped.into_words(), taken.into_words(), "{steps}");
                    }
                    taken.step();
                }
            });
        }
    }

    /// The reference implementation's first outputs from the state 1, 2, 3, 4 (rand_xoshiro
    /// publishes the same vector).
    #[test]
    fn published_vector() {
        let expected: [u32; 10] = [
            641, 1573767, 3222811527, 3517856514, 836907274, 4247214768, 3867114732, 1355841295, 495546011,
            621204420,
        ];
        for level in available_levels() {
            dispatch!(level, simd => {
                let mut lanes = Lanes::of_state(simd, [1, 2, 3, 4].map(|word| u32x16::splat(simd, word)));
                for output in expected {
                    assert_eq!(*lanes.step().as_array(), [output; LANES]);
                }
            });
        }
    }
}
