//! The words of later attempts, which are made for one sample alone.

use fearless_simd::{Bytes, Level, Simd, SimdBase, dispatch, u32x16, u64x8};

use super::block::{STEP, Source};
use super::philox::philox4x32_10;
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
    let domain = u32x16::splat(simd, 256 * source.number + REDRAWS);
    let stream = u32x16::splat(simd, source.stream);
    for (row, samples) in samples.as_chunks::<{ 2 * STEP }>().0.iter().enumerate() {
        let mut low = [0; 2 * STEP];
        let mut high = [0; 2 * STEP];
        for ((low, high), sample) in low.iter_mut().zip(&mut high).zip(samples) {
            let number = number + apart * u64::from(sample.at);
            *low = number as u32;
            *high = (number >> 32) as u32 + (sample.call << CALL_SHIFT);
        }
        let low = u32x16::from_slice(simd, &low);
        let mut high = u32x16::from_slice(simd, &high);
        for first in (0..count).step_by(CALL_WORDS) {
            let [o0, o1, o2, o3] = philox4x32_10(simd, source.seed, [low, high, domain, stream]);
            let halves = simd.interleave_u32x16(o0, o1).into();
            store(simd, halves, &mut words[first * stride + 2 * row..]);
            if first + 1 < count {
                let halves = simd.interleave_u32x16(o2, o3).into();
                store(simd, halves, &mut words[(first + 1) * stride + 2 * row..]);
            }
            high += 1 << CALL_SHIFT;
        }
    }
}

#[inline(always)]
fn store<S: Simd>(_: S, halves: [u32x16<S>; 2], lines: &mut [Line<u64>]) {
    for (line, half) in lines.iter_mut().zip(halves) {
        let word: u64x8<S> = half.bitcast();
        word.store_slice(&mut line.0);
    }
}
