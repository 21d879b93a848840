//! Reading on within a block: its lanes as plain words, which a caller keeps between one part of the block and the
//! next.

use fearless_simd::{Level, Simd, SimdBase, dispatch};

use crate::block::{BLOCK_SAMPLES, Distribution, Stream};
use crate::gaussian::{PAIR, Pair};
use crate::sample::{Sample, Unscaled};
use crate::uniform::{self, STEP};
use crate::xoshiro::{LANES, Lanes};

/// The words of a block's lanes.
pub const LANES_WORDS: usize = 4 * LANES;

/// Samples per row, in which a block is read: two steps, in either distribution.
pub const ROW_SAMPLES: usize = PAIR;

/// The lanes that give a stream's samples from number `start` on.
///
/// # Panics
/// If that sample is not the first of a row.
pub fn lanes_at(level: Level, stream: &Stream, start: u64) -> [u32; LANES_WORDS] {
    assert!(start.is_multiple_of(ROW_SAMPLES as u64), "sample {start} is within a row");
    dispatch!(level, simd => words_at(simd, stream, start))
}

#[inline(always)]
fn words_at<S: Simd>(simd: S, stream: &Stream, start: u64) -> [u32; LANES_WORDS] {
    let mut lanes = Lanes::of_block(simd, stream.seed, stream.stream, start / BLOCK_SAMPLES);
    lanes.skip((start % BLOCK_SAMPLES) as usize / STEP);
    lanes.into_words()
}

/// Writes the block's next samples, and advances the lanes by as many.
///
/// # Panics
/// If `out` does not consist of whole rows of [`ROW_SAMPLES`].
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
        f64::store(uniform::samples::<S, f64>(simd, lanes.words()), out);
    }
    *words = lanes.into_words();
}

#[inline(always)]
fn read_gaussian<S: Simd>(simd: S, words: &mut [u32; LANES_WORDS], out: &mut [f64]) {
    let mut lanes = Lanes::of_words(simd, words);
    let (pairs, _) = out.as_chunks_mut::<PAIR>();
    // The last pair does not begin another, which would advance the lanes too far.
    if let Some((last, pairs)) = pairs.split_last_mut() {
        let mut next = Pair::begin(simd, &mut lanes);
        for out in pairs {
            let pair = next;
            next = Pair::begin(simd, &mut lanes);
            pair.store(simd, out, Unscaled);
        }
        next.store(simd, last, Unscaled);
    }
    *words = lanes.into_words();
}

/// Writes the block's next raw words, each as its lower and its upper half, and advances the lanes by as many.
///
/// # Panics
/// When `out` does not have room for the words of whole rows of [`ROW_SAMPLES`].
pub fn read_words(level: Level, lanes: &mut [u32; LANES_WORDS], out: &mut [u32]) {
    let row = 2 * ROW_SAMPLES;
    assert!(out.len().is_multiple_of(row), "{} halves are not whole rows of {row}", out.len());
    dispatch!(level, simd => read_outputs(simd, lanes, out));
}

#[inline(always)]
fn read_outputs<S: Simd>(simd: S, words: &mut [u32; LANES_WORDS], out: &mut [u32]) {
    let mut lanes = Lanes::of_words(simd, words);
    for out in out.as_chunks_mut::<LANES>().0 {
        lanes.step().store_slice(out);
    }
    *words = lanes.into_words();
}

#[cfg(test)]
mod tests {
    use super::{LANES_WORDS, ROW_SAMPLES, lanes_at, read_lanes, read_words};
    use crate::{BLOCK_SAMPLES, Distribution, Stream, available_levels, fill};

    #[test]
    fn rows_read_one_after_the_other_are_the_streams_samples() {
        for level in available_levels() {
            for distribution in [Distribution::Uniform, Distribution::Gaussian] {
                let stream = Stream { distribution, seed: 42, stream: 7 };
                for start in [0, 16, 65_520, 3 * BLOCK_SAMPLES + 4_096] {
                    let left = (BLOCK_SAMPLES - start % BLOCK_SAMPLES).min(1_600) as usize;
                    let mut expected = vec![0.0; left];
                    assert!(fill(level, &stream, start, &mut expected, None, &mut || false));
                    let mut found = vec![0.0; left];
                    let mut lanes = lanes_at(level, &stream, start);
                    let mut rest = found.as_mut_slice();
                    for rows in 0.. {
                        let count = (rows * ROW_SAMPLES).min(rest.len());
                        read_lanes(level, distribution, &mut lanes, rest.split_off_mut(..count).unwrap());
                        if rest.is_empty() {
                            break;
                        }
                    }
                    assert_eq!(found, expected);
                }
            }
        }
    }
    #[test]
    fn uniform_samples_are_the_upper_53_bits_of_words() {
        for level in available_levels() {
            let stream = Stream { distribution: Distribution::Uniform, seed: 42, stream: 7 };
            for start in [0, 65_520, 3 * BLOCK_SAMPLES + 4_096] {
                let left = (BLOCK_SAMPLES - start % BLOCK_SAMPLES).min(1_600) as usize;
                let mut expected = vec![0.0; left];
                assert!(fill(level, &stream, start, &mut expected, None, &mut || false));
                let mut halves = vec![0; 2 * left];
                let mut lanes = lanes_at(level, &stream, start);
                let (first, rest) = halves.split_at_mut(2 * ROW_SAMPLES);
                read_words(level, &mut lanes, first);
                read_words(level, &mut lanes, rest);
                for (&[low, high], expected) in halves.as_chunks().0.iter().zip(expected) {
                    let word = u64::from(high) << 32 | u64::from(low);
                    assert_eq!((word >> 11) as f64 / (1u64 << 53) as f64, expected);
                }
            }
        }
    }

    #[test]
    #[should_panic(expected = "48 halves are not whole rows of 32")]
    fn words_of_half_a_row_are_refused() {
        read_words(available_levels()[0], &mut [1; LANES_WORDS], &mut [0; 48]);
    }
}
