//! Indices of weights, of a table.

use std::sync::Arc;

use super::ranges::{is_not_negative, is_positive};
use crate::plan::Plan;
use crate::table::Table;

const MOST_WEIGHTS: usize = 1 << 20;

pub(super) fn plan(weights: &[f64]) -> Option<Arc<Plan>> {
    let allowed = (1..=MOST_WEIGHTS).contains(&weights.len()) && weights.iter().copied().all(is_not_negative);
    if !allowed {
        return None;
    }
    // What the sum loses is summed as well: Knuth's two-sum.
    let (mut sum, mut lost, mut most) = (0.0f64, 0.0, 0.0f64);
    let mut sums = Vec::with_capacity(weights.len());
    for weight in weights {
        let s = sum + weight;
        let t = s - sum;
        let e = (sum - (s - t)) + (weight - t);
        sum = s;
        lost += e;
        most = most.max(sum + lost);
        sums.push(most);
    }
    is_positive(sum)
        .then(|| Plan::one(Table::new(0, sums.into_iter().map(|below| below / most).collect(), [0.0, 1.0])))
}
