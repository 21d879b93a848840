//! F samples: the quotient of two chi-squared samples, each divided by its degrees of freedom.

use std::sync::Arc;

use super::two_gammas::{self, Made};
use crate::plan::Plan;

pub(super) fn plan(parameters: &[f64]) -> Option<Arc<Plan>> {
    let degrees: [f64; 2] = parameters.try_into().ok()?;
    degrees.iter().all(|degrees| (1e-300..=1e300).contains(degrees)).then(|| {
        let ratio = |x: f64, y: f64| (x / degrees[0]) / (y / degrees[1]);
        two_gammas::plan(degrees.map(|degrees| degrees * 0.5), ratio, Made::Quotient)
    })
}
