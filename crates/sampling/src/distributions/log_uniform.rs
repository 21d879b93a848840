//! Samples whose logarithm is uniform: `low * exp(u * ln(high / low))`.

use std::sync::Arc;

use fearless_simd::{Simd, SimdBase};

use crate::kernel::{Attempt, Rule, Words};
use crate::math::{exp, exp_near, is_near, open, scalar};
use crate::plan::Plan;

pub(super) fn plan(parameters: &[f64]) -> Option<Arc<Plan>> {
    let &[low, high] = parameters else { return None };
    let ratio = (high - low) / low;
    (low > 0.0 && low < high && ratio.is_finite()).then(|| {
        let logarithm = scalar::log1p(ratio);
        if is_near(logarithm) {
            Plan::of(LogUniform::<true> { low, high, logarithm })
        } else {
            Plan::of(LogUniform::<false> { low, high, logarithm })
        }
    })
}

/// `NEAR`: the exponential is a normal double.
struct LogUniform<const NEAR: bool> {
    low: f64,
    high: f64,
    /// Of high / low.
    logarithm: f64,
}

impl<const NEAR: bool> Rule<1> for LogUniform<NEAR> {
    #[inline(always)]
    fn attempt<S: Simd>(&self, simd: S, words: &Words<S, 1>) -> Attempt<S> {
        let x = open(simd, words.word[0]) * self.logarithm;
        let quotient = if NEAR { exp_near(x) } else { exp(simd, x) };
        (quotient * self.low).min(self.high).into()
    }

    fn range(&self) -> Option<[f64; 2]> {
        Some([self.low, self.high])
    }
}
