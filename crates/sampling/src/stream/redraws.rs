//! The words of later attempts, which are made for one sample alone.

use fearless_simd::{Simd, SimdBase, u32x16, u64x8};

use super::block::{STEP, Source};
use super::philox::philox4x32_10;

/// In the third counter word, where lanes have theirs.
const REDRAWS: u32 = 129;

/// Where a call's number begins in the second counter word, above the sample's number.
const CALL_SHIFT: u32 = 21;

/// Calls of a stage, after which its last value stands.
pub(crate) const STAGE_CALLS: u32 = 1024;

/// Words that a call gives.
pub(crate) const CALL_WORDS: usize = 2;

/// The most words of an attempt: eight, and one more where the first is a pair.
const MOST_WORDS: usize = 9;

/// The first `count` words that eight samples have from call `call` on.
#[inline(always)]
pub(crate) fn redraw<S: Simd>(
    simd: S,
    source: &Source,
    numbers: &[u64; STEP],
    call: u32,
    count: usize,
) -> [u64x8<S>; MOST_WORDS] {
    let mut words = [u64x8::splat(simd, 0); MOST_WORDS];
    // One call of Philox makes sixteen outputs: two calls of eight samples.
    for (pair, words) in words[..count].chunks_mut(2 * CALL_WORDS).enumerate() {
        let first = call + 2 * pair as u32;
        let mut low = [0; 2 * STEP];
        let mut high = [0; 2 * STEP];
        for n in 0..2 * STEP {
            let number = numbers[n % STEP];
            low[n] = number as u32;
            high[n] = (number >> 32) as u32 + ((first + (n / STEP) as u32) << CALL_SHIFT);
        }
        let counter = [
            u32x16::from_slice(simd, &low),
            u32x16::from_slice(simd, &high),
            u32x16::splat(simd, 256 * source.number + REDRAWS),
            u32x16::splat(simd, source.stream),
        ];
        let outputs = philox4x32_10(simd, source.seed, counter);
        for (n, word) in words.iter_mut().enumerate() {
            let halves = &outputs[2 * (n % CALL_WORDS)..];
            let mut joined = [0; STEP];
            for (lane, joined) in joined.iter_mut().enumerate() {
                let at = n / CALL_WORDS * STEP + lane;
                *joined = u64::from(halves[0].as_array()[at]) | u64::from(halves[1].as_array()[at]) << 32;
            }
            *word = u64x8::from_slice(simd, &joined);
        }
    }
    words
}
