//! Dirichlet samples: rows of gammas, divided by their sum. Their powers of uniforms meet in one exponent, so that no row is
//! 0/0 however small the alphas are.

use std::sync::Arc;

use fearless_simd::{Level, Select, Simd, SimdBase, SimdFloat, SimdMask, dispatch, f64x8, mask64x8};

use crate::kernel::{Attempt, Rule, Words};
use crate::math::{certain, cube_doubt, cube_height, exp, ln, open};
use crate::plan::Plan;
use crate::rows::{Join, Joined, MOST_NUMBERS};

pub(super) fn plan(alphas: &[f64]) -> Option<Arc<Plan>> {
    let allowed = (1..=MOST_NUMBERS).contains(&alphas.len())
        && alphas.iter().all(|alpha| (1e-300..=1e300).contains(alpha));
    allowed.then(|| {
        let join = Dirichlet { size: alphas.len() };
        let boosted = alphas.iter().any(|&alpha| alpha < 1.0);
        let inner = Plan::cyclic(Cubes, alphas.to_vec());
        let others = boosted.then(|| Plan::cyclic(Boosts, alphas.to_vec()));
        Plan::rows(Joined { inner, others, join })
    })
}

/// The d and c of the alphas.
#[inline(always)]
fn constants<S: Simd>(simd: S, alpha: f64x8<S>) -> [f64x8<S>; 2] {
    let d = alpha.simd_lt(1.0).select(alpha + 1.0, alpha) - 1.0 / 3.0;
    [d, f64x8::splat(simd, 1.0) / (d * 9.0).sqrt()]
}

#[inline(always)]
fn accepted<S: Simd>(simd: S, z: f64x8<S>, u: f64x8<S>, [d, c]: [f64x8<S>; 2]) -> mask64x8<S> {
    let surely = certain(u, cube_doubt(simd, z, d));
    if surely.all_true() {
        return surely;
    }
    let (height, positive) = cube_height(simd, z, d, c);
    positive & ln(simd, u).simd_lt(height)
}

/// Gammas of the given alphas, of 1 more where they are below 1.
struct Cubes;

impl Rule<3> for Cubes {
    const PAIR: bool = true;
    const GIVEN: bool = true;
    const REJECTS: bool = true;

    #[inline(always)]
    fn attempt<S: Simd>(&self, simd: S, words: &Words<S, 3>) -> Attempt<S> {
        let [d, c] = constants(simd, words.given);
        let z = words.normal;
        let x = z * c + 1.0;
        let accepted = accepted(simd, z, open(simd, words.word[1]), [d, c]);
        Attempt { samples: ((x * x) * x) * d, accepted: Some(accepted) }
    }
}

/// The logarithms of what they are multiplied by.
struct Boosts;

impl Rule<3> for Boosts {
    const PAIR: bool = true;
    const GIVEN: bool = true;
    const REJECTS: bool = true;

    #[inline(always)]
    fn attempt<S: Simd>(&self, simd: S, words: &Words<S, 3>) -> Attempt<S> {
        let alpha = words.given;
        let boost = ln(simd, open(simd, words.word[2])) * (f64x8::splat(simd, 1.0) / alpha);
        let samples = alpha.simd_lt(1.0).select(boost, f64x8::splat(simd, 0.0));
        let accepted = accepted(simd, words.normal, open(simd, words.word[1]), constants(simd, alpha));
        Attempt { samples, accepted: Some(accepted) }
    }
}

struct Dirichlet {
    size: usize,
}

impl Join for Dirichlet {
    fn size(&self) -> usize {
        self.size
    }

    fn range(&self) -> Option<[f64; 2]> {
        Some([0.0, 1.0])
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
