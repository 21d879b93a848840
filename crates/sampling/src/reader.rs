//! Reading on within a block: the lanes of one word, as plain words, which a caller keeps between one part of the block
//! and the next.

use fearless_simd::{Level, Simd, SimdBase, dispatch};

use crate::plan::Memory;
use crate::stream::block::{BLOCK_SAMPLES, ROW_SAMPLES, Stream};
use crate::stream::words::LANES_WORDS;
use crate::stream::xoshiro::{LANES, Lanes};

/// Writes a stream's samples from number `number` on, of the lanes of each of its words, one after the other, and advances
/// them by as many: whole rows, none past the end of the block.
///
/// # Panics
/// If samples are rows, `out` does not consist of whole rows of [`ROW_SAMPLES`] or reaches past the end of the block, or the
/// lanes are of fewer words than a sample takes.
pub fn read_lanes(
    level: Level,
    stream: &Stream,
    number: u64,
    lanes: &mut [[u32; LANES_WORDS]],
    out: &mut [f64],
) {
    assert!(out.len().is_multiple_of(ROW_SAMPLES), "{} samples are not whole rows", out.len());
    let left = BLOCK_SAMPLES - number % BLOCK_SAMPLES;
    assert!(out.len() as u64 <= left, "{} samples reach past the end of a block", out.len());
    let plan = stream.distribution.plan();
    assert!(plan.size() == 1, "rows are filled, not read");
    let (words, given) = (plan.words(), lanes.len());
    assert!(words <= given, "a sample takes {words} words, not {given}");
    plan.make(level, &stream.source(), 0, number, lanes, &mut Memory::default(), out, &mut []);
}

/// Writes the next raw words of a word's lanes, each as its lower and its upper half, and advances the lanes by as many.
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
    use super::{LANES_WORDS, ROW_SAMPLES, read_lanes, read_words};
    use crate::{BLOCK_SAMPLES, Distribution, Stream, available_levels, fill, lanes_at};

    #[test]
    fn rows_read_one_after_the_other_are_the_streams_samples() {
        let integers = Distribution::new(3, &[0.0, 3.0 * 2f64.powi(51)]).unwrap();
        for level in available_levels() {
            for distribution in
                [standard(0), standard(1), Distribution::new(2, &[1.0]).unwrap(), integers.clone()]
            {
                let stream = Stream { distribution, seed: 42, stream: 7 };
                for start in [0, 16, 65_520, 3 * BLOCK_SAMPLES + 4_096] {
                    let left = (BLOCK_SAMPLES - start % BLOCK_SAMPLES).min(1_600) as usize;
                    let mut expected = vec![0.0; left];
                    assert!(fill(level, &stream, start, &mut expected, &mut || false));
                    let mut found = vec![0.0; left];
                    let mut lanes = [lanes_at(level, &stream.source(), 0, start)];
                    let mut done = 0;
                    for rows in 0.. {
                        let count = (rows * ROW_SAMPLES).min(left - done);
                        let out = &mut found[done..done + count];
                        read_lanes(level, &stream, start + done as u64, &mut lanes, out);
                        done += count;
                        if done == left {
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
            let stream = Stream { distribution: standard(0), seed: 42, stream: 7 };
            for start in [0, 65_520, 3 * BLOCK_SAMPLES + 4_096] {
                let left = (BLOCK_SAMPLES - start % BLOCK_SAMPLES).min(1_600) as usize;
                let mut expected = vec![0.0; left];
                assert!(fill(level, &stream, start, &mut expected, &mut || false));
                let mut halves = vec![0; 2 * left];
                let mut lanes = lanes_at(level, &stream.source(), 0, start);
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

    fn standard(number: u32) -> Distribution {
        Distribution::new(number, &[0.0, 1.0]).unwrap()
    }
}
