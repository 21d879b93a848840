//! Normal samples, two of each pair of words: `mean + deviation * z`.

use std::sync::Arc;

use fearless_simd::{Simd, SimdBase};

use super::ranges::is_not_negative;
use crate::kernel::{Attempt, Rule, Words};
use crate::plan::Plan;
use crate::short::Loops;
use crate::stream::block::{ROW_SAMPLES, STEP};
use crate::stream::words::begin_pairs;
use crate::stream::xoshiro::Lanes;
use crate::width::{PARTS, WIDTH, f64s};

pub(crate) const NUMBER: u32 = 1;

pub(super) fn plan(parameters: &[f64]) -> Option<Arc<Plan>> {
    let &[mean, deviation] = parameters else { return None };
    if (mean, deviation) == (0.0, 1.0) {
        return Some(Plan::short(Standard, Loops::<_, _, 1> { doubles: Standard, floats: Standard }));
    }
    let normal = Normal { mean, deviation };
    (mean.is_finite() && is_not_negative(deviation))
        .then(|| Plan::short(normal, Loops::<_, _, 1> { doubles: normal, floats: normal }))
}

#[derive(Clone, Copy)]
struct Normal {
    mean: f64,
    /// 0 or more.
    deviation: f64,
}

impl Rule<1> for Normal {
    const PAIR: bool = true;

    #[inline(always)]
    fn attempt<S: Simd>(&self, _: S, words: &Words<S, 1>) -> Attempt<S> {
        (words.normal * self.deviation + self.mean).into()
    }
}

/// Those of mean 0 and deviation 1, which are not computed any further.
#[derive(Clone, Copy)]
pub(super) struct Standard;

impl Rule<1> for Standard {
    const PAIR: bool = true;

    #[inline(always)]
    fn attempt<S: Simd>(&self, _: S, words: &Words<S, 1>) -> Attempt<S> {
        words.normal.into()
    }
}

/// The sum of the block's first `samples` samples, in units of 2^-64.
#[inline(always)]
pub(crate) fn sum<S: Simd>(simd: S, mut lanes: Lanes<S>, samples: usize) -> i128 {
    // The sums of cosines, and of sines.
    let mut sums = [[f64s::splat(simd, 0.0); PARTS]; 2];
    let mut next = begin_pairs(simd, &mut lanes);
    for _ in 0..samples / ROW_SAMPLES {
        let pairs = next;
        next = begin_pairs(simd, &mut lanes);
        for n in 0..PARTS {
            let (cosine, sine) = pairs[n].finish(simd);
            sums[0][n] += cosine;
            sums[1][n] += sine;
        }
    }
    let mut sums = sums.map(|sums| flat(&sums));
    let rest = samples % ROW_SAMPLES;
    if rest > 0 {
        let mut last = [[f64s::splat(simd, 0.0); PARTS]; 2];
        for n in 0..PARTS {
            (last[0][n], last[1][n]) = next[n].finish(simd);
        }
        let last = last.map(|last| flat(&last));
        for (sum, sample) in sums.as_flattened_mut().iter_mut().zip(last.as_flattened()).take(rest) {
            *sum += sample;
        }
    }
    block_units(&sums[0], &sums[1])
}

#[inline(always)]
fn flat<S: Simd>(parts: &[f64s<S>; PARTS]) -> [f64; STEP] {
    let mut all = [0.0; STEP];
    for (all, part) in all.as_chunks_mut::<WIDTH>().0.iter_mut().zip(parts) {
        *all = *part.as_array();
    }
    all
}

/// A block's sum, truncated toward zero to units of 2^-64.
#[inline(always)]
fn block_units(cosines: &[f64; 8], sines: &[f64; 8]) -> i128 {
    let v: [f64; 8] = std::array::from_fn(|j| cosines[j] + sines[j]);
    let sum = ((v[0] + v[1]) + (v[2] + v[3])) + ((v[4] + v[5]) + (v[6] + v[7]));
    (sum * 18_446_744_073_709_551_616.0) as i128
}
