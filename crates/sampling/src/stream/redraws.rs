//! The words of later attempts, which are made for one sample alone.

use fearless_simd::{Level, Simd, SimdBase, dispatch, u64x8};

use super::block::{STEP, Source};
use super::philox::philox_words;
use super::words::Line;

/// In the third counter word, where lanes have theirs.
const REDRAWS: u32 = 129;

/// Where a call's number begins in the second counter word, above the sample's number.
const CALL_SHIFT: u32 = 21;

/// Calls of a stage, after which its last value stands.
pub(crate) const STAGE_CALLS: u32 = 1024;

/// Words that a call gives.
pub(crate) const CALL_WORDS: usize = 2;

/// A sample that is to be drawn again.
#[derive(Clone, Copy, Default)]
pub(crate) struct Redraw {
    /// Which one after the first of a run.
    pub(crate) at: u32,
    /// The first call of its next attempt.
    pub(crate) call: u32,
}

/// The first `count` words of an attempt at each sample, whole rows of them; those of the next number begin `stride` lines
/// further on. The samples have the number `number` and those that are a multiple of `apart` larger.
pub(crate) fn redraw(
    level: Level,
    source: &Source,
    [number, apart]: [u64; 2],
    samples: &[Redraw],
    count: usize,
    words: &mut [Line<u64>],
    stride: usize,
) {
    dispatch!(level, simd => redrawn(simd, source, [number, apart], samples, count, words, stride));
}

#[inline(always)]
fn redrawn<S: Simd>(
    simd: S,
    source: &Source,
    [number, apart]: [u64; 2],
    samples: &[Redraw],
    count: usize,
    words: &mut [Line<u64>],
    stride: usize,
) {
    let domain = u64::from(256 * source.number + REDRAWS);
    let stream = u64::from(source.stream);
    for (step, samples) in samples.as_chunks::<STEP>().0.iter().enumerate() {
        let mut low = [0; STEP];
        let mut high = [0; STEP];
        for ((low, high), sample) in low.iter_mut().zip(&mut high).zip(samples) {
            let number = number + apart * u64::from(sample.at);
            *low = number & 0xFFFF_FFFF;
            *high = (number >> 32) + u64::from(sample.call << CALL_SHIFT);
        }
        let low = u64x8::from_slice(simd, &low);
        let mut high = u64x8::from_slice(simd, &high);
        let [domain, stream] = [u64x8::splat(simd, domain), u64x8::splat(simd, stream)];
        for first in (0..count).step_by(CALL_WORDS) {
            let [even, odd] = philox_words(simd, source.seed, [low, high, domain, stream]);
            even.store_slice(&mut words[first * stride + step].0);
            if first + 1 < count {
                odd.store_slice(&mut words[(first + 1) * stride + step].0);
            }
            high += 1 << CALL_SHIFT;
        }
    }
}
