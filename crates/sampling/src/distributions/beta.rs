//! Beta samples, X / (X + Y) of two gammas, which are accepted together.

use std::sync::Arc;

use fearless_simd::{Simd, f64x8};

use super::two_gammas::{self, Quotient, TwoGammas};
use crate::plan::Plan;

pub(super) fn plan(parameters: &[f64]) -> Option<Arc<Plan>> {
    let shapes: [f64; 2] = parameters.try_into().ok()?;
    shapes
        .iter()
        .all(|shape| (1e-300..=1e300).contains(shape))
        .then(|| two_gammas::plan::<Share>(shapes, ratio))
}

/// The rule of two parameters that are 1 or more.
pub(super) fn of_one_or_more(alpha: f64, beta: f64) -> TwoGammas<Share> {
    TwoGammas::new([alpha, beta], ratio)
}

fn ratio(x: f64, y: f64) -> f64 {
    y / x
}

/// 1 / (Y / X + 1).
pub(super) struct Share;

impl Quotient for Share {
    const ABOVE: usize = 1;
    const RANGE: Option<[f64; 2]> = Some([0.0, 1.0]);

    #[inline(always)]
    fn sample<S: Simd>(quotient: f64x8<S>) -> f64x8<S> {
        1.0 / (quotient + 1.0)
    }
}
