//! Dirichlet samples: rows of gammas, divided by their sum. Their powers of uniforms meet in one exponent, so that no row is
//! 0/0 however small the alphas are.

use std::sync::Arc;

use fearless_simd::{Level, Simd, SimdBase, SimdMask, dispatch};

use crate::kernel::{Attempt, Rule, Words};
use crate::math::{Cube, certain, cube_doubt, cube_height, exp, ln, open};
use crate::plan::Plan;
use crate::rows::{Join, Joined, MOST_NUMBERS};
use crate::width::{WIDTH, f64s, mask64s};

pub(super) fn plan(alphas: &[f64]) -> Option<Arc<Plan>> {
    let allowed = (1..=MOST_NUMBERS).contains(&alphas.len())
        && alphas.iter().all(|alpha| (1e-300..=1e300).contains(alpha));
    allowed.then(|| {
        let size = alphas.len();
        let places = (0..size).map(|place| place as f64).collect();
        if alphas.iter().all(|&alpha| alpha >= 1.0) {
            let inner = Plan::cyclic(Gammas::<2>::new(alphas), places);
            return Plan::rows(Joined { inner, join: Dirichlet { size, apart: false } });
        }
        let gammas = Gammas::<3>::new(alphas);
        let join = Dirichlet { size, apart: gammas.apart };
        Plan::rows(Joined { inner: Plan::cyclic(gammas, places), join })
    })
}

/// Gammas of alphas, which are given by their places. Those of alphas below 1 are of 1 more, times a power of a third word.
struct Gammas<const W: usize> {
    /// Places, the alphas' constants, and their reciprocals, or 0 for those that are not below 1: and some more, from
    /// the first on again, so that those that are made at once are read together.
    places: Vec<f64>,
    d: Vec<f64>,
    c: Vec<f64>,
    slack: Vec<f64>,
    reciprocals: Vec<f64>,
    /// Whether the logarithms of the powers are kept apart: all alphas are below 1. Otherwise the largest logarithm of a row
    /// is 0.
    apart: bool,
}

impl<const W: usize> Gammas<W> {
    fn new(alphas: &[f64]) -> Self {
        let count = alphas.len() + WIDTH;
        let again = || alphas.iter().copied().cycle().take(count);
        let cubes: Vec<Cube> = again().map(Cube::new).collect();
        Self {
            places: (0..count).map(|place| (place % alphas.len()) as f64).collect(),
            d: cubes.iter().map(|cube| cube.d).collect(),
            c: cubes.iter().map(|cube| cube.c).collect(),
            slack: cubes.iter().map(|cube| cube.slack).collect(),
            reciprocals: again().map(|alpha| if alpha < 1.0 { 1.0 / alpha } else { 0.0 }).collect(),
            apart: alphas.iter().all(|&alpha| alpha < 1.0),
        }
    }

    /// The first place of some, if they follow each other.
    #[inline(always)]
    fn first<S: Simd>(&self, simd: S, places: f64s<S>) -> Option<usize> {
        let first = places.as_array()[0] as usize;
        let row = self.places.get(first..first + WIDTH)?;
        f64s::from_slice(simd, row).simd_eq(places).all_true().then_some(first)
    }

    #[inline(always)]
    fn take<S: Simd>(simd: S, values: &[f64], first: Option<usize>, places: f64s<S>) -> f64s<S> {
        if let Some(first) = first {
            return f64s::from_slice(simd, &values[first..first + WIDTH]);
        }
        let mut taken = [0.0; WIDTH];
        for (taken, &place) in taken.iter_mut().zip(places.as_array()) {
            *taken = values.get(place as usize).copied().unwrap_or(0.0);
        }
        f64s::from_slice(simd, &taken)
    }
}

impl<const W: usize> Rule<W> for Gammas<W> {
    const BEGINS: bool = W == 3;
    const PAIR: bool = true;
    const GIVEN: bool = true;
    const REJECTS: bool = true;
    const DOUBTS: bool = true;

    #[inline(always)]
    fn begin<S: Simd>(&self, simd: S, words: &Words<S, W>) -> f64s<S> {
        ln(simd, open(simd, words.word[W - 1]))
    }

    #[inline(always)]
    fn attempt<S: Simd>(&self, simd: S, words: &Words<S, W>) -> Attempt<S> {
        let (z, places) = (words.normal, words.given);
        let first = self.first(simd, places);
        let d = Self::take(simd, &self.d, first, places);
        let x = z * Self::take(simd, &self.c, first, places) + 1.0;
        let doubt = cube_doubt(z, Self::take(simd, &self.slack, first, places));
        let accepted = certain(simd, words.word[1], doubt);
        let gamma = ((x * x) * x) * d;
        if W == 2 {
            return Attempt::new(gamma, accepted);
        }
        let reciprocals = Self::take(simd, &self.reciprocals, first, places);
        // Of those that are not boosted 0, not -0.
        let logarithm = 0.0 - (0.0 - words.begun) * reciprocals;
        if self.apart {
            return Attempt { others: Some(logarithm), ..Attempt::new(gamma, accepted) };
        }
        Attempt::new(gamma * exp(simd, logarithm), accepted)
    }

    #[inline(always)]
    fn decide<S: Simd>(&self, simd: S, words: &Words<S, W>) -> mask64s<S> {
        let places = words.given;
        let d = Self::take(simd, &self.d, None, places);
        let c = Self::take(simd, &self.c, None, places);
        let (height, positive) = cube_height(simd, words.normal, d, c);
        positive & ln(simd, open(simd, words.word[1])).simd_lt(height)
    }
}

struct Dirichlet {
    size: usize,
    /// Whether gammas and the logarithms of what they are multiplied by are two numbers.
    apart: bool,
}

impl Join for Dirichlet {
    fn size(&self) -> usize {
        self.size
    }

    fn range(&self) -> Option<[f64; 2]> {
        Some([0.0, 1.0])
    }

    fn takes_two(&self) -> bool {
        self.apart
    }

    fn join(&self, level: Level, numbers: &mut [f64], boosts: &[f64]) {
        dispatch!(level, simd => match self.size {
            // One loop is enough where code is downloaded.
            size if cfg!(target_arch = "wasm32") => divide(simd, size, numbers, boosts),
            2 => divide(simd, 2, numbers, boosts),
            3 => divide(simd, 3, numbers, boosts),
            4 => divide(simd, 4, numbers, boosts),
            size => divide(simd, size, numbers, boosts),
        });
    }
}

/// Some rows at a time: what a row's numbers have in common is written beside each of them, so that registers are full
/// whatever a row's size is.
#[inline(always)]
fn divide<S: Simd>(simd: S, size: usize, numbers: &mut [f64], boosts: &[f64]) {
    let some = MOST_NUMBERS / size * size;
    let mut common = [0.0; MOST_NUMBERS];
    for (n, rows) in numbers.chunks_mut(some).enumerate() {
        let common = &mut common[..rows.len()];
        if let Some(boosts) = boosts.get(n * some..n * some + rows.len()) {
            boost(simd, size, rows, boosts, common);
        }
        for (common, row) in common.chunks_exact_mut(size).zip(rows.chunks_exact(size)) {
            let mut sum = row[0];
            for number in &row[1..] {
                sum += number;
            }
            common.fill(sum);
        }
        for (number, sum) in rows.iter_mut().zip(&*common) {
            *number /= sum;
        }
    }
}

/// Multiplies by powers of which each row's largest is 1.
#[inline(always)]
fn boost<S: Simd>(simd: S, size: usize, rows: &mut [f64], boosts: &[f64], common: &mut [f64]) {
    for (common, boosts) in common.chunks_exact_mut(size).zip(boosts.chunks_exact(size)) {
        let mut most = boosts[0];
        for &boost in &boosts[1..] {
            most = if boost > most { boost } else { most };
        }
        common.fill(most);
    }
    for ((numbers, boosts), most) in
        rows.chunks_mut(WIDTH).zip(boosts.chunks(WIDTH)).zip(common.chunks(WIDTH))
    {
        let mut exponents = [0.0; WIDTH];
        for ((exponent, boost), most) in exponents.iter_mut().zip(boosts).zip(most) {
            *exponent = boost - most;
        }
        let factors = exp(simd, f64s::from_slice(simd, &exponents));
        for (number, factor) in numbers.iter_mut().zip(factors.as_array()) {
            *number *= factor;
        }
    }
}
