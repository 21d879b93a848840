//! Uniform samples in [0, 1): 53 bits, `(word >> 11) * 2^-53`.

use std::sync::Arc;

use fearless_simd::{Simd, SimdBase, u64x8};

use crate::kernel::{Attempt, Rule, Words};
use crate::math::{unit, unit_float};
use crate::plan::Plan;
use crate::short::Loops;
use crate::stream::block::STEP;
use crate::stream::xoshiro::Lanes;

pub(crate) const NUMBER: u32 = 0;

pub(super) fn plan(parameters: &[f64]) -> Option<Arc<Plan>> {
    let &[low, high] = parameters else { return None };
    if (low, high) == (0.0, 1.0) {
        return Some(Plan::short(Standard, Loops::<_, _, 4> { doubles: Standard, floats: StandardFloat }));
    }
    let uniform = Uniform { low, high };
    (low < high && (high - low).is_finite())
        .then(|| Plan::short(uniform, Loops::<_, _, 4> { doubles: uniform, floats: uniform }))
}

/// Samples in [low, high).
#[derive(Clone, Copy)]
struct Uniform {
    low: f64,
    high: f64,
}

impl Rule<1> for Uniform {
    #[inline(always)]
    fn attempt<S: Simd>(&self, simd: S, words: &Words<S, 1>) -> Attempt<S> {
        let y = unit(simd, words.word[0]) * (self.high - self.low) + self.low;
        y.min(self.high.next_down()).into()
    }

    fn range(&self) -> Option<[f64; 2]> {
        Some([self.low, self.high.next_down()])
    }
}

/// Those in [0, 1), which are not computed any further.
#[derive(Clone, Copy)]
struct Standard;

impl Rule<1> for Standard {
    #[inline(always)]
    fn attempt<S: Simd>(&self, simd: S, words: &Words<S, 1>) -> Attempt<S> {
        unit(simd, words.word[0]).into()
    }
}

/// Floats in [0, 1): the upper 24 bits, so that none is rounded to 1.
#[derive(Clone, Copy)]
struct StandardFloat;

impl Rule<1> for StandardFloat {
    #[inline(always)]
    fn attempt<S: Simd>(&self, simd: S, words: &Words<S, 1>) -> Attempt<S> {
        unit_float(simd, words.word[0]).into()
    }
}

/// Steps whose 53-bit integers fit in a 64-bit lane: 2^11 of them.
const STEPS_PER_SPILL: usize = 1 << 11;

/// The exact sum of the first `samples` samples of each of `N` blocks, in units of 2^-64.
///
/// The number of vector operations limits it. With AVX-512 a step, eight samples, takes eleven of them (the generator's
/// nine, a shift and an add) at two per cycle; with AVX2, which lacks rotations and three-operand exclusive-ors, 32 at
/// three per cycle. `N` blocks side by side hide the generator's latency, for which one block alone would wait.
#[inline(always)]
pub(crate) fn sum<S: Simd, const N: usize>(simd: S, mut lanes: [Lanes<S>; N], samples: usize) -> i128 {
    let steps = samples / STEP;
    let mut low = [u64x8::splat(simd, 0); N];
    let mut high = [u64x8::splat(simd, 0); N];
    let mut done = 0;
    while done < steps {
        let until = steps.min(done + STEPS_PER_SPILL);
        let mut sums = [u64x8::splat(simd, 0); N];
        for _ in done..until {
            for n in 0..N {
                sums[n] += lanes[n].words() >> 11;
            }
        }
        for n in 0..N {
            low[n] += sums[n] & u64x8::splat(simd, 0xFFFF_FFFF);
            high[n] += sums[n] >> 32;
        }
        done = until;
    }
    let mut total: u128 = 0;
    for n in 0..N {
        total += (u128::from(lane_sum(high[n])) << 32) + u128::from(lane_sum(low[n]));
        for word in &lanes[n].words().as_array()[..samples % STEP] {
            total += u128::from(word >> 11);
        }
    }
    (total << 11) as i128
}

#[inline(always)]
fn lane_sum<S: Simd>(value: u64x8<S>) -> u64 {
    value.as_array().iter().sum()
}
