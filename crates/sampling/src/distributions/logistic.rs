//! Logistic samples: `location + scale * ln(u / (1 - u))`.

use std::sync::Arc;

use fearless_simd::Simd;

use super::ranges::is_positive;
use crate::kernel::{Attempt, Rule, Words};
use crate::math::{ln, open};
use crate::plan::Plan;

pub(super) fn plan(parameters: &[f64]) -> Option<Arc<Plan>> {
    let &[location, scale] = parameters else { return None };
    (location.is_finite() && is_positive(scale)).then(|| Plan::of(Logistic { location, scale }))
}

struct Logistic {
    location: f64,
    scale: f64,
}

impl Rule<1> for Logistic {
    #[inline(always)]
    fn attempt<S: Simd>(&self, simd: S, words: &Words<S, 1>) -> Attempt<S> {
        let u = open(simd, words.word[0]);
        (ln(simd, u / (1.0 - u)) * self.scale + self.location).into()
    }
}
