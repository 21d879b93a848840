//! Dirichlet samples: rows of gammas, divided by their sum. Their powers of uniforms meet in one exponent, so that no row is
//! 0/0 however small the alphas are.

use std::sync::Arc;

use fearless_simd::{Level, Simd, SimdBase, SimdMask, dispatch, f64x8, mask64x8};

use crate::kernel::{Attempt, Rule, Words};
use crate::math::{Cube, certain, cube_doubt, cube_height, exp, ln, open};
use crate::plan::Plan;
use crate::rows::{Join, Joined, MOST_NUMBERS};
use crate::stream::block::STEP;

pub(super) fn plan(alphas: &[f64]) -> Option<Arc<Plan>> {
    let allowed = (1..=MOST_NUMBERS).contains(&alphas.len())
        && alphas.iter().all(|alpha| (1e-300..=1e300).contains(alpha));
    allowed.then(|| {
        let boosted = alphas.iter().any(|&alpha| alpha < 1.0);
        let join = Dirichlet { size: alphas.len(), boosted };
        let places = (0..alphas.len()).map(|place| place as f64).collect();
        Plan::rows(Joined { inner: Plan::cyclic(Gammas::new(alphas), places), join })
    })
}

/// Gammas of alphas, which are given by their places: of 1 more where they are below 1, and the logarithms of what those
/// are multiplied by.
struct Gammas {
    /// Places, the alphas' constants, and their reciprocals, or 0 for those that are not below 1: and a step more, from
    /// the first on again, so that those of a step are read together.
    places: Vec<f64>,
    d: Vec<f64>,
    c: Vec<f64>,
    slack: Vec<f64>,
    reciprocals: Vec<f64>,
    boosted: bool,
}

impl Gammas {
    fn new(alphas: &[f64]) -> Self {
        let count = alphas.len() + STEP;
        let again = || alphas.iter().copied().cycle().take(count);
        let cubes: Vec<Cube> = again().map(Cube::new).collect();
        Self {
            places: (0..count).map(|place| (place % alphas.len()) as f64).collect(),
            d: cubes.iter().map(|cube| cube.d).collect(),
            c: cubes.iter().map(|cube| cube.c).collect(),
            slack: cubes.iter().map(|cube| cube.slack).collect(),
            reciprocals: again().map(|alpha| if alpha < 1.0 { 1.0 / alpha } else { 0.0 }).collect(),
            boosted: alphas.iter().any(|&alpha| alpha < 1.0),
        }
    }

    /// The first place of a step's, if they follow each other.
    #[inline(always)]
    fn first<S: Simd>(&self, simd: S, places: f64x8<S>) -> Option<usize> {
        let first = places.as_array()[0] as usize;
        let row = self.places.get(first..first + STEP)?;
        f64x8::from_slice(simd, row).simd_eq(places).all_true().then_some(first)
    }

    #[inline(always)]
    fn take<S: Simd>(simd: S, values: &[f64], first: Option<usize>, places: f64x8<S>) -> f64x8<S> {
        if let Some(first) = first {
            return f64x8::from_slice(simd, &values[first..first + STEP]);
        }
        let mut taken = [0.0; STEP];
        for (taken, &place) in taken.iter_mut().zip(places.as_array()) {
            *taken = values.get(place as usize).copied().unwrap_or(0.0);
        }
        f64x8::from_slice(simd, &taken)
    }
}

impl Rule<3> for Gammas {
    const PAIR: bool = true;
    const GIVEN: bool = true;
    const REJECTS: bool = true;
    const DOUBTS: bool = true;

    #[inline(always)]
    fn attempt<S: Simd>(&self, simd: S, words: &Words<S, 3>) -> Attempt<S> {
        let (z, places) = (words.normal, words.given);
        let first = self.first(simd, places);
        let d = Self::take(simd, &self.d, first, places);
        let x = z * Self::take(simd, &self.c, first, places) + 1.0;
        let doubt = cube_doubt(z, Self::take(simd, &self.slack, first, places));
        let others = if self.boosted {
            let reciprocals = Self::take(simd, &self.reciprocals, first, places);
            // Of those that are not boosted 0, not -0.
            0.0 - (0.0 - ln(simd, open(simd, words.word[2]))) * reciprocals
        } else {
            f64x8::splat(simd, 0.0)
        };
        let attempt = Attempt::new(((x * x) * x) * d, certain(open(simd, words.word[1]), doubt));
        Attempt { others: Some(others), ..attempt }
    }

    #[inline(always)]
    fn decide<S: Simd>(&self, simd: S, words: &Words<S, 3>) -> mask64x8<S> {
        let places = words.given;
        let d = Self::take(simd, &self.d, None, places);
        let c = Self::take(simd, &self.c, None, places);
        let (height, positive) = cube_height(simd, words.normal, d, c);
        positive & ln(simd, open(simd, words.word[1])).simd_lt(height)
    }
}

struct Dirichlet {
    size: usize,
    /// Whether there is an alpha below 1.
    boosted: bool,
}

impl Join for Dirichlet {
    fn size(&self) -> usize {
        self.size
    }

    fn range(&self) -> Option<[f64; 2]> {
        Some([0.0, 1.0])
    }

    fn takes_two(&self) -> bool {
        self.boosted
    }

    fn join(&self, level: Level, numbers: &mut [f64], boosts: &[f64]) {
        dispatch!(level, simd => divide(simd, self.size, numbers, boosts));
    }
}

#[inline(always)]
fn divide<S: Simd>(simd: S, size: usize, numbers: &mut [f64], boosts: &[f64]) {
    for (n, row) in numbers.chunks_exact_mut(size).enumerate() {
        if let Some(boosts) = boosts.get(n * size..(n + 1) * size) {
            let mut most = boosts[0];
            for &boost in &boosts[1..] {
                most = if boost > most { boost } else { most };
            }
            for (numbers, boosts) in row.chunks_mut(8).zip(boosts.chunks(8)) {
                let mut eight = [0.0; 8];
                eight[..boosts.len()].copy_from_slice(boosts);
                let factors = exp(simd, f64x8::from_slice(simd, &eight) - most);
                for (number, factor) in numbers.iter_mut().zip(factors.as_array()) {
                    *number *= factor;
                }
            }
        }
        let mut sum = row[0];
        for number in &row[1..] {
            sum += number;
        }
        for number in row {
            *number /= sum;
        }
    }
}
