//! Uniform samples in [0, 1): 53 bits, `(word >> 11) * 2^-53`.

use fearless_simd::{Simd, SimdBase, f64x8, u64x8};

use crate::sample::{Finish, Sample};
use crate::xoshiro::Lanes;

/// Samples of one step.
pub(crate) const STEP: usize = 8;

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

/// Fills each `out` with the first samples of one of `N` blocks. All have the same length.
///
/// A step's words are drawn before those of the last step are converted and stored. The CPU does not look far enough
/// ahead to overlap the two as well by itself: this saves a tenth with four blocks side by side, a twentieth with one.
#[inline(always)]
pub(crate) fn fill<S: Simd, T: Sample, F: Finish, const N: usize>(
    simd: S,
    mut lanes: [Lanes<S>; N],
    outs: [&mut [T]; N],
    finish: F,
) {
    let outs = outs.map(|out| out.as_chunks_mut::<STEP>());
    let mut next = [u64x8::splat(simd, 0); N];
    for n in 0..N {
        next[n] = lanes[n].words();
    }
    for t in 0..outs[0].0.len() {
        for n in 0..N {
            let words = next[n];
            next[n] = lanes[n].words();
            T::store(finish.finish(samples::<S, T>(simd, words)), &mut outs[n].0[t]);
        }
    }
    for n in 0..N {
        fill_within(simd, next[n], 0, outs[n].1, finish);
    }
}

/// Writes the samples of one block from number `first` on.
#[inline(always)]
pub(crate) fn fill_from<S: Simd, T: Sample, F: Finish>(
    simd: S,
    mut lanes: Lanes<S>,
    first: usize,
    mut out: &mut [T],
    finish: F,
) {
    lanes.skip(first / STEP);
    let within = first % STEP;
    if within > 0 {
        let (begun, rest) = out.split_at_mut(out.len().min(STEP - within));
        fill_within(simd, lanes.words(), within, begun, finish);
        out = rest;
    }
    fill::<S, T, F, 1>(simd, [lanes], [out], finish);
}

/// Writes part of a step's samples, from number `first` on.
#[inline(always)]
fn fill_within<S: Simd, T: Sample, F: Finish>(
    simd: S,
    words: u64x8<S>,
    first: usize,
    out: &mut [T],
    finish: F,
) {
    if !out.is_empty() {
        let mut step = [T::default(); STEP];
        T::store(finish.finish(samples::<S, T>(simd, words)), &mut step);
        out.copy_from_slice(&step[first..first + out.len()]);
    }
}

/// The samples of a step's words.
#[inline(always)]
pub(crate) fn samples<S: Simd, T: Sample>(simd: S, words: u64x8<S>) -> f64x8<S> {
    let bits = const { 64 - T::UNIFORM_BITS };
    simd.cvt_f64_u64x8(words >> bits) * const { 1.0 / (1u64 << T::UNIFORM_BITS) as f64 }
}
