//! Gumbel samples, the distribution of maxima: `location - scale * ln(E(w0))`.

use std::sync::Arc;

use fearless_simd::Simd;

use crate::kernel::{Attempt, Rule, Words};
use crate::math::{exponential, ln};
use crate::plan::Plan;

pub(super) fn plan(parameters: &[f64]) -> Option<Arc<Plan>> {
    let &[location, scale] = parameters else { return None };
    (location.is_finite() && scale > 0.0 && scale.is_finite()).then(|| Plan::of(Gumbel { location, scale }))
}

struct Gumbel {
    location: f64,
    scale: f64,
}

impl Rule<1> for Gumbel {
    #[inline(always)]
    fn attempt<S: Simd>(&self, simd: S, words: &Words<S, 1>) -> Attempt<S> {
        (self.location - ln(simd, exponential(simd, words.word[0])) * self.scale).into()
    }
}
