use fearless_simd::{Simd, SimdBase, f64x8};

use super::{Attempt, Definition, Rule, Visitor, Words};
use crate::math::{ln, open};

/// Exponential samples: `mean * E(w0)`, by inversion.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Exponential {
    /// Above 0.
    mean: f64,
}

impl Definition for Exponential {
    fn of(parameters: &[f64]) -> Option<Self> {
        let &[mean] = parameters else { return None };
        (mean > 0.0 && mean.is_finite()).then_some(Self { mean })
    }

    fn visit<V: Visitor>(&self, visitor: V) -> V::Answer {
        visitor.visit(*self)
    }
}

impl Rule<1> for Exponential {
    #[inline(always)]
    fn attempt<S: Simd>(&self, simd: S, words: &Words<S, 1>) -> Attempt<S> {
        let standard = f64x8::splat(simd, 0.0) - ln(simd, open(simd, words.word[0]));
        (standard * self.mean).into()
    }
}
