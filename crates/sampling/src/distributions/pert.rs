//! PERT samples: a beta between low and high.

use std::sync::Arc;

use fearless_simd::{Simd, SimdBase, f64x8, mask64x8};

use super::beta::{self, Share};
use super::ranges::range_around;
use super::two_gammas::TwoGammas;
use crate::kernel::{Attempt, Rule, Words};
use crate::plan::Plan;

pub(super) fn plan(parameters: &[f64]) -> Option<Arc<Plan>> {
    let &[low, mode, high] = parameters else { return None };
    let range = range_around(low, mode, high)?;
    let shape = |share: f64| 1.0 + 4.0 * (share / range);
    Some(Plan::of(Pert {
        beta: beta::of_one_or_more(shape(mode - low), shape(high - mode)),
        low,
        high,
        range,
    }))
}

struct Pert {
    beta: TwoGammas<Share>,
    low: f64,
    high: f64,
    range: f64,
}

impl Rule<3> for Pert {
    const BEGINS: bool = true;
    const REJECTS: bool = true;
    const DOUBTS: bool = true;

    #[inline(always)]
    fn begin<S: Simd>(&self, simd: S, words: &Words<S, 3>) -> f64x8<S> {
        self.beta.begin(simd, words)
    }

    #[inline(always)]
    fn attempt<S: Simd>(&self, simd: S, words: &Words<S, 3>) -> Attempt<S> {
        let attempt = self.beta.attempt(simd, words);
        Attempt { samples: (attempt.samples * self.range + self.low).min(self.high), ..attempt }
    }

    #[inline(always)]
    fn decide<S: Simd>(&self, simd: S, words: &Words<S, 3>) -> mask64x8<S> {
        self.beta.decide(simd, words)
    }

    fn range(&self) -> Option<[f64; 2]> {
        Some([self.low, self.high])
    }
}
