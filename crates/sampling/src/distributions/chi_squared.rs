//! Chi-squared samples: gamma's rule.

use std::sync::Arc;

use super::gamma;
use crate::plan::Plan;

pub(super) fn plan(parameters: &[f64]) -> Option<Arc<Plan>> {
    let &[degrees] = parameters else { return None };
    (degrees >= 1e-300 && degrees.is_finite()).then(|| gamma::with(degrees * 0.5, 2.0))
}
