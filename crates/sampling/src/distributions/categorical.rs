//! Indices of weights, of a table.

use std::sync::Arc;

use crate::plan::Plan;
use crate::table::Table;

const MOST_WEIGHTS: usize = 1 << 20;

pub(super) fn plan(weights: &[f64]) -> Option<Arc<Plan>> {
    let allowed = (1..=MOST_WEIGHTS).contains(&weights.len())
        && weights.iter().all(|&weight| weight >= 0.0 && weight.is_finite());
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
    (sum > 0.0 && sum.is_finite())
        .then(|| Plan::one(Table::new(0, sums.into_iter().map(|below| below / most), [0.0, 1.0])))
}
