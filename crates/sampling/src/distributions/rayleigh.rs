//! Rayleigh samples, the length of a vector of two normals: `scale * radius(w0)`.

use std::sync::Arc;

use fearless_simd::Simd;

use super::ranges::is_positive;
use crate::kernel::{Attempt, Rule, Words};
use crate::math::radius;
use crate::plan::Plan;

pub(super) fn plan(parameters: &[f64]) -> Option<Arc<Plan>> {
    let &[scale] = parameters else { return None };
    is_positive(scale).then(|| Plan::of(Rayleigh { scale }))
}

struct Rayleigh {
    scale: f64,
}

impl Rule<1> for Rayleigh {
    #[inline(always)]
    fn attempt<S: Simd>(&self, simd: S, words: &Words<S, 1>) -> Attempt<S> {
        // A radius may be -0.
        (radius(simd, words.word[0]) * self.scale + 0.0).into()
    }
}
