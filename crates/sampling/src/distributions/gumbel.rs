//! Gumbel samples, the distribution of maxima: `location - scale * ln(E(w0))`.

use std::sync::Arc;

use fearless_simd::Simd;

use super::ranges::is_positive;
use crate::kernel::{Attempt, Rule, Words};
use crate::math::{exponential, ln};
use crate::plan::Plan;
use crate::width::f64s;

pub(super) fn plan(parameters: &[f64]) -> Option<Arc<Plan>> {
    let &[location, scale] = parameters else { return None };
    (location.is_finite() && is_positive(scale)).then(|| Plan::of(Gumbel { location, scale }))
}

struct Gumbel {
    location: f64,
    scale: f64,
}

impl Rule<1> for Gumbel {
    const BEGINS: bool = true;

    #[inline(always)]
    fn begin<S: Simd>(&self, simd: S, words: &Words<S, 1>) -> f64s<S> {
        exponential(simd, words.word[0])
    }

    #[inline(always)]
    fn attempt<S: Simd>(&self, simd: S, words: &Words<S, 1>) -> Attempt<S> {
        (self.location - ln(simd, words.begun) * self.scale).into()
    }
}
