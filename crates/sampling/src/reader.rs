//! Reading on within a block: the lanes of one word, as plain words, which a caller keeps between one part of the block
//! and the next.

use fearless_simd::{Level, Simd, SimdBase, dispatch};

use crate::distributions::{Rule, Visitor};
use crate::kernel::{Flow, fill_rows};
use crate::stream::block::{BLOCK_SAMPLES, ROW_SAMPLES, Source, Stream};
use crate::stream::xoshiro::{LANES, Lanes};

/// The words of a block's lanes.
pub const LANES_WORDS: usize = 4 * LANES;

/// The lanes that give word `word` of samples from number `start` on.
///
/// # Panics
/// If that sample is not the first of a row.
pub fn lanes_at(level: Level, source: &Source, word: u32, start: u64) -> [u32; LANES_WORDS] {
    assert!(start.is_multiple_of(ROW_SAMPLES as u64), "sample {start} is within a row");
    dispatch!(level, simd => words_at(simd, source, word, start))
}

#[inline(always)]
fn words_at<S: Simd>(simd: S, source: &Source, word: u32, start: u64) -> [u32; LANES_WORDS] {
    let mut lanes = Lanes::of_block(simd, source, start / BLOCK_SAMPLES, word);
    lanes.skip((start % BLOCK_SAMPLES) as usize / ROW_SAMPLES * 2);
    lanes.into_words()
}

/// Writes a stream's samples from number `number` on, of the lanes of each of its words, one after the other, and advances
/// them by as many: whole rows, none past the end of the block.
///
/// # Panics
/// If `out` does not consist of whole rows of [`ROW_SAMPLES`], or reaches past the end of the block, or the lanes are not those of as many words as a sample
/// takes.
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
    stream.distribution.visit(Read { level, source: stream.source(), number, lanes, out });
}

struct Read<'a> {
    level: Level,
    source: Source,
    number: u64,
    lanes: &'a mut [[u32; LANES_WORDS]],
    out: &'a mut [f64],
}

impl Visitor for Read<'_> {
    type Answer = ();

    fn visit<R: Rule<W>, const W: usize>(self, rule: R) {
        let Self { level, source, number, lanes, out } = self;
        let count = lanes.len();
        let Ok(lanes) = lanes.try_into() else { panic!("a sample takes {W} words, not {count}") };
        dispatch!(level, simd => read_rows::<_, R, W>(simd, rule, &source, number, lanes, out));
    }
}

#[inline(always)]
fn read_rows<S: Simd, R: Rule<W>, const W: usize>(
    simd: S,
    rule: R,
    source: &Source,
    number: u64,
    words: &mut [[u32; LANES_WORDS]; W],
    out: &mut [f64],
) {
    let mut lanes = [Lanes::of_words(simd, &words[0]); W];
    for m in 1..W {
        lanes[m] = Lanes::of_words(simd, &words[m]);
    }
    let mut flows = [Flow::<S, R, W, false>::new(simd, rule, lanes)];
    fill_rows::<S, f64, R, W, 1, false>(simd, &mut flows, source, number, [out]);
    let [flow] = flows;
    for (words, lanes) in words.iter_mut().zip(flow.into_lanes()) {
        *words = lanes.into_words();
    }
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
    use super::{LANES_WORDS, ROW_SAMPLES, lanes_at, read_lanes, read_words};
    use crate::{BLOCK_SAMPLES, Distribution, Stream, available_levels, fill};

    #[test]
    fn rows_read_one_after_the_other_are_the_streams_samples() {
        let integers = Distribution::new(3, &[0.0, 3.0 * 2f64.powi(51)]).unwrap();
        for level in available_levels() {
            for distribution in [standard(0), standard(1), Distribution::new(2, &[1.0]).unwrap(), integers] {
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
