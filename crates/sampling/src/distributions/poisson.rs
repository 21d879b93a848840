//! Poisson samples: of a table up to a mean of 100; above, Hörmann, "The transformed rejection method for generating Poisson
//! random variables" (Insurance: Mathematics and Economics 12:1, 1993).

use std::sync::Arc;

use fearless_simd::{Select, Simd, SimdBase, SimdFloat, SimdMask};

use crate::kernel::{Attempt, Rule, Words};
use crate::math::{ROOT_2_PI, Saddle, any_saddle, exp, exp_near, open, scalar};
use crate::plan::Plan;
use crate::table::Table;
use crate::width::{f64s, mask64s};

/// The largest mean of a table.
pub(super) const TABLED: f64 = 100.0;

pub(super) fn plan(parameters: &[f64]) -> Option<Arc<Plan>> {
    let &[mean] = parameters else { return None };
    (0.0..=1e15).contains(&mean).then(|| {
        if mean <= TABLED {
            let first = scalar::exp(-mean);
            let ratio = |k| mean * (1.0 / k);
            Plan::one(Table::search(0, first, &ratio, mean, f64::INFINITY, [0.0, 1.0]))
        } else {
            Plan::of(Poisson { hat: Hat::of_poisson(mean), saddle: Saddle::new(mean) })
        }
    })
}

/// What attempts are made of, in Hörmann's transformed rejection: a whole number under a hat, by two words.
pub(super) struct Hat<T> {
    pub(super) a: T,
    pub(super) twice_a: T,
    pub(super) b: T,
    pub(super) center: T,
    pub(super) alpha: T,
    pub(super) sure: T,
}

/// An attempt under a hat.
pub(super) struct Try<S: Simd> {
    pub(super) k: f64s<S>,
    v: f64s<S>,
    inverse: f64s<S>,
    /// Those that count without another look.
    pub(super) sure: mask64s<S>,
}

impl<S: Simd> Hat<f64s<S>> {
    #[inline(always)]
    pub(super) fn attempt<const W: usize>(&self, simd: S, words: &Words<S, W>) -> Try<S> {
        let u = open(simd, words.word[0]) - 0.5;
        let v = open(simd, words.word[1]);
        let us = 0.5 - u.abs();
        let inverse = 1.0 / us;
        let k = ((self.twice_a * inverse + self.b) * u + self.center).floor();
        Try { k, v, inverse, sure: us.simd_ge(0.07) & v.simd_le(self.sure) }
    }

    /// Which attempts count, for -ln of the probabilities.
    #[cfg_attr(not(target_arch = "wasm32"), inline(always))]
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    pub(super) fn decide(&self, simd: S, attempt: &Try<S>, saddle: f64s<S>) -> mask64s<S> {
        let Try { v, inverse, .. } = *attempt;
        (v * self.alpha).simd_le((self.a * (inverse * inverse) + self.b) * exp(simd, 0.0 - saddle))
    }
}

impl Hat<f64> {
    fn of_poisson(mean: f64) -> Self {
        let root = mean.sqrt();
        let b = 0.931 + 2.53 * root;
        let a = 0.02483 * b - 0.059;
        let alpha = (1.127 + 1.1328 / (b - 3.4)) * (ROOT_2_PI * root);
        let sure = 0.925 - 3.6224 / (b - 2.0);
        Self { a, twice_a: 2.0 * a, b, center: mean + 0.43, alpha, sure }
    }

    #[inline(always)]
    pub(super) fn splat<S: Simd>(&self, simd: S) -> Hat<f64s<S>> {
        Hat {
            a: f64s::splat(simd, self.a),
            twice_a: f64s::splat(simd, self.twice_a),
            b: f64s::splat(simd, self.b),
            center: f64s::splat(simd, self.center),
            alpha: f64s::splat(simd, self.alpha),
            sure: f64s::splat(simd, self.sure),
        }
    }
}

/// Of a mean above 100.
struct Poisson {
    hat: Hat<f64>,
    saddle: Saddle,
}

impl Rule<2> for Poisson {
    const REJECTS: bool = true;
    const DOUBTS: bool = true;

    #[inline(always)]
    fn attempt<S: Simd>(&self, simd: S, words: &Words<S, 2>) -> Attempt<S> {
        let attempt = self.hat.splat(simd).attempt(simd, words);
        Attempt::new(attempt.k, attempt.sure)
    }

    #[inline(always)]
    fn decide<S: Simd>(&self, simd: S, words: &Words<S, 2>) -> mask64s<S> {
        let hat = self.hat.splat(simd);
        let attempt = hat.attempt(simd, words);
        let (saddle, is_saddle) = self.saddle.at(simd, attempt.k);
        is_saddle & hat.decide(simd, &attempt, saddle)
    }

    fn range(&self) -> Option<[f64; 2]> {
        Some([0.0, f64::INFINITY])
    }
}

/// Of a mean for each sample: those of the stage before. `FIRST`: its first word's number.
pub(super) struct Mixed<const FIRST: usize>;

impl<const FIRST: usize> Mixed<FIRST> {
    /// The hats of means above 100.
    #[inline(always)]
    fn hats<S: Simd>(mean: f64s<S>) -> Hat<f64s<S>> {
        let root = mean.sqrt();
        let b = root * 2.53 + 0.931;
        let a = b * 0.02483 - 0.059;
        let alpha = (1.1328 / (b - 3.4) + 1.127) * (root * ROOT_2_PI);
        let sure = 0.925 - 3.6224 / (b - 2.0);
        Hat { a, twice_a: a * 2.0, b, center: mean + 0.43, alpha, sure }
    }

    /// Those of means up to 100, by adding up probabilities.
    #[inline(always)]
    fn search<S: Simd>(simd: S, words: &Words<S, 2>, mean: f64s<S>) -> f64s<S> {
        const NEGLIGIBLE: f64 = 1.0 / (1u64 << 60) as f64;
        let u = open(simd, words.word[0]);
        let mut p = exp_near(0.0 - mean);
        let mut c = p;
        let mut k = 0.0;
        let mut found = f64s::splat(simd, 0.0);
        loop {
            let done = u.simd_lt(c) | (f64s::splat(simd, k).simd_gt(mean) & p.simd_lt(NEGLIGIBLE));
            // One that is found stays so: a sum never falls, and behind the mean neither do probabilities grow.
            found = done.select(found, f64s::splat(simd, k + 1.0));
            if done.all_true() {
                return found;
            }
            k += 1.0;
            p *= mean * (1.0 / k);
            c += p;
        }
    }
}

impl<const FIRST: usize> Rule<2> for Mixed<FIRST> {
    const FIRST: usize = FIRST;
    const GIVEN: bool = true;
    const REJECTS: bool = true;
    const DOUBTS: bool = true;

    #[inline(always)]
    fn attempt<S: Simd>(&self, simd: S, words: &Words<S, 2>) -> Attempt<S> {
        let mean = words.given;
        let small = mean.simd_le(TABLED);
        let attempt = Self::hats(mean).attempt(simd, words);
        if small.any_true() {
            let found = Self::search(simd, words, mean.min(TABLED));
            let samples = small.select(found, attempt.k);
            return Attempt::new(samples, small | attempt.sure);
        }
        Attempt::new(attempt.k, attempt.sure)
    }

    #[inline(always)]
    fn decide<S: Simd>(&self, simd: S, words: &Words<S, 2>) -> mask64s<S> {
        let mean = words.given;
        let hats = Self::hats(mean);
        let attempt = hats.attempt(simd, words);
        let (height, is_saddle) = any_saddle(simd, attempt.k, mean);
        is_saddle & hats.decide(simd, &attempt, height)
    }

    fn range(&self) -> Option<[f64; 2]> {
        Some([0.0, f64::INFINITY])
    }
}
