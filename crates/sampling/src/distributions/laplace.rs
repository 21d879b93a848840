//! Laplace samples: an exponential of the lower 63 bits of w0, with bit 63 as its sign.

use std::sync::Arc;

use fearless_simd::Simd;

use super::ranges::is_positive;
use crate::kernel::{Attempt, Rule, Words};
use crate::math::{exponential, signed_by};
use crate::plan::Plan;

pub(super) fn plan(parameters: &[f64]) -> Option<Arc<Plan>> {
    let &[location, scale] = parameters else { return None };
    (location.is_finite() && is_positive(scale)).then(|| Plan::of(Laplace { location, scale }))
}

struct Laplace {
    location: f64,
    scale: f64,
}

impl Rule<1> for Laplace {
    #[inline(always)]
    fn attempt<S: Simd>(&self, simd: S, words: &Words<S, 1>) -> Attempt<S> {
        let x = signed_by(simd, exponential(simd, words.word[0] << 1), words.word[0]);
        (x * self.scale + self.location).into()
    }
}
