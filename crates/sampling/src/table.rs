//! Whole numbers of small mean, and indices of weights: inversion of one word by a table of cumulative probabilities.
//!
//! A guide leads to the place: each bucket of words with the same upper bits says with which number it begins, and where
//! within it the next one begins. Chen and Asau, "On generating random variates from an empirical distribution" (AIIE
//! Transactions 6:2, 1974). Unlike an alias table it keeps the order, so a single draw can do without any table.

use fearless_simd::Level;

use crate::kernel::{Batch, Out, Rejected, Stage, Takes};

/// How many values `open` has; they are numbered by the upper bits of a word.
const OPEN_BITS: u32 = 52;

/// No more buckets than this: 16 MB.
const MOST_BUCKETS: usize = 1 << 20;

#[derive(Clone, Copy)]
struct Bucket {
    /// The first of `open`'s values that gives the next number.
    next: u64,
    /// The number with which the bucket begins.
    number: u32,
    /// Whether there are more than two numbers in it.
    crowded: bool,
}

/// A table of the numbers 0, 1, 2, …, of which the samples are `offset + sign * number`.
pub(crate) struct Table {
    buckets: Vec<Bucket>,
    /// How far a word is shifted to its bucket.
    shift: u32,
    /// For each number the first of `open`'s values that gives a larger one.
    ends: Vec<u64>,
    /// The number of its word.
    word: usize,
    offset: f64,
    sign: f64,
    /// The number of the last one, whose probability may be negligible.
    last: f64,
}

impl Table {
    /// Of the smallest number for which `open` of the word is below its cumulative probability, or the last one. They
    /// never fall.
    pub(crate) fn new(word: usize, cumulative: Vec<f64>, [offset, sign]: [f64; 2]) -> Self {
        let mut ends: Vec<u64> = cumulative.into_iter().map(end_of).collect();
        *ends.last_mut().expect("there is a number") = 1 << OPEN_BITS;
        let count =
            (16 * ends.len()).next_power_of_two().clamp(256, 16_384.max(2 * ends.len()).next_power_of_two());
        let count = count.min(MOST_BUCKETS);
        let bits = count.trailing_zeros();
        let width = OPEN_BITS - bits;
        let mut number = 0;
        let buckets = (0..count as u64).map(|bucket| {
            while ends[number] <= bucket << width {
                number += 1;
            }
            let end = (bucket + 1) << width;
            let crowded = ends.get(number + 1).is_some_and(|&end_after| end_after < end);
            Bucket { next: ends[number], number: number as u32, crowded }
        });
        let last = (ends.len() - 1) as f64;
        Self { buckets: buckets.collect(), shift: 64 - bits, ends, word, offset, sign, last }
    }

    /// The smallest number, of `search` in the stream's definition.
    pub(crate) fn search(
        word: usize,
        first: f64,
        ratio: &dyn Fn(f64) -> f64,
        mean: f64,
        last: f64,
        values: [f64; 2],
    ) -> Self {
        const NEGLIGIBLE: f64 = 1.0 / (1u64 << 60) as f64;
        let (mut k, mut p, mut c) = (0.0, first, first);
        let mut cumulative = vec![c];
        while k != last && !(k > mean && p < NEGLIGIBLE) {
            k += 1.0;
            p *= ratio(k);
            c += p;
            cumulative.push(c);
        }
        Self { last, ..Self::new(word, cumulative, values) }
    }
}

/// How many of `open`'s values are below a probability.
fn end_of(cumulative: f64) -> u64 {
    // They are the odd multiples of 2^-53. The product is exact.
    let units = (cumulative * (1u64 << 53) as f64).ceil() as u64;
    (units >> 1).min(1 << OPEN_BITS)
}

impl Stage for Table {
    fn takes(&self) -> Takes {
        Takes { first: self.word, words: 1, pair: false, rejects: false }
    }

    fn range(&self) -> Option<[f64; 2]> {
        let other = self.offset + self.sign * self.last;
        Some([self.offset.min(other), self.offset.max(other)])
    }

    /// The same code at every level: without gathers, which are not safe, none is faster.
    fn attempt(&self, _: Level, batch: &Batch, out: Out, _: &mut Rejected) {
        let out = out.samples;
        let words = batch.word(0, out.len());
        let (buckets, shift) = (self.buckets.as_slice(), self.shift & 63);
        let (offset, sign) = (self.offset, self.sign);
        for (words, out) in words.iter().zip(out) {
            let mut crowded = false;
            for (word, out) in words.0.iter().zip(&mut *out) {
                let bucket = &buckets[(word >> shift) as usize];
                let number = bucket.number + u32::from(word >> (64 - OPEN_BITS) >= bucket.next);
                crowded |= bucket.crowded;
                *out = offset + sign * f64::from(number);
            }
            if crowded {
                for (word, out) in words.0.iter().zip(out) {
                    *out = offset + sign * f64::from(self.find(*word));
                }
            }
        }
    }
}

impl Table {
    #[cold]
    fn find(&self, word: u64) -> u32 {
        let value = word >> (64 - OPEN_BITS);
        let bucket = &self.buckets[(word >> self.shift) as usize];
        let mut number = bucket.number;
        while value >= self.ends[number as usize] {
            number += 1;
        }
        number
    }
}
