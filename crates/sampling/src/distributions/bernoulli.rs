//! Trials: 1 where a uniform in [0, 1) is below the probability, else 0.

use std::sync::Arc;

use fearless_simd::{Select, Simd, SimdBase};

use crate::kernel::{Attempt, Rule, Words};
use crate::math::unit;
use crate::plan::Plan;
use crate::width::f64s;

pub(super) fn plan(parameters: &[f64]) -> Option<Arc<Plan>> {
    let &[probability] = parameters else { return None };
    (0.0..=1.0).contains(&probability).then(|| Plan::of(Bernoulli { probability }))
}

struct Bernoulli {
    probability: f64,
}

impl Rule<1> for Bernoulli {
    #[inline(always)]
    fn attempt<S: Simd>(&self, simd: S, words: &Words<S, 1>) -> Attempt<S> {
        let success = unit(simd, words.word[0]).simd_lt(self.probability);
        success.select(f64s::splat(simd, 1.0), f64s::splat(simd, 0.0)).into()
    }

    fn range(&self) -> Option<[f64; 2]> {
        Some([0.0, 1.0])
    }
}
