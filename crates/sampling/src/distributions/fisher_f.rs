//! Fisher's F, the quotient of two chi-squared samples' means: two gammas, accepted together as beta's are.

use std::sync::Arc;

use fearless_simd::{Simd, f64x8, mask64x8};

use super::beta::{Cubes, boost};
use crate::kernel::{Attempt, Rule, Words};
use crate::math::{Cube, exp, radius};
use crate::plan::Plan;

pub(super) fn plan(parameters: &[f64]) -> Option<Arc<Plan>> {
    let degrees: [f64; 2] = parameters.try_into().ok()?;
    degrees.iter().all(|degrees| (1e-300..=1e300).contains(degrees)).then(|| {
        let shapes = degrees.map(|degrees| degrees * 0.5);
        let cubes = Cubes(shapes.map(Cube::new));
        let ratio = (cubes.0[0].d / degrees[0]) / (cubes.0[1].d / degrees[1]);
        if shapes.iter().any(|&shape| shape < 1.0) {
            let boosts = shapes.map(|shape| (shape < 1.0).then(|| 1.0 / shape));
            Plan::of(Boosted { cubes, ratio, boosts })
        } else {
            Plan::of(FisherF { cubes, ratio })
        }
    })
}

/// Of two degrees of freedom or more.
struct FisherF {
    cubes: Cubes,
    ratio: f64,
}

impl Rule<3> for FisherF {
    const BEGINS: bool = true;
    const REJECTS: bool = true;
    const DOUBTS: bool = true;

    #[inline(always)]
    fn begin<S: Simd>(&self, simd: S, words: &Words<S, 3>) -> f64x8<S> {
        radius(simd, words.word[0])
    }

    #[inline(always)]
    fn attempt<S: Simd>(&self, simd: S, words: &Words<S, 3>) -> Attempt<S> {
        let ([x, y], accepted) = self.cubes.attempt(simd, words.begun, &words.word);
        Attempt::new((x / y) * self.ratio, accepted)
    }

    #[inline(always)]
    fn decide<S: Simd>(&self, simd: S, words: &Words<S, 3>) -> mask64x8<S> {
        self.cubes.decide(simd, &words.word)
    }
}

struct Boosted {
    cubes: Cubes,
    ratio: f64,
    /// The reciprocals of the shapes that are below 1.
    boosts: [Option<f64>; 2],
}

impl Rule<5> for Boosted {
    const BEGINS: bool = true;
    const REJECTS: bool = true;
    const DOUBTS: bool = true;

    #[inline(always)]
    fn begin<S: Simd>(&self, simd: S, words: &Words<S, 5>) -> f64x8<S> {
        boost(simd, self.boosts, [words.word[3], words.word[4]])
    }

    #[inline(always)]
    fn attempt<S: Simd>(&self, simd: S, words: &Words<S, 5>) -> Attempt<S> {
        let ([x, y], accepted) = self.cubes.attempt(simd, radius(simd, words.word[0]), &words.word);
        Attempt::new((exp(simd, words.begun) * self.ratio) * (x / y), accepted)
    }

    #[inline(always)]
    fn decide<S: Simd>(&self, simd: S, words: &Words<S, 5>) -> mask64x8<S> {
        self.cubes.decide(simd, &words.word)
    }
}
