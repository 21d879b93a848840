//! Binomial samples: of a table up to a mean of 100; above, Hörmann, "The generation of binomial random variates" (Journal
//! of Statistical Computation and Simulation 46, 1993).

use std::sync::Arc;

use fearless_simd::{Simd, SimdBase};

use super::poisson::{Hat, TABLED};
use crate::kernel::{Attempt, Rule, Words};
use crate::math::{Saddle, scalar};
use crate::plan::Plan;
use crate::stream::block::MAX_SAMPLES;
use crate::table::Table;
use crate::width::{f64s, mask64s};

pub(super) fn plan(parameters: &[f64]) -> Option<Arc<Plan>> {
    let &[trials, probability] = parameters else { return None };
    let is_whole = (0.0..=MAX_SAMPLES as f64).contains(&trials) && trials.fract() == 0.0;
    if !is_whole || !(0.0..=1.0).contains(&probability) {
        return None;
    }
    let turned = probability > 0.5;
    let p = if turned { 1.0 - probability } else { probability };
    let q = 1.0 - p;
    let mean = trials * p;
    if mean <= TABLED {
        let odds = p / q;
        let ratio = |k: f64| (trials - (k - 1.0)) * (odds * (1.0 / k));
        let first = scalar::exp(trials * scalar::log1p(0.0 - p));
        let values = if turned { [trials, -1.0] } else { [0.0, 1.0] };
        return Some(Plan::one(Table::search(0, first, &ratio, mean, trials, values)));
    }
    let s = (mean * q).sqrt();
    let b = 1.15 + 2.53 * s;
    let a = (0.0248 * b - 0.0873) + 0.01 * p;
    let alpha = (2.83 + 5.1 / b) * s;
    let hat = Hat { a, twice_a: 2.0 * a, b, center: mean + 0.5, alpha, sure: 0.92 - 4.2 / b };
    let saddles = [mean, trials * q].map(Saddle::new);
    Some(Plan::of(Binomial { trials, turned, hat, saddles }))
}

/// Of a mean above 100.
struct Binomial {
    trials: f64,
    /// Whether failures are counted.
    turned: bool,
    hat: Hat<f64>,
    /// Of successes and failures.
    saddles: [Saddle; 2],
}

impl Rule<2> for Binomial {
    const REJECTS: bool = true;
    const DOUBTS: bool = true;

    #[inline(always)]
    fn attempt<S: Simd>(&self, simd: S, words: &Words<S, 2>) -> Attempt<S> {
        let attempt = self.hat.splat(simd).attempt(simd, words);
        let samples = if self.turned { self.trials - attempt.k } else { attempt.k };
        Attempt::new(samples, attempt.sure)
    }

    #[inline(always)]
    fn decide<S: Simd>(&self, simd: S, words: &Words<S, 2>) -> mask64s<S> {
        let hat = self.hat.splat(simd);
        let attempt = hat.attempt(simd, words);
        let [successes, failures] = &self.saddles;
        let (of_k, is_k) = successes.at(simd, attempt.k);
        let (of_l, is_l) = failures.at(simd, f64s::splat(simd, self.trials) - attempt.k);
        is_k & is_l & hat.decide(simd, &attempt, of_k + of_l)
    }

    fn range(&self) -> Option<[f64; 2]> {
        Some([0.0, self.trials])
    }
}
