//! Whole numbers, all equally likely: `low + k`, where k is below `count`.

use std::sync::Arc;

use fearless_simd::{Simd, SimdBase, SimdFloat};

use crate::kernel::{Attempt, Rule, Words};
use crate::math::unit;
use crate::plan::Plan;

/// The number of doubles that a uniform sample can be: 2^53.
const UNITS: f64 = (1u64 << 53) as f64;

pub(super) fn plan(parameters: &[f64]) -> Option<Arc<Plan>> {
    let &[low, high] = parameters else { return None };
    let count = high - low;
    let whole = [low, high].iter().all(|bound| bound.abs() < UNITS && bound.fract() == 0.0);
    let step = (UNITS / count).floor() / UNITS;
    (whole && count > 0.0 && count < UNITS).then(|| Plan::of(Integer { low, count, step }))
}

struct Integer {
    low: f64,
    count: f64,
    /// The share of [0, 1) that each of them has.
    step: f64,
}

impl Rule<1> for Integer {
    const REJECTS: bool = true;

    #[inline(always)]
    fn attempt<S: Simd>(&self, simd: S, words: &Words<S, 1>) -> Attempt<S> {
        let k = (unit(simd, words.word[0]) / self.step).floor();
        Attempt::new(k + self.low, k.simd_lt(self.count))
    }

    fn range(&self) -> Option<[f64; 2]> {
        Some([self.low, self.low + (self.count - 1.0)])
    }
}
