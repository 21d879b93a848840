//! Fisher's F, the quotient of two chi-squared samples' means: two gammas, accepted together as beta's are.

use std::sync::Arc;

use fearless_simd::{Simd, f64x8};

use super::two_gammas::{self, Quotient};
use crate::plan::Plan;

pub(super) fn plan(parameters: &[f64]) -> Option<Arc<Plan>> {
    let degrees: [f64; 2] = parameters.try_into().ok()?;
    degrees.iter().all(|degrees| (1e-300..=1e300).contains(degrees)).then(|| {
        let ratio = |x: f64, y: f64| (x / degrees[0]) / (y / degrees[1]);
        two_gammas::plan::<Means>(degrees.map(|degrees| degrees * 0.5), ratio)
    })
}

/// X / Y.
struct Means;

impl Quotient for Means {
    const ABOVE: usize = 0;

    #[inline(always)]
    fn sample<S: Simd>(quotient: f64x8<S>) -> f64x8<S> {
        quotient
    }
}
