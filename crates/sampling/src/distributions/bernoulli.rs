use fearless_simd::{Select, Simd, SimdBase, f64x8};

use super::{Attempt, Definition, Rule, Visitor, Words};
use crate::math::unit;

/// Trials: 1 where a uniform in [0, 1) is below the probability, else 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bernoulli {
    /// 0 to 1.
    probability: f64,
}

impl Definition for Bernoulli {
    fn of(parameters: &[f64]) -> Option<Self> {
        let &[probability] = parameters else { return None };
        (0.0..=1.0).contains(&probability).then_some(Self { probability })
    }

    fn visit<V: Visitor>(&self, visitor: V) -> V::Answer {
        visitor.visit(*self)
    }
}

impl Rule<1> for Bernoulli {
    const SIDE_BY_SIDE: usize = 4;

    #[inline(always)]
    fn attempt<S: Simd>(&self, simd: S, words: &Words<S, 1>) -> Attempt<S> {
        let success = unit(simd, words.word[0]).simd_lt(self.probability);
        success.select(f64x8::splat(simd, 1.0), f64x8::splat(simd, 0.0)).into()
    }

    fn range(&self) -> Option<[f64; 2]> {
        Some([0.0, 1.0])
    }
}
