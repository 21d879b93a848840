//! PERT samples: betas between two bounds, whose shapes come from the bounds and the mode.

use std::sync::Arc;

use super::ranges::range_around;
use super::two_gammas::{self, Made};
use crate::plan::Plan;

pub(super) fn plan(parameters: &[f64]) -> Option<Arc<Plan>> {
    let &[low, mode, high] = parameters else { return None };
    let range = range_around(low, mode, high)?;
    let shapes = [mode - low, high - mode].map(|share| 1.0 + 4.0 * (share / range));
    Some(two_gammas::plan(shapes, |x, y| y / x, Made::ShareOf { low, range, high }))
}
