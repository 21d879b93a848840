//! Weibull samples: `scale * exp(ln(E(w0)) * (1 / shape))`.

use std::sync::Arc;

use fearless_simd::Simd;

use super::ranges::{is_positive, is_shape};
use crate::kernel::{Attempt, Rule, Words};
use crate::math::{LARGEST_EXPONENTIAL, exp, exp_near, exponential, is_near, ln};
use crate::plan::Plan;
use crate::width::f64s;

pub(super) fn plan(parameters: &[f64]) -> Option<Arc<Plan>> {
    let &[shape, scale] = parameters else { return None };
    let reciprocal = 1.0 / shape;
    let allowed = is_shape(shape) && is_positive(scale);
    allowed.then(|| {
        if is_near(-LARGEST_EXPONENTIAL * reciprocal) {
            Plan::of(Weibull::<true> { reciprocal, scale })
        } else {
            Plan::of(Weibull::<false> { reciprocal, scale })
        }
    })
}

/// `NEAR`: the exponential is a normal double.
struct Weibull<const NEAR: bool> {
    /// The shape's.
    reciprocal: f64,
    scale: f64,
}

impl<const NEAR: bool> Rule<1> for Weibull<NEAR> {
    const BEGINS: bool = true;

    #[inline(always)]
    fn begin<S: Simd>(&self, simd: S, words: &Words<S, 1>) -> f64s<S> {
        exponential(simd, words.word[0])
    }

    #[inline(always)]
    fn attempt<S: Simd>(&self, simd: S, words: &Words<S, 1>) -> Attempt<S> {
        let x = ln(simd, words.begun) * self.reciprocal;
        (if NEAR { exp_near(x) } else { exp(simd, x) } * self.scale).into()
    }
}
