//! Triangular samples, by inversion.

use std::sync::Arc;

use fearless_simd::{Select, Simd, SimdBase, SimdFloat};

use super::ranges::range_around;
use crate::kernel::{Attempt, Rule, Words};
use crate::math::open;
use crate::plan::Plan;
use crate::width::f64s;

pub(super) fn plan(parameters: &[f64]) -> Option<Arc<Plan>> {
    let &[low, mode, high] = parameters else { return None };
    let range = range_around(low, mode, high)?;
    let (lower, upper) = ((mode - low) / range, (high - mode) / range);
    Some(Plan::of(Triangular { low, mode, high, range, lower, upper }))
}

struct Triangular {
    low: f64,
    mode: f64,
    high: f64,
    range: f64,
    /// The shares of the range, and of the samples, below and above the mode.
    lower: f64,
    upper: f64,
}

impl Rule<1> for Triangular {
    #[inline(always)]
    fn attempt<S: Simd>(&self, simd: S, words: &Words<S, 1>) -> Attempt<S> {
        let u = open(simd, words.word[0]);
        let is_lower = u.simd_lt(self.lower);
        let [lower, upper] = [self.lower, self.upper].map(|share| f64s::splat(simd, share));
        let s = (is_lower.select(u, 1.0 - u) * is_lower.select(lower, upper)).sqrt() * self.range;
        is_lower.select((s + self.low).min(self.mode), (self.high - s).max(self.mode)).into()
    }

    fn range(&self) -> Option<[f64; 2]> {
        Some([self.low, self.high])
    }
}
