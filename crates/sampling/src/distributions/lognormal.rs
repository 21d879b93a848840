//! Lognormal samples: `exp(logMean + logDeviation * z)`.

use std::sync::Arc;

use fearless_simd::Simd;

use super::ranges::is_not_negative;
use crate::kernel::{Attempt, Rule, Words};
use crate::math::{LARGEST_RADIUS, exp, exp_near, is_near};
use crate::plan::Plan;

pub(super) fn plan(parameters: &[f64]) -> Option<Arc<Plan>> {
    let &[mean, deviation] = parameters else { return None };
    let reach = LARGEST_RADIUS * deviation;
    (mean.is_finite() && is_not_negative(deviation)).then(|| {
        if is_near(mean - reach) && is_near(mean + reach) {
            Plan::of(Lognormal::<true> { mean, deviation })
        } else {
            Plan::of(Lognormal::<false> { mean, deviation })
        }
    })
}

/// The logarithm's. `NEAR`: no sample is too large or too small for a normal double.
struct Lognormal<const NEAR: bool> {
    mean: f64,
    /// 0 or more.
    deviation: f64,
}

impl<const NEAR: bool> Rule<1> for Lognormal<NEAR> {
    const PAIR: bool = true;

    #[inline(always)]
    fn attempt<S: Simd>(&self, simd: S, words: &Words<S, 1>) -> Attempt<S> {
        let logarithm = words.normal * self.deviation + self.mean;
        if NEAR { exp_near(logarithm).into() } else { exp(simd, logarithm).into() }
    }
}
