//! Pareto samples: `minimum * exp(E(w0) * (1 / shape))`.

use std::sync::Arc;

use fearless_simd::Simd;

use super::ranges::{is_positive, is_shape};
use crate::kernel::{Attempt, Rule, Words};
use crate::math::{LARGEST_EXPONENTIAL, exp, exp_near, exponential, is_near};
use crate::plan::Plan;
use crate::width::f64s;

pub(super) fn plan(parameters: &[f64]) -> Option<Arc<Plan>> {
    let &[shape, minimum] = parameters else { return None };
    let reciprocal = 1.0 / shape;
    let allowed = is_shape(shape) && is_positive(minimum);
    allowed.then(|| {
        if is_near(LARGEST_EXPONENTIAL * reciprocal) {
            Plan::of(Pareto::<true> { reciprocal, minimum })
        } else {
            Plan::of(Pareto::<false> { reciprocal, minimum })
        }
    })
}

/// `NEAR`: the exponential is a normal double.
struct Pareto<const NEAR: bool> {
    /// The shape's.
    reciprocal: f64,
    minimum: f64,
}

impl<const NEAR: bool> Rule<1> for Pareto<NEAR> {
    const BEGINS: bool = true;

    #[inline(always)]
    fn begin<S: Simd>(&self, simd: S, words: &Words<S, 1>) -> f64s<S> {
        exponential(simd, words.word[0])
    }

    #[inline(always)]
    fn attempt<S: Simd>(&self, simd: S, words: &Words<S, 1>) -> Attempt<S> {
        let x = words.begun * self.reciprocal;
        (if NEAR { exp_near(x) } else { exp(simd, x) } * self.minimum).into()
    }

    fn range(&self) -> Option<[f64; 2]> {
        Some([self.minimum, f64::INFINITY])
    }
}
