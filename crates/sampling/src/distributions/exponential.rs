//! Exponential samples: `mean * E(w0)`, by inversion.

use std::sync::Arc;

use fearless_simd::Simd;

use super::ranges::is_positive;
use crate::kernel::{Attempt, Rule, Words};
use crate::math::exponential;
use crate::plan::Plan;

pub(super) fn plan(parameters: &[f64]) -> Option<Arc<Plan>> {
    let &[mean] = parameters else { return None };
    is_positive(mean).then(|| Plan::of(Exponential { mean }))
}

struct Exponential {
    mean: f64,
}

impl Rule<1> for Exponential {
    #[inline(always)]
    fn attempt<S: Simd>(&self, simd: S, words: &Words<S, 1>) -> Attempt<S> {
        (exponential(simd, words.word[0]) * self.mean).into()
    }
}
