//! The quotient of two gammas that are accepted together, of which betas and F are made.

use std::marker::PhantomData;
use std::sync::Arc;

use fearless_simd::{Simd, SimdBase, f64x8, mask64x8, u64x8};

use crate::kernel::{Attempt, Rule, Words};
use crate::math::{Cube, certain, cosine_and_sine, exp, ln, open, radius};
use crate::plan::Plan;

/// A sample of the quotient of gammas X and Y.
pub(super) trait Quotient: Send + Sync + 'static {
    /// The number of the gamma that is divided: 0 for X / Y, 1 for Y / X.
    const ABOVE: usize;

    const RANGE: Option<[f64; 2]> = None;

    fn sample<S: Simd>(quotient: f64x8<S>) -> f64x8<S>;
}

/// The rule of two shapes, with the factor of their cubes' quotient.
pub(super) fn plan<Q: Quotient>(shapes: [f64; 2], ratio: impl Fn(f64, f64) -> f64) -> Arc<Plan> {
    let gammas = TwoGammas::<Q>::new(shapes, ratio);
    if shapes.iter().any(|&shape| shape < 1.0) {
        let boosts = shapes.map(|shape| (shape < 1.0).then(|| 1.0 / shape));
        Plan::of(Boosted { gammas, boosts })
    } else {
        Plan::of(gammas)
    }
}

/// The cubes of two gammas that are accepted together. Their normals are those of w0 and w1, and w2 decides.
struct Cubes([Cube; 2]);

impl Cubes {
    /// The normals of a radius, which is w0's, and the direction of w1.
    #[inline(always)]
    fn normals<S: Simd>(simd: S, radius: f64x8<S>, words: &[u64x8<S>]) -> [f64x8<S>; 2] {
        let (cosine, sine) = cosine_and_sine(simd, words[1]);
        [radius * cosine, radius * sine]
    }

    /// Their volumes, and which are certainly accepted.
    #[inline(always)]
    fn attempt<S: Simd>(
        &self,
        simd: S,
        radius: f64x8<S>,
        words: &[u64x8<S>],
    ) -> ([f64x8<S>; 2], mask64x8<S>) {
        let [x, y] = Self::normals(simd, radius, words);
        let [cube_x, cube_y] = &self.0;
        let doubt = cube_x.doubt(x) + cube_y.doubt(y);
        ([cube_x.volume(x), cube_y.volume(y)], certain(simd, words[2], doubt))
    }

    #[inline(always)]
    fn decide<S: Simd>(&self, simd: S, words: &[u64x8<S>]) -> mask64x8<S> {
        let [x, y] = Self::normals(simd, radius(simd, words[0]), words);
        let (height_x, positive_x) = self.0[0].height(simd, x);
        let (height_y, positive_y) = self.0[1].height(simd, y);
        positive_x & positive_y & ln(simd, open(simd, words[2])).simd_lt(height_x + height_y)
    }
}

/// The logarithm of a power of a uniform. It is no closure, which would not be compiled for the SIMD level.
#[inline(always)]
fn power<S: Simd>(simd: S, exponent: Option<f64>, word: u64x8<S>) -> f64x8<S> {
    match exponent {
        Some(exponent) => ln(simd, open(simd, word)) * exponent,
        None => f64x8::splat(simd, 0.0),
    }
}

/// Both shapes are 1 or more.
pub(super) struct TwoGammas<Q> {
    cubes: Cubes,
    ratio: f64,
    quotient: PhantomData<Q>,
}

impl<Q: Quotient> TwoGammas<Q> {
    /// `ratio` makes the factor of the d of X and of Y.
    pub(super) fn new(shapes: [f64; 2], ratio: impl Fn(f64, f64) -> f64) -> Self {
        let cubes = shapes.map(Cube::new);
        let ratio = ratio(cubes[0].d, cubes[1].d);
        Self { cubes: Cubes(cubes), ratio, quotient: PhantomData }
    }
}

/// The volumes' quotient.
#[inline(always)]
fn divided<S: Simd, Q: Quotient>(volumes: [f64x8<S>; 2]) -> f64x8<S> {
    volumes[Q::ABOVE] / volumes[1 - Q::ABOVE]
}

impl<Q: Quotient> Rule<3> for TwoGammas<Q> {
    const BEGINS: bool = true;
    const REJECTS: bool = true;
    const DOUBTS: bool = true;

    #[inline(always)]
    fn begin<S: Simd>(&self, simd: S, words: &Words<S, 3>) -> f64x8<S> {
        radius(simd, words.word[0])
    }

    #[inline(always)]
    fn attempt<S: Simd>(&self, simd: S, words: &Words<S, 3>) -> Attempt<S> {
        let (volumes, accepted) = self.cubes.attempt(simd, words.begun, &words.word);
        Attempt::new(Q::sample(divided::<S, Q>(volumes) * self.ratio), accepted)
    }

    #[inline(always)]
    fn decide<S: Simd>(&self, simd: S, words: &Words<S, 3>) -> mask64x8<S> {
        self.cubes.decide(simd, &words.word)
    }

    fn range(&self) -> Option<[f64; 2]> {
        Q::RANGE
    }
}

struct Boosted<Q> {
    gammas: TwoGammas<Q>,
    /// The reciprocals of the shapes that are below 1.
    boosts: [Option<f64>; 2],
}

impl<Q: Quotient> Rule<5> for Boosted<Q> {
    const BEGINS: bool = true;
    const REJECTS: bool = true;
    const DOUBTS: bool = true;

    /// The logarithm of the quotient of the gammas' powers, whose words are w3 and w4.
    #[inline(always)]
    fn begin<S: Simd>(&self, simd: S, words: &Words<S, 5>) -> f64x8<S> {
        let [above, below] = [Q::ABOVE, 1 - Q::ABOVE];
        power(simd, self.boosts[above], words.word[3 + above])
            - power(simd, self.boosts[below], words.word[3 + below])
    }

    #[inline(always)]
    fn attempt<S: Simd>(&self, simd: S, words: &Words<S, 5>) -> Attempt<S> {
        let Self { gammas: TwoGammas { cubes, ratio, .. }, .. } = self;
        let (volumes, accepted) = cubes.attempt(simd, radius(simd, words.word[0]), &words.word);
        Attempt::new(Q::sample((exp(simd, words.begun) * *ratio) * divided::<S, Q>(volumes)), accepted)
    }

    #[inline(always)]
    fn decide<S: Simd>(&self, simd: S, words: &Words<S, 5>) -> mask64x8<S> {
        self.gammas.cubes.decide(simd, &words.word)
    }

    fn range(&self) -> Option<[f64; 2]> {
        Q::RANGE
    }
}
