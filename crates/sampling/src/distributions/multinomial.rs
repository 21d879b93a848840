//! Multinomial samples: rows of binomials, each of the trials that those before it left.

use std::sync::Arc;

use fearless_simd::{Level, Select, Simd, SimdBase, SimdFloat, SimdMask};

use super::poisson::{Hat, TABLED};
use super::ranges::is_not_negative;
use crate::kernel::{Attempt, Compiled, FirstWords, Rows, Rule, Scratch, Words, run};
use crate::math::{any_saddle, exp, open, scalar};
use crate::plan::{Plan, Reader};
use crate::rows::{MOST_NUMBERS, RowRule, portion_of};
use crate::stream::block::{MAX_SAMPLES, Source};
use crate::stream::words::WordReader;
use crate::width::{f64s, mask64s};

pub(super) fn plan(parameters: &[f64]) -> Option<Arc<Plan>> {
    let (&trials, probabilities) = parameters.split_first()?;
    let is_whole = (0.0..=MAX_SAMPLES as f64).contains(&trials) && trials.fract() == 0.0;
    let allowed = (1..=MOST_NUMBERS).contains(&probabilities.len())
        && probabilities.iter().copied().all(is_not_negative);
    if !is_whole || !allowed {
        return None;
    }
    let mut sum = 0.0;
    let mut columns = Vec::with_capacity(probabilities.len());
    for probability in probabilities.iter().rev() {
        sum += probability;
        let share = if *probability == 0.0 { 0.0 } else { probability / sum };
        columns.push(Compiled(Column::new(share)));
    }
    columns.reverse();
    ((sum - 1.0).abs() <= 1e-6).then(|| Plan::rows(Multinomial { trials, columns }))
}

struct Multinomial {
    trials: f64,
    columns: Vec<Compiled<Column, 2>>,
}

impl RowRule for Multinomial {
    fn size(&self) -> usize {
        self.columns.len()
    }

    fn range(&self) -> Option<[f64; 2]> {
        Some([0.0, self.trials])
    }

    fn reader(&self, level: Level, source: Source, start: u64) -> Box<dyn Reader + '_> {
        let words = [0, 1].map(|word| WordReader::new(level, source, word, start));
        Box::new(MultinomialReader {
            level,
            source,
            rows: self,
            number: start,
            words,
            drawn: Default::default(),
            left: Vec::new(),
            numbers: Vec::new(),
            scratch: Scratch::default(),
        })
    }
}

struct MultinomialReader<'a> {
    level: Level,
    source: Source,
    rows: &'a Multinomial,
    /// The next row's first number.
    number: u64,
    words: [WordReader; 2],
    /// The words of some rows.
    drawn: [Vec<u64>; 2],
    /// The trials that the columns before left to each row, and the column's numbers.
    left: Vec<f64>,
    numbers: Vec<f64>,
    scratch: Scratch,
}

impl Reader for MultinomialReader<'_> {
    /// Column by column, of many rows at a time.
    fn read(&mut self, out: &mut [f64]) {
        let size = self.rows.size();
        for out in out.chunks_mut(8 * portion_of(size)) {
            let rows = out.len() / size;
            let Self { drawn, left, numbers, .. } = self;
            for (reader, drawn) in self.words.iter_mut().zip(&mut *drawn) {
                drawn.resize(out.len(), 0);
                reader.read(drawn);
            }
            let whole = rows.next_multiple_of(8);
            left.clear();
            left.resize(rows, self.rows.trials);
            left.resize(whole, 0.0);
            numbers.resize(whole, 0.0);
            for (place, column) in self.rows.columns.iter().enumerate() {
                let source = &self.source;
                let number = self.number + place as u64;
                let words = FirstWords::Drawn { words: &*drawn, from: place, stride: size };
                let made = Rows {
                    level: self.level,
                    source,
                    number,
                    stride: size as u64,
                    given: left,
                    out: numbers,
                    others: &mut [],
                };
                run(column, 0, words, &mut self.scratch, made);
                for ((row, number), left) in out.chunks_exact_mut(size).zip(&*numbers).zip(&mut *left) {
                    // Where redraws ended it might be outside.
                    let number = number.max(0.0).min(*left);
                    row[place] = number;
                    *left -= number;
                }
            }
            self.number += out.len() as u64;
        }
    }
}

/// Binomials of one probability, and of the given trials.
struct Column {
    /// Whether failures are counted.
    turned: bool,
    p: f64,
    q: f64,
    odds: f64,
    /// ln(1 - p)
    logarithm: f64,
}

impl Column {
    fn new(probability: f64) -> Self {
        let turned = probability > 0.5;
        let p = if turned { 1.0 - probability } else { probability };
        let q = 1.0 - p;
        Self { turned, p, q, odds: p / q, logarithm: scalar::log1p(0.0 - p) }
    }

    #[inline(always)]
    fn hats<S: Simd>(&self, mean: f64s<S>) -> Hat<f64s<S>> {
        let s = (mean * self.q).sqrt();
        let b = s * 2.53 + 1.15;
        let a = (b * 0.0248 - 0.0873) + 0.01 * self.p;
        let alpha = (5.1 / b + 2.83) * s;
        Hat { a, twice_a: a * 2.0, b, center: mean + 0.5, alpha, sure: 0.92 - 4.2 / b }
    }

    /// Those of small means, by adding up probabilities.
    #[inline(always)]
    fn search<S: Simd>(&self, simd: S, words: &Words<S, 2>, small: mask64s<S>) -> f64s<S> {
        let trials = words.given;
        let u = small.select(open(simd, words.word[0]), f64s::splat(simd, -1.0));
        let first = exp(simd, trials * self.logarithm);
        let (mut p, mut c) = (first, first);
        let mut left = trials;
        let mut found = f64s::splat(simd, 0.0);
        // Behind the last number and where probabilities are negligible, no sum changes any more: only if one has not
        // passed u until then does it matter where that is.
        for reciprocal in &RECIPROCALS {
            // One that is found stays so: a sum never falls.
            let done = u.simd_lt(c);
            if done.all_true() {
                return found;
            }
            found = done.select(found, found + 1.0);
            p *= left * (self.odds * reciprocal);
            left -= 1.0;
            c += p;
        }
        self.search_to_end(simd, trials, u, first)
    }

    /// The same for all, with a look at whether it ends.
    #[inline(always)]
    fn search_to_end<S: Simd>(&self, simd: S, trials: f64s<S>, u: f64s<S>, first: f64s<S>) -> f64s<S> {
        const NEGLIGIBLE: f64 = 1.0 / (1u64 << 60) as f64;
        let mean = trials * self.p;
        let (mut p, mut c) = (first, first);
        let mut k = 0.0;
        let mut found = f64s::splat(simd, 0.0);
        loop {
            let at = f64s::splat(simd, k);
            let done = u.simd_lt(c) | at.simd_eq(trials) | (at.simd_gt(mean) & p.simd_lt(NEGLIGIBLE));
            // One that is found stays so: behind the last number probabilities are 0.
            found = done.select(found, at + 1.0);
            if done.all_true() {
                return found;
            }
            k += 1.0;
            p *= (trials - (k - 1.0)) * (self.odds * (1.0 / k));
            c += p;
        }
    }
}

/// Those of the whole numbers from 1 on.
static RECIPROCALS: [f64; 256] = {
    let mut reciprocals = [0.0; 256];
    let mut n = 0;
    while n < reciprocals.len() {
        reciprocals[n] = 1.0 / (n + 1) as f64;
        n += 1;
    }
    reciprocals
};

impl Rule<2> for Column {
    const GIVEN: bool = true;
    const REJECTS: bool = true;
    const DOUBTS: bool = true;

    #[inline(always)]
    fn attempt<S: Simd>(&self, simd: S, words: &Words<S, 2>) -> Attempt<S> {
        let trials = words.given;
        let mean = trials * self.p;
        let small = mean.simd_le(TABLED);
        let mut k = f64s::splat(simd, 0.0);
        let mut accepted = small;
        if !small.all_true() {
            let attempt = self.hats(mean).attempt(simd, words);
            k = attempt.k;
            accepted = small | attempt.sure;
        }
        if small.any_true() {
            k = small.select(self.search(simd, words, small), k);
        }
        Attempt::new(if self.turned { trials - k } else { k }, accepted)
    }

    #[inline(always)]
    fn decide<S: Simd>(&self, simd: S, words: &Words<S, 2>) -> mask64s<S> {
        let trials = words.given;
        let mean = trials * self.p;
        let hats = self.hats(mean);
        let attempt = hats.attempt(simd, words);
        let (of_k, is_k) = any_saddle(simd, attempt.k, mean);
        let (of_l, is_l) = any_saddle(simd, trials - attempt.k, trials * self.q);
        is_k & is_l & hats.decide(simd, &attempt, of_k + of_l)
    }
}
