//! Normal samples, two of each pair of words: `mean + deviation * z`.

use std::sync::Arc;

use fearless_simd::{Simd, SimdBase, f64x8};

use super::ranges::is_not_negative;
use crate::kernel::{Attempt, Rule, Words};
use crate::math::Pair;
use crate::plan::Plan;
use crate::short::Loops;
use crate::stream::block::ROW_SAMPLES;
use crate::stream::xoshiro::Lanes;

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
    let mut cosines = f64x8::splat(simd, 0.0);
    let mut sines = f64x8::splat(simd, 0.0);
    let mut next = Pair::begin(simd, lanes.words(), lanes.words());
    for _ in 0..samples / ROW_SAMPLES {
        let pair = next;
        next = Pair::begin(simd, lanes.words(), lanes.words());
        let (cosine, sine) = pair.finish(simd);
        cosines += cosine;
        sines += sine;
    }
    let mut cosines = *cosines.as_array();
    let mut sines = *sines.as_array();
    let rest = samples % ROW_SAMPLES;
    if rest > 0 {
        let (cosine, sine) = next.finish(simd);
        let last = cosine.as_array().iter().chain(sine.as_array());
        let sums = cosines.iter_mut().chain(&mut sines);
        for (sum, sample) in sums.zip(last).take(rest) {
            *sum += sample;
        }
    }
    block_units(&cosines, &sines)
}

/// A block's sum, truncated toward zero to units of 2^-64.
#[inline(always)]
fn block_units(cosines: &[f64; 8], sines: &[f64; 8]) -> i128 {
    let v: [f64; 8] = std::array::from_fn(|j| cosines[j] + sines[j]);
    let sum = ((v[0] + v[1]) + (v[2] + v[3])) + ((v[4] + v[5]) + (v[6] + v[7]));
    (sum * 18_446_744_073_709_551_616.0) as i128
}
