//! Student's t: Bailey, "Polar generation of random variates with the t-distribution" (Mathematics of Computation 62, 1994).

use std::sync::Arc;

use fearless_simd::{Simd, SimdFloat};

use super::ranges::is_shape;
use crate::kernel::{Attempt, Rule, Words};
use crate::math::{cosine, expm1, exponential};
use crate::plan::Plan;
use crate::width::f64s;

pub(super) fn plan(parameters: &[f64]) -> Option<Arc<Plan>> {
    let &[degrees] = parameters else { return None };
    is_shape(degrees).then(|| {
        if degrees < 1.0 {
            Plan::of(StudentT::<true> { degrees: degrees.sqrt(), reciprocal: 1.0 / degrees })
        } else {
            Plan::of(StudentT::<false> { degrees, reciprocal: 1.0 / degrees })
        }
    })
}

/// `FEW`: below 1 degree, where a square would be too large for a double.
struct StudentT<const FEW: bool> {
    /// Of few their square root.
    degrees: f64,
    reciprocal: f64,
}

impl<const FEW: bool> Rule<2> for StudentT<FEW> {
    const BEGINS: bool = true;

    #[inline(always)]
    fn begin<S: Simd>(&self, simd: S, words: &Words<S, 2>) -> f64s<S> {
        exponential(simd, words.word[0])
    }

    #[inline(always)]
    fn attempt<S: Simd>(&self, simd: S, words: &Words<S, 2>) -> Attempt<S> {
        let e = expm1(simd, words.begun * self.reciprocal);
        let radius = if FEW {
            (e.sqrt() * (e + 2.0).sqrt()) * self.degrees
        } else {
            ((e * self.degrees) * (e + 2.0)).sqrt()
        };
        (radius * cosine(simd, words.word[1])).into()
    }
}
