//! The quotient of two gammas that are accepted together, of which betas and F are made.

use std::sync::Arc;

use fearless_simd::{Simd, SimdBase};

use crate::kernel::{Attempt, Rule, Words};
use crate::math::{Cube, certain, cosine_and_sine, exp, ln, open, radius};
use crate::plan::Plan;
use crate::width::{f64s, mask64s, u64s};

/// What is made of gammas X and Y.
#[derive(Clone, Copy)]
pub(super) enum Made {
    /// X / Y
    Quotient,
    /// X / (X + Y), as 1 / (Y / X + 1).
    Share,
    /// Its place between two bounds.
    ShareOf { low: f64, range: f64, high: f64 },
}

impl Made {
    /// Of the quotient.
    #[inline(always)]
    fn sample<S: Simd>(self, quotient: f64s<S>) -> f64s<S> {
        match self {
            Self::Quotient => quotient,
            Self::Share => 1.0 / (quotient + 1.0),
            Self::ShareOf { low, range, high } => (1.0 / (quotient + 1.0) * range + low).min(high),
        }
    }

    fn range(self) -> Option<[f64; 2]> {
        match self {
            Self::Quotient => None,
            Self::Share => Some([0.0, 1.0]),
            Self::ShareOf { low, high, .. } => Some([low, high]),
        }
    }

    /// Whether Y is divided by X.
    fn turned(self) -> bool {
        !matches!(self, Self::Quotient)
    }
}

/// The rule of two shapes. `ratio` makes the factor of their cubes' quotient from the d of X and of Y.
pub(super) fn plan(shapes: [f64; 2], ratio: impl Fn(f64, f64) -> f64, made: Made) -> Arc<Plan> {
    let mut cubes = shapes.map(Cube::new);
    let ratio = ratio(cubes[0].d, cubes[1].d);
    let mut boosts = shapes.map(|shape| (shape < 1.0).then(|| 1.0 / shape));
    if made.turned() {
        cubes.reverse();
        boosts.reverse();
    }
    let gammas = TwoGammas { cubes: Cubes { cubes, turned: made.turned() }, ratio, made };
    if boosts.iter().all(Option::is_none) { Plan::of(gammas) } else { Plan::of(Boosted { gammas, boosts }) }
}

/// The cubes of two gammas that are accepted together, the one that is divided first. X has the cosine of w0 and w1, and Y
/// the sine; w2 decides.
struct Cubes {
    cubes: [Cube; 2],
    turned: bool,
}

impl Cubes {
    /// The normals of a radius, which is w0's, and the direction of w1.
    #[inline(always)]
    fn normals<S: Simd>(&self, simd: S, radius: f64s<S>, words: &[u64s<S>]) -> [f64s<S>; 2] {
        let (cosine, sine) = cosine_and_sine(simd, words[1]);
        let (x, y) = (radius * cosine, radius * sine);
        if self.turned { [y, x] } else { [x, y] }
    }

    /// The quotient of their volumes, and which are certainly accepted.
    #[inline(always)]
    fn attempt<S: Simd>(&self, simd: S, radius: f64s<S>, words: &[u64s<S>]) -> (f64s<S>, mask64s<S>) {
        let [above, below] = self.normals(simd, radius, words);
        let [cube_above, cube_below] = &self.cubes;
        let doubt = cube_above.doubt(above) + cube_below.doubt(below);
        (cube_above.volume(above) / cube_below.volume(below), certain(simd, words[2], doubt))
    }

    #[inline(always)]
    fn decide<S: Simd>(&self, simd: S, words: &[u64s<S>]) -> mask64s<S> {
        let [above, below] = self.normals(simd, radius(simd, words[0]), words);
        let (height_above, positive_above) = self.cubes[0].height(simd, above);
        let (height_below, positive_below) = self.cubes[1].height(simd, below);
        positive_above & positive_below & ln(simd, open(simd, words[2])).simd_lt(height_above + height_below)
    }
}

/// The logarithm of a power of a uniform. It is no closure, which would not be compiled for the SIMD level.
#[inline(always)]
fn power<S: Simd>(simd: S, exponent: Option<f64>, word: u64s<S>) -> f64s<S> {
    match exponent {
        Some(exponent) => ln(simd, open(simd, word)) * exponent,
        None => f64s::splat(simd, 0.0),
    }
}

/// Both shapes are 1 or more.
struct TwoGammas {
    cubes: Cubes,
    ratio: f64,
    made: Made,
}

impl Rule<3> for TwoGammas {
    const BEGINS: bool = true;
    const REJECTS: bool = true;
    const DOUBTS: bool = true;

    #[inline(always)]
    fn begin<S: Simd>(&self, simd: S, words: &Words<S, 3>) -> f64s<S> {
        radius(simd, words.word[0])
    }

    #[inline(always)]
    fn attempt<S: Simd>(&self, simd: S, words: &Words<S, 3>) -> Attempt<S> {
        let (quotient, accepted) = self.cubes.attempt(simd, words.begun, &words.word);
        Attempt::new(self.made.sample(quotient * self.ratio), accepted)
    }

    #[inline(always)]
    fn decide<S: Simd>(&self, simd: S, words: &Words<S, 3>) -> mask64s<S> {
        self.cubes.decide(simd, &words.word)
    }

    fn range(&self) -> Option<[f64; 2]> {
        self.made.range()
    }
}

struct Boosted {
    gammas: TwoGammas,
    /// The reciprocals of the shapes that are below 1, in the cubes' order.
    boosts: [Option<f64>; 2],
}

impl Rule<5> for Boosted {
    const BEGINS: bool = true;
    const REJECTS: bool = true;
    const DOUBTS: bool = true;

    /// The logarithm of the quotient of the gammas' powers, whose words are w3 and w4.
    #[inline(always)]
    fn begin<S: Simd>(&self, simd: S, words: &Words<S, 5>) -> f64s<S> {
        let [above, below] = if self.gammas.cubes.turned { [4, 3] } else { [3, 4] };
        power(simd, self.boosts[0], words.word[above]) - power(simd, self.boosts[1], words.word[below])
    }

    #[inline(always)]
    fn attempt<S: Simd>(&self, simd: S, words: &Words<S, 5>) -> Attempt<S> {
        let TwoGammas { cubes, ratio, made } = &self.gammas;
        let (quotient, accepted) = cubes.attempt(simd, radius(simd, words.word[0]), &words.word);
        Attempt::new(made.sample((exp(simd, words.begun) * *ratio) * quotient), accepted)
    }

    #[inline(always)]
    fn decide<S: Simd>(&self, simd: S, words: &Words<S, 5>) -> mask64s<S> {
        self.gammas.cubes.decide(simd, &words.word)
    }

    fn range(&self) -> Option<[f64; 2]> {
        self.gammas.made.range()
    }
}
