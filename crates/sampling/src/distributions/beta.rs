//! Beta samples, X / (X + Y) of two gammas, which are accepted together.

use std::sync::Arc;

use fearless_simd::{Simd, SimdBase, f64x8, mask64x8, u64x8};

use crate::kernel::{Attempt, Rule, Words};
use crate::math::{Cube, certain, cosine_and_sine, exp, ln, open, radius};
use crate::plan::Plan;

pub(super) fn plan(parameters: &[f64]) -> Option<Arc<Plan>> {
    let &[alpha, beta] = parameters else { return None };
    let allowed = [alpha, beta].iter().all(|shape| (1e-300..=1e300).contains(shape));
    allowed.then(|| {
        let Beta { cubes, ratio } = Beta::new(alpha, beta);
        if alpha < 1.0 || beta < 1.0 {
            let boosts = [alpha, beta].map(|shape| (shape < 1.0).then(|| 1.0 / shape));
            Plan::of(Boosted { cubes, ratio, boosts })
        } else {
            Plan::of(Beta { cubes, ratio })
        }
    })
}

/// The cubes of two gammas that are accepted together. Their normals are those of w0 and w1, and w2 decides.
pub(super) struct Cubes(pub(super) [Cube; 2]);

impl Cubes {
    /// The normals of a radius, which is w0's, and the direction of w1.
    #[inline(always)]
    fn normals<S: Simd>(simd: S, radius: f64x8<S>, words: &[u64x8<S>]) -> [f64x8<S>; 2] {
        let (cosine, sine) = cosine_and_sine(simd, words[1]);
        [radius * cosine, radius * sine]
    }

    /// Their volumes, and which are certainly accepted.
    #[inline(always)]
    pub(super) fn attempt<S: Simd>(
        &self,
        simd: S,
        radius: f64x8<S>,
        words: &[u64x8<S>],
    ) -> ([f64x8<S>; 2], mask64x8<S>) {
        let [x, y] = Self::normals(simd, radius, words);
        let [cube_x, cube_y] = &self.0;
        let doubt = cube_x.doubt(x) + cube_y.doubt(y);
        ([cube_x.volume(x), cube_y.volume(y)], certain(open(simd, words[2]), doubt))
    }

    #[inline(always)]
    pub(super) fn decide<S: Simd>(&self, simd: S, words: &[u64x8<S>]) -> mask64x8<S> {
        let [x, y] = Self::normals(simd, radius(simd, words[0]), words);
        let (height_x, positive_x) = self.0[0].height(simd, x);
        let (height_y, positive_y) = self.0[1].height(simd, y);
        positive_x & positive_y & ln(simd, open(simd, words[2])).simd_lt(height_x + height_y)
    }
}

/// The logarithm of the quotient of two gammas' powers of uniforms, of words that follow each other: the first's power
/// divided by the second's, where they have one.
#[inline(always)]
pub(super) fn boost<S: Simd>(
    simd: S,
    [above, below]: [Option<f64>; 2],
    [word_above, word_below]: [u64x8<S>; 2],
) -> f64x8<S> {
    power(simd, above, word_above) - power(simd, below, word_below)
}

/// The logarithm of a power of a uniform. It is no closure, which would not be compiled for the SIMD level.
#[inline(always)]
fn power<S: Simd>(simd: S, exponent: Option<f64>, word: u64x8<S>) -> f64x8<S> {
    match exponent {
        Some(exponent) => ln(simd, open(simd, word)) * exponent,
        None => f64x8::splat(simd, 0.0),
    }
}

/// Both parameters are 1 or more.
pub(super) struct Beta {
    cubes: Cubes,
    /// Of the d of beta and of alpha.
    ratio: f64,
}

impl Beta {
    pub(super) fn new(alpha: f64, beta: f64) -> Self {
        let cubes = Cubes([Cube::new(alpha), Cube::new(beta)]);
        let ratio = cubes.0[1].d / cubes.0[0].d;
        Self { cubes, ratio }
    }
}

impl Rule<3> for Beta {
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
        Attempt::new(1.0 / ((y / x) * self.ratio + 1.0), accepted)
    }

    #[inline(always)]
    fn decide<S: Simd>(&self, simd: S, words: &Words<S, 3>) -> mask64x8<S> {
        self.cubes.decide(simd, &words.word)
    }

    fn range(&self) -> Option<[f64; 2]> {
        Some([0.0, 1.0])
    }
}

struct Boosted {
    cubes: Cubes,
    ratio: f64,
    /// The reciprocals of alpha and beta if they are below 1.
    boosts: [Option<f64>; 2],
}

impl Rule<5> for Boosted {
    const BEGINS: bool = true;
    const REJECTS: bool = true;
    const DOUBTS: bool = true;

    #[inline(always)]
    fn begin<S: Simd>(&self, simd: S, words: &Words<S, 5>) -> f64x8<S> {
        let [alpha, beta] = self.boosts;
        boost(simd, [beta, alpha], [words.word[4], words.word[3]])
    }

    #[inline(always)]
    fn attempt<S: Simd>(&self, simd: S, words: &Words<S, 5>) -> Attempt<S> {
        let ([x, y], accepted) = self.cubes.attempt(simd, radius(simd, words.word[0]), &words.word);
        let q = (exp(simd, words.begun) * self.ratio) * (y / x);
        Attempt::new(1.0 / (q + 1.0), accepted)
    }

    #[inline(always)]
    fn decide<S: Simd>(&self, simd: S, words: &Words<S, 5>) -> mask64x8<S> {
        self.cubes.decide(simd, &words.word)
    }

    fn range(&self) -> Option<[f64; 2]> {
        Some([0.0, 1.0])
    }
}
