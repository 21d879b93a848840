//! Cauchy samples: `location + scale * tangent(w0)`.

use std::sync::Arc;

use fearless_simd::Simd;

use super::ranges::is_positive;
use crate::kernel::{Attempt, Rule, Words};
use crate::math::tangent;
use crate::plan::Plan;

pub(super) fn plan(parameters: &[f64]) -> Option<Arc<Plan>> {
    let &[location, scale] = parameters else { return None };
    (location.is_finite() && is_positive(scale)).then(|| Plan::of(Cauchy { location, scale }))
}

struct Cauchy {
    location: f64,
    scale: f64,
}

impl Rule<1> for Cauchy {
    #[inline(always)]
    fn attempt<S: Simd>(&self, simd: S, words: &Words<S, 1>) -> Attempt<S> {
        (tangent(simd, words.word[0]) * self.scale + self.location).into()
    }
}
