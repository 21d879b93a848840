//! Geometric samples, the failures before the first success: `floor(E(w0) * rate)`.

use std::sync::Arc;

use fearless_simd::{Simd, SimdFloat};

use crate::kernel::{Attempt, Rule, Words};
use crate::math::{exponential, scalar};
use crate::plan::Plan;

pub(super) fn plan(parameters: &[f64]) -> Option<Arc<Plan>> {
    let &[probability] = parameters else { return None };
    (1e-300..=1.0).contains(&probability).then(|| Plan::of(Geometric { rate: rate(probability) }))
}

fn rate(probability: f64) -> f64 {
    if probability == 1.0 {
        0.0
    } else if probability < 0.5 {
        -1.0 / scalar::log1p(-probability)
    } else {
        -1.0 / scalar::ln(1.0 - probability)
    }
}

struct Geometric {
    rate: f64,
}

impl Rule<1> for Geometric {
    #[inline(always)]
    fn attempt<S: Simd>(&self, simd: S, words: &Words<S, 1>) -> Attempt<S> {
        (exponential(simd, words.word[0]) * self.rate).floor().into()
    }
}
