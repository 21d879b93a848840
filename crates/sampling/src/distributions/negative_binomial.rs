//! Negative binomial samples: of a table where the mean is small; elsewhere Poisson samples whose means are gammas.

use std::sync::Arc;

use super::ranges::is_shape;
use super::{gamma, poisson};
use crate::kernel::Compiled;
use crate::math::scalar;
use crate::plan::Plan;
use crate::table::Table;

/// The number of the Poisson stage's first word: gamma takes a pair and up to two words.
const SECOND_STAGE: usize = 3;

pub(super) fn plan(parameters: &[f64]) -> Option<Arc<Plan>> {
    let &[successes, probability] = parameters else { return None };
    let q = 1.0 - probability;
    let odds = q / probability;
    let mean = successes * odds;
    let allowed = is_shape(successes) && (1e-13..=1.0).contains(&probability);
    if !allowed || mean > 1e15 {
        return None;
    }
    if mean <= poisson::TABLED && probability >= 1.0 / 11.0 {
        let first = scalar::exp(successes * scalar::ln(probability));
        let ratio = |k: f64| (successes + (k - 1.0)) * (q * (1.0 / k));
        return Some(Plan::one(Table::search(1, first, &ratio, mean, f64::INFINITY, [0.0, 1.0])));
    }
    let counts = Compiled(poisson::Mixed::<SECOND_STAGE>);
    Some(match gamma::Rules::new(successes, odds) {
        gamma::Rules::Gamma(rule) => Plan::staged(Compiled(rule), counts),
        gamma::Rules::Near(rule) => Plan::staged(Compiled(rule), counts),
        gamma::Rules::Boosted(rule) => Plan::staged(Compiled(rule), counts),
    })
}
