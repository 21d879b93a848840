//! Beta samples: the share of one of two gammas.

use std::sync::Arc;

use super::two_gammas::{self, Made};
use crate::plan::Plan;

pub(super) fn plan(parameters: &[f64]) -> Option<Arc<Plan>> {
    let shapes: [f64; 2] = parameters.try_into().ok()?;
    shapes
        .iter()
        .all(|shape| (1e-300..=1e300).contains(shape))
        .then(|| two_gammas::plan(shapes, |x, y| y / x, Made::Share))
}
