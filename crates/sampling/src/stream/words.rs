//! Words of lanes whose states are kept as plain words, and the normals of pairs of them: for all rules, so that each is
//! compiled once a SIMD level.

#![allow(
    clippy::needless_range_loop,
    reason = "what an iterator calls may not be compiled for the SIMD level"
)]

use fearless_simd::{Level, Simd, SimdBase, dispatch};

use super::block::{BLOCK_SAMPLES, ROW_SAMPLES, STEP, Source};
use super::xoshiro::{LANES, Lanes};
use crate::math::Pair;
use crate::width::{PARTS, WIDTH, parts, u64s};

/// The words of a block's lanes' states.
pub const LANES_WORDS: usize = 4 * LANES;

/// Lanes between one part of a block and the next.
pub(crate) type LaneWords = [u32; LANES_WORDS];

/// A word, or a normal, of the eight samples of a step, in one cache line.
#[derive(Clone, Copy, Default)]
#[repr(align(64))]
pub(crate) struct Line<T>(pub(crate) [T; STEP]);

/// The lanes that give word `word` of samples from number `start` on.
///
/// # Panics
/// If that sample is not the first of a row.
pub fn lanes_at(level: Level, source: &Source, word: u32, start: u64) -> [u32; LANES_WORDS] {
    assert!(start.is_multiple_of(ROW_SAMPLES as u64), "sample {start} is within a row");
    dispatch!(level, simd => words_at(simd, source, word, start))
}

#[inline(always)]
fn words_at<S: Simd>(simd: S, source: &Source, word: u32, start: u64) -> LaneWords {
    let mut lanes = Lanes::of_block(simd, source, start / BLOCK_SAMPLES, word);
    lanes.skip((start % BLOCK_SAMPLES) as usize / ROW_SAMPLES * 2);
    lanes.into_words()
}

/// Draws the lanes' next words.
pub(crate) fn draw_words(level: Level, lanes: &mut LaneWords, out: &mut [Line<u64>]) {
    dispatch!(level, simd => words_of(simd, lanes, out));
}

#[inline(always)]
fn words_of<S: Simd>(simd: S, words: &mut LaneWords, out: &mut [Line<u64>]) {
    let mut lanes = Lanes::of_words(simd, words);
    for line in out {
        lanes.words().store_slice(&mut line.0);
    }
    *words = lanes.into_words();
}

/// Lines that a reader draws at a time, at most.
const DRAWN: usize = 32;

/// Reads a word of samples in order.
pub(crate) struct WordReader {
    level: Level,
    source: Source,
    word: u32,
    /// The first sample of the next row.
    number: u64,
    lanes: LaneWords,
    /// The words that are drawn, of which the last `left` are still to be read.
    drawn: Vec<u64>,
    left: usize,
}

impl WordReader {
    pub(crate) fn new(level: Level, source: Source, word: u32, start: u64) -> Self {
        let within = start as usize % ROW_SAMPLES;
        let number = start - within as u64;
        let lanes = lanes_at(level, &source, word, number);
        let mut reader = Self { level, source, word, number, lanes, drawn: Vec::new(), left: 0 };
        if within > 0 {
            reader.draw(1);
            reader.left -= within;
        }
        reader
    }

    pub(crate) fn read(&mut self, mut out: &mut [u64]) {
        while !out.is_empty() {
            if self.left == 0 {
                self.draw(out.len());
            }
            let (part, rest) = out.split_at_mut(self.left.min(out.len()));
            let from = self.drawn.len() - self.left;
            part.copy_from_slice(&self.drawn[from..][..part.len()]);
            self.left -= part.len();
            out = rest;
        }
    }

    /// Draws the rows of so many words, or fewer.
    fn draw(&mut self, words: usize) {
        let in_block = (BLOCK_SAMPLES - self.number % BLOCK_SAMPLES) as usize;
        let mut lines = [Line::default(); DRAWN];
        let count = words.next_multiple_of(ROW_SAMPLES).min(in_block) / STEP;
        let lines = &mut lines[..count.min(DRAWN)];
        draw_words(self.level, &mut self.lanes, lines);
        self.drawn.clear();
        for line in lines {
            self.drawn.extend_from_slice(&line.0);
        }
        self.left = self.drawn.len();
        self.number += self.left as u64;
        if self.number.is_multiple_of(BLOCK_SAMPLES) {
            self.lanes = lanes_at(self.level, &self.source, self.word, self.number);
        }
    }
}

/// The pairs of the next two words, taken apart.
#[inline(always)]
pub(crate) fn begin_pairs<S: Simd>(simd: S, lanes: &mut Lanes<S>) -> [Pair<S>; PARTS] {
    let (a, b) = (parts(simd, lanes.words()), parts(simd, lanes.words()));
    let mut pairs = [Pair::begin(simd, a[0], b[0]); PARTS];
    for (n, pair) in pairs.iter_mut().enumerate().skip(1) {
        *pair = Pair::begin(simd, a[n], b[n]);
    }
    pairs
}

/// Draws the normals of the lanes' next pairs of words: those of each row are its cosines, then its sines.
pub(crate) fn draw_normals(level: Level, lanes: &mut LaneWords, out: &mut [Line<f64>]) {
    dispatch!(level, simd => normals_of(simd, lanes, out));
}

#[inline(always)]
fn normals_of<S: Simd>(simd: S, words: &mut LaneWords, out: &mut [Line<f64>]) {
    let mut lanes = Lanes::of_words(simd, words);
    // As in the normal distribution's own loop, a pair begins before the last one is finished; the first of the next
    // portion is drawn again then.
    let mut before = lanes;
    let mut next = begin_pairs(simd, &mut lanes);
    for row in out.as_chunks_mut::<2>().0 {
        let pairs = next;
        before = lanes;
        next = begin_pairs(simd, &mut lanes);
        for n in 0..PARTS {
            let (cosines, sines) = pairs[n].finish(simd);
            cosines.store_slice(&mut row[0].0[n * WIDTH..(n + 1) * WIDTH]);
            sines.store_slice(&mut row[1].0[n * WIDTH..(n + 1) * WIDTH]);
        }
    }
    *words = before.into_words();
}

/// The cosines of pairs of words: those in `words`, of which the second begin at `second`.
pub(crate) fn cosines(level: Level, words: &[Line<u64>], second: usize, out: &mut [Line<f64>]) {
    dispatch!(level, simd => cosines_of(simd, words, second, out));
}

#[inline(always)]
fn cosines_of<S: Simd>(simd: S, words: &[Line<u64>], second: usize, out: &mut [Line<f64>]) {
    let (a, b) = words.split_at(second);
    for ((a, b), out) in a.iter().zip(b).zip(out) {
        let words = a.0.as_chunks::<WIDTH>().0.iter().zip(b.0.as_chunks::<WIDTH>().0);
        for ((a, b), out) in words.zip(out.0.as_chunks_mut::<WIDTH>().0) {
            let (a, b) = (u64s::from_slice(simd, a), u64s::from_slice(simd, b));
            Pair::begin(simd, a, b).finish(simd).0.store_slice(out);
        }
    }
}
