//! Inverse Gaussian samples: Michael, Schucany and Haas, "Generating random variates using transformations with multiple
//! roots" (The American Statistician 30:2, 1976), its two roots written so that neither is a difference.

use std::sync::Arc;

use fearless_simd::{Select, Simd, SimdBase, SimdFloat};

use super::ranges::is_positive;
use crate::kernel::{Attempt, Rule, Words};
use crate::math::open;
use crate::plan::Plan;
use crate::width::f64s;

pub(super) fn plan(parameters: &[f64]) -> Option<Arc<Plan>> {
    let &[mean, shape] = parameters else { return None };
    let allowed = is_positive(mean) && is_positive(shape);
    (allowed && mean / shape <= 1e150).then(|| Plan::of(InverseGaussian { mean, half: (mean / shape) * 0.5 }))
}

struct InverseGaussian {
    mean: f64,
    /// Of the mean divided by the shape.
    half: f64,
}

impl Rule<2> for InverseGaussian {
    const PAIR: bool = true;

    #[inline(always)]
    fn attempt<S: Simd>(&self, simd: S, words: &Words<S, 2>) -> Attempt<S> {
        let z = words.normal;
        let w = (z * z) * self.half;
        let g = (w + 1.0) + (w * (w + 2.0)).sqrt();
        let is_smaller = (open(simd, words.word[1]) * (g + 1.0)).simd_le(g);
        let mean = f64s::splat(simd, self.mean);
        is_smaller.select(mean / g, mean * g).into()
    }
}
