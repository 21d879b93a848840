//! Gamma samples: Marsaglia and Tsang's cubes of normals. One of a shape below 1 is one of shape + 1, times a power of a
//! uniform.

use std::sync::Arc;

use fearless_simd::{Simd, SimdBase};

use super::ranges::{is_positive, is_shape};
use crate::kernel::{Attempt, Rule, Words};
use crate::math::{Cube, LARGEST_EXPONENTIAL, certain, exp, exp_near, is_near, ln, open};
use crate::plan::Plan;
use crate::width::{f64s, mask64s};

pub(super) fn plan(parameters: &[f64]) -> Option<Arc<Plan>> {
    let &[shape, scale] = parameters else { return None };
    let allowed = is_shape(shape) && is_positive(scale);
    allowed.then(|| with(shape, scale))
}

/// Also chi-squared samples.
pub(super) fn with(shape: f64, scale: f64) -> Arc<Plan> {
    match Rules::new(shape, scale) {
        Rules::Gamma(rule) => Plan::of(rule),
        Rules::Near(rule) => Plan::of(rule),
        Rules::Boosted(rule) => Plan::of(rule),
    }
}

/// The rule of a shape and a scale.
pub(super) enum Rules {
    Gamma(Gamma),
    Near(Boosted<true>),
    Boosted(Boosted<false>),
}

impl Rules {
    pub(super) fn new(shape: f64, scale: f64) -> Self {
        let cube = Cube::new(shape);
        let reciprocal = 1.0 / shape;
        if shape >= 1.0 {
            Self::Gamma(Gamma { cube, scale })
        } else if is_near(-LARGEST_EXPONENTIAL * reciprocal) {
            Self::Near(Boosted { cube, reciprocal, scale })
        } else {
            Self::Boosted(Boosted { cube, reciprocal, scale })
        }
    }
}

/// Of a shape of 1 or more.
pub(super) struct Gamma {
    pub(super) cube: Cube,
    pub(super) scale: f64,
}

impl Rule<2> for Gamma {
    const PAIR: bool = true;
    const REJECTS: bool = true;
    const DOUBTS: bool = true;

    #[inline(always)]
    fn attempt<S: Simd>(&self, simd: S, words: &Words<S, 2>) -> Attempt<S> {
        let z = words.normal;
        let accepted = certain(simd, words.word[1], self.cube.doubt(z));
        Attempt::new((self.cube.volume(z) * self.cube.d) * self.scale, accepted)
    }

    #[inline(always)]
    fn decide<S: Simd>(&self, simd: S, words: &Words<S, 2>) -> mask64s<S> {
        decide(simd, &self.cube, words)
    }
}

#[inline(always)]
fn decide<S: Simd, const W: usize>(simd: S, cube: &Cube, words: &Words<S, W>) -> mask64s<S> {
    let (height, positive) = cube.height(simd, words.normal);
    positive & ln(simd, open(simd, words.word[1])).simd_lt(height)
}

/// Of a shape below 1. `NEAR`: the power of the uniform is a normal double.
pub(super) struct Boosted<const NEAR: bool> {
    cube: Cube,
    /// The shape's.
    reciprocal: f64,
    scale: f64,
}

impl<const NEAR: bool> Rule<3> for Boosted<NEAR> {
    const BEGINS: bool = true;
    const PAIR: bool = true;
    const REJECTS: bool = true;
    const DOUBTS: bool = true;

    #[inline(always)]
    fn begin<S: Simd>(&self, simd: S, words: &Words<S, 3>) -> f64s<S> {
        ln(simd, open(simd, words.word[2]))
    }

    #[inline(always)]
    fn attempt<S: Simd>(&self, simd: S, words: &Words<S, 3>) -> Attempt<S> {
        let z = words.normal;
        let accepted = certain(simd, words.word[1], self.cube.doubt(z));
        let logarithm = words.begun * self.reciprocal;
        let power = if NEAR { exp_near(logarithm) } else { exp(simd, logarithm) };
        Attempt::new(((self.cube.volume(z) * self.cube.d) * power) * self.scale, accepted)
    }

    #[inline(always)]
    fn decide<S: Simd>(&self, simd: S, words: &Words<S, 3>) -> mask64s<S> {
        decide(simd, &self.cube, words)
    }
}
