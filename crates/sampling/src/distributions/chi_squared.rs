//! Chi-squared samples: gamma's rule.

use std::sync::Arc;

use super::gamma;
use super::ranges::is_shape;
use crate::plan::Plan;

pub(super) fn plan(parameters: &[f64]) -> Option<Arc<Plan>> {
    let &[degrees] = parameters else { return None };
    is_shape(degrees).then(|| gamma::with(degrees * 0.5, 2.0))
}
