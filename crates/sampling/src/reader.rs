//! Reading a block on: its lanes as plain words, which a caller keeps between one part of the block and the next.

use fearless_simd::{Level, Simd, dispatch};

use crate::block::Distribution;
use crate::gaussian::{PAIR, Pair};
use crate::sample::Sample;
use crate::uniform::{self, STEP};
use crate::xoshiro::{LANES, Lanes};

/// The words of a block's lanes.
pub const LANES_WORDS: usize = 4 * LANES;

/// Samples of two steps, of either distribution: what a block is read by.
pub const ROW_SAMPLES: usize = PAIR;

/// The lanes of a block of a stream, after so many steps.
pub fn seed_lanes(level: Level, seed: u64, stream: u32, block: u64, steps: usize) -> [u32; LANES_WORDS] {
    dispatch!(level, simd => lanes_after(simd, seed, stream, block, steps))
}

#[inline(always)]
fn lanes_after<S: Simd>(simd: S, seed: u64, stream: u32, block: u64, steps: usize) -> [u32; LANES_WORDS] {
    let mut lanes = Lanes::of_block(simd, seed, stream, block);
    for _ in 0..steps {
        lanes.step();
    }
    lanes.into_words()
}

/// Writes the block's next samples, and moves the lanes on by as many.
///
/// # Panics
/// When `out` does not have room for whole rows of [`ROW_SAMPLES`].
pub fn read_lanes(level: Level, distribution: Distribution, lanes: &mut [u32; LANES_WORDS], out: &mut [f64]) {
    assert!(out.len().is_multiple_of(ROW_SAMPLES), "{} samples are not whole rows", out.len());
    dispatch!(level, simd => match distribution {
        Distribution::Uniform => read_uniform(simd, lanes, out),
        Distribution::Gaussian => read_gaussian(simd, lanes, out),
    });
}

#[inline(always)]
fn read_uniform<S: Simd>(simd: S, words: &mut [u32; LANES_WORDS], out: &mut [f64]) {
    let mut lanes = Lanes::of_words(simd, words);
    for out in out.as_chunks_mut::<STEP>().0 {
        f64::store(uniform::samples::<S, f64>(simd, &mut lanes), out);
    }
    *words = lanes.into_words();
}

#[inline(always)]
fn read_gaussian<S: Simd>(simd: S, words: &mut [u32; LANES_WORDS], out: &mut [f64]) {
    let mut lanes = Lanes::of_words(simd, words);
    let (pairs, _) = out.as_chunks_mut::<PAIR>();
    // The last pair begins none: it would move the lanes on too far.
    if let Some((last, pairs)) = pairs.split_last_mut() {
        let mut next = Pair::begin(simd, &mut lanes);
        for out in pairs {
            let pair = next;
            next = Pair::begin(simd, &mut lanes);
            pair.store(simd, out);
        }
        next.store(simd, last);
    }
    *words = lanes.into_words();
}
